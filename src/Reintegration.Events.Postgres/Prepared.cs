using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Postgres;

/// <summary>A command with everything worked out that needs no lock, on the thread of the request.</summary>
sealed class Prepared
{
    // Rows weigh more than their payload: fixed columns, index entries, row headers.
    const int RowOverheadBytes = 400;

    internal Prepared(Command command)
    {
        Command = command;
        Events = [.. command.Events.Select(pending => new PreparedEvent(pending))];
        Bytes = Events.Sum(
            e => e.Body.Length + e.Pending.Sealed!.Parts.Sum(part => part.Ciphertext.Length) + RowOverheadBytes);
    }

    internal Command Command { get; }
    internal PreparedEvent[] Events { get; }
    internal int Bytes { get; }
}

/// <summary>An event in the form its rows take.</summary>
sealed class PreparedEvent(PendingEvent pending)
{
    internal PendingEvent Pending { get; } = pending;
    internal Guid NameDigest { get; } = DigestOf(pending.Envelope.Name);
    internal byte[] Body { get; } = EnvelopeJson.Write(pending.Envelope);
    internal (string Name, string Value)[] Labels { get; } = [.. LabelText.All(pending.Envelope)];

    /// <summary>The first 128 bits of SHA-256 over (owner, id): one name, one digest.</summary>
    internal static Guid DigestOf(EventName name)
    {
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(name.Owner.Value.Length) + 17];
        var length = Encoding.UTF8.GetBytes(name.Owner.Value, text);
        text[length++] = 0;
        name.Id.TryWriteBytes(text[length..], bigEndian: true, out var written);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..(length + written)], hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
