using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Intake;

/// <summary>What submissions are judged by, each thing read once: the agencies, and the cases they name.</summary>
/// <remarks>
/// Two thousand reads for a batch of a thousand would tell nothing more. What changes between this look and the append
/// is caught there by the guards; an event that changes it within a batch is followed by a new look.
/// </remarks>
public sealed class Sight(CaseFiles files)
{
    readonly Lock _gate = new();
    readonly Dictionary<CaseId, Task<Standing>> _cases = [];
    Task<OrganisationContext>? _organisation;

    public Task<OrganisationContext> Organisation(CancellationToken ct)
    {
        lock (_gate) return _organisation ??= files.Organisation(ct);
    }

    /// <summary>What is judged together stands as it will once what came before in it is recorded.</summary>
    public async Task Expect(Envelope envelope, DateTimeOffset now, CancellationToken ct)
    {
        if (envelope.Case is not { } @case) return;
        var standing = await Stand(@case, ct);
        lock (_gate) _cases[@case] = Task.FromResult(standing.Expecting(envelope, now));
    }

    public Task<Standing> Stand(CaseId @case, CancellationToken ct)
    {
        lock (_gate)
            return _cases.TryGetValue(@case, out var standing) ? standing : _cases[@case] = files.Stand(@case, ct);
    }
}
