using System.Text.Json;
using Reintegration.Events.Events.Coordination;

namespace Reintegration.Events.Postgres.Succession;

/// <summary>All that a succession does, decided before its first step: whoever runs it again does the same.</summary>
/// <param name="Id">Id of the event that tells of it.</param>
/// <param name="Digest">32 random bytes that recognise the event when it is appended again.</param>
/// <param name="Facts">The event's facts, as they are recorded.</param>
/// <param name="Memory">The frontier of the tree signed last, under the origin that was lost.</param>
/// <param name="Surviving">The frontier that the successor's memory begins with.</param>
public sealed record SuccessionPlan(
    Guid Id, byte[] Digest, DateTimeOffset HappenedAt, JsonElement Facts, byte[] Memory, byte[] Surviving)
{
    /// <summary>The facts, read.</summary>
    public LedgerSucceeded Succeeded => Facts.Deserialize<LedgerSucceeded>(EventJson.Options)!;

    /// <summary>Reads a plan that was begun; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The file holds no plan.</exception>
    public static SuccessionPlan? Read(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<SuccessionPlan>(File.ReadAllBytes(path))
                ?? throw new InvalidOperationException($"'{path}' holds no plan of a succession.");
        }
        catch (JsonException unreadable)
        {
            throw new InvalidOperationException($"'{path}' holds no plan of a succession: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>The bytes of its file.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);
}
