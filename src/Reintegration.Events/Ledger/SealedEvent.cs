using System.Security.Cryptography;

namespace Reintegration.Events.Ledger;

/// <summary>One encrypted piece of an event's facts, with its key wrapped beside it.</summary>
/// <param name="Path">What it holds: <c>/facts</c>, or one member about somebody else: <c>/facts/themes</c>.</param>
/// <param name="Person">Whom it is about; with the owner, whose data key wraps the event key.</param>
/// <param name="Ciphertext">Nonce (12 bytes), encrypted secret (32) and value, tag (16).</param>
public sealed record SealedPart(
    string Path, string Person, ReadOnlyMemory<byte> Ciphertext, ReadOnlyMemory<byte> WrappedKey)
{
    /// <summary>Path of all facts but those about others.</summary>
    public const string Facts = "/facts";
}

/// <summary>An event's facts as they are kept: commitments in the leaf, and ciphertexts apart from it.</summary>
/// <param name="FieldsRoot">Root over the commitments: 32 bytes.</param>
/// <param name="EnvelopeSecret">Secret of the envelope's salts, wrapped under the audit key.</param>
/// <param name="Parts">In ordinal order of their paths.</param>
public sealed record SealedEvent(
    ReadOnlyMemory<byte> FieldsRoot, ReadOnlyMemory<byte> EnvelopeSecret, ImmutableArray<SealedPart> Parts)
{
    /// <summary>SHA-256 of each ciphertext, as it stands in the leaf.</summary>
    public IReadOnlyList<byte[]> CiphertextDigests { get; } = [.. Parts.Select(part => SHA256.HashData(part.Ciphertext.Span))];
}

/// <summary>The facts of a recorded event, closed.</summary>
/// <remarks>Opened inside the core alone, part by part, by <c>Disclosure.Of</c> once the policy has decided.</remarks>
public sealed class SealedFacts(
    EventName name, ImmutableArray<SealedPart> parts, ReadOnlyMemory<byte> envelopeSecret, Sealer sealer)
{
    /// <summary>Ciphertexts with their wrapped keys; empty once they were erased.</summary>
    public ImmutableArray<SealedPart> Parts { get; } = parts;

    /// <summary>Wrapped under the audit key; empty once erased.</summary>
    public ReadOnlyMemory<byte> EnvelopeSecret { get; } = envelopeSecret;

    /// <summary>HMAC that tells a retry from a clash: committed to, so needed to rebuild the commitments.</summary>
    public ReadOnlyMemory<byte> RequestDigest { get; init; }

    private Dictionary<string, byte[]?>? opened;

    /// <summary>Keeps what it opens, for whoever discloses one event to many seats; <see cref="Forget"/> ends it.</summary>
    internal void Remember() => opened ??= [];

    internal void Forget() => opened = null;

    /// <summary>The facts as one JSON object, without what is erased and without parts that are not wanted.</summary>
    /// <param name="isWanted">Asked with the path of each part; what is not wanted is not decrypted.</param>
    /// <exception cref="LedgerBrokenException">A ciphertext or wrapped key is not this event's.</exception>
    internal byte[] Open(Func<string, bool> isWanted) =>
        FactsText.Join(Parts.Where(part => isWanted(part.Path)).Select(part => (part.Path, Text(part))));

    private byte[]? Text(SealedPart part)
    {
        if (opened is null) return sealer.Open(name, part);
        if (!opened.TryGetValue(part.Path, out var text)) opened.Add(part.Path, text = sealer.Open(name, part));
        return text;
    }

    /// <summary>Every commitment of the event, with what it hides; null where a key or a row is gone.</summary>
    /// <exception cref="LedgerBrokenException">A ciphertext or wrapped key is not this event's.</exception>
    internal IReadOnlyList<Committed>? Commitments(Envelope envelope) => sealer.Recommit(envelope, this);
}
