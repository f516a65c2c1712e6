namespace Reintegration.Events.Ledger;

/// <summary>An event at its place in the ledger.</summary>
/// <remarks>
/// Views and doors never take this type; they take <c>Disclosure</c>. The facts are sealed, and can be opened inside
/// the core alone,
/// where <c>Disclosure.Of</c> is the one place that opens them, after the policy has decided on the envelope.
/// </remarks>
public sealed class Recorded(
    long position, long version, DateTimeOffset recordedAt, Envelope envelope, SealedFacts facts,
    ReadOnlyMemory<byte> leaf)
{
    /// <summary>Place in the ledger, from 0, without holes; equal to the leaf index.</summary>
    public long Position { get; } = position;
    /// <summary>Place in the stream, from 1.</summary>
    public long Version { get; } = version;
    /// <summary>When the ledger learned it, by the server's clock; never earlier than the event before it.</summary>
    public DateTimeOffset RecordedAt { get; } = recordedAt;
    public Envelope Envelope { get; } = envelope;
    /// <summary>The exact bytes whose hash stands in the tree.</summary>
    public ReadOnlyMemory<byte> Leaf { get; } = leaf;

    /// <summary>
    /// Ciphertexts with their wrapped keys: for auditors and proofs; they say nothing without the key store.
    /// </summary>
    public ImmutableArray<SealedPart> Parts => Facts.Parts;

    /// <summary>The facts, closed. Internal on purpose: the compiler keeps undisclosed facts inside the core.</summary>
    internal SealedFacts Facts { get; } = facts;
}

/// <summary>The state of a ledger at one instant.</summary>
/// <param name="Size">Number of events; the next position.</param>
/// <param name="Root">RFC 6962 root of the tree of that size: 32 bytes.</param>
/// <param name="Epoch">Counts the fences raised so far; 0 in an access ledger.</param>
public sealed record LedgerHead(
    string Ledger, long Size, ReadOnlyMemory<byte> Root, long Epoch, DateTimeOffset RecordedAt);
