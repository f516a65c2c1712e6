using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Reintegration.Events.Ledger;

/// <summary>One signature line of a note: whose it says it is, and the bytes after the key id.</summary>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    const string Dash = "\u2014 ";

    /// <summary>The signature of a key over a text that was signed elsewhere.</summary>
    public NoteSignature(VerifierKey key, ReadOnlyMemory<byte> bytes) : this(key.Name, key.Id, bytes)
    {
    }

    /// <summary>The line without its newline.</summary>
    public override string ToString()
    {
        var material = new byte[sizeof(uint) + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(material, KeyId);
        Bytes.Span.CopyTo(material.AsSpan(sizeof(uint)));
        return string.Create(CultureInfo.InvariantCulture, $"{Dash}{Name} {Convert.ToBase64String(material)}");
    }

    /// <summary>Reads a line without its newline; null if it is not one.</summary>
    public static NoteSignature? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!line.StartsWith(Dash, StringComparison.Ordinal)
            || line[Dash.Length..].Split(' ') is not [var name, var material]
            || !VerifierKey.IsName(name)
            || !StrictBase64.TryDecode(material, out byte[]? bytes)
            || bytes.Length <= sizeof(uint))
            return null;
        return new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(sizeof(uint)));
    }
}

/// <summary>Whether a note may be believed.</summary>
public enum NoteVerdict
{
    /// <summary>At least one trusted key signed it, and no trusted key's signature is false.</summary>
    Signed,

    /// <summary>No signature line names a trusted key.</summary>
    NoTrustedKey,

    /// <summary>
    /// A line names a trusted key but its signature is false: the note was changed, or the line forged.
    /// </summary>
    FalseSignature,
}

/// <summary>
/// A text signed by one or more keys (C2SP signed-note). Nothing in it counts before <see cref="Check"/>.
/// </summary>
public sealed class SignedNote
{
    /// <summary>Room for dozens of signatures of the largest kind; anything longer is an attack.</summary>
    public const int MaxLengthBytes = 512 * 1024;

    /// <summary>The standard asks for at least 16.</summary>
    public const int MaxSignatures = 64;

    readonly byte[] _text;

    SignedNote(byte[] text, IReadOnlyList<NoteSignature> signatures)
    {
        _text = text;
        Signatures = signatures;
    }

    /// <summary>The signed text, with the newline it ends in.</summary>
    public string Text => Encoding.UTF8.GetString(_text);

    /// <summary>The signed bytes.</summary>
    public ReadOnlyMemory<byte> TextBytes => _text;

    /// <summary>All signature lines in their order, trusted or not.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>A note from a text and its signatures.</summary>
    /// <exception cref="ArgumentException">The text cannot be a note's.</exception>
    public static SignedNote Of(string text, params IReadOnlyList<NoteSignature> signatures)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes is not [.., (byte)'\n'] || HasControls(bytes))
            throw new ArgumentException(
                "A note's text ends in a newline and has no other control character.", nameof(text));
        return new SignedNote(bytes, signatures);
    }

    /// <summary>Signs a text with keys of type <see cref="NoteKeyType.Ed25519"/>.</summary>
    public static async ValueTask<SignedNote> Sign(
        string text, CancellationToken ct, params IReadOnlyList<ISigner> signers)
    {
        SignedNote note = Of(text);
        foreach (ISigner signer in signers)
        {
            if (signer.Key.Type != NoteKeyType.Ed25519)
                throw new ArgumentException("A cosigning key signs through Cosignature.Sign.", nameof(signers));
            note = note.With(new NoteSignature(signer.Key, await signer.Sign(note.TextBytes, ct)));
        }

        return note;
    }

    /// <summary>The same text with one more signature line.</summary>
    public SignedNote With(NoteSignature signature) => new(_text, [.. Signatures, signature]);

    /// <summary>Reads a note; null, with the fault in words, if the bytes are not one. Checks no signature.</summary>
    public static SignedNote? Parse(ReadOnlySpan<byte> bytes, out string? fault)
    {
        fault = null;
        int split = bytes.LastIndexOf("\n\n"u8);
        if (bytes.Length > MaxLengthBytes)
            fault = $"The note is longer than {MaxLengthBytes} bytes.";
        else if (!Utf8.IsValid(bytes) || HasControls(bytes))
            fault = "The note is not UTF-8, or has a control character.";
        else if (split < 0 || split + 2 == bytes.Length || bytes[^1] != '\n')
            fault = "The note has no signatures after an empty line, or does not end in a newline.";
        if (fault is not null)
            return null;

        string[] lines = Encoding.UTF8.GetString(bytes[(split + 2)..^1]).Split('\n');
        NoteSignature[] signatures =
            [.. lines.Take(MaxSignatures + 1).Select(NoteSignature.Parse).OfType<NoteSignature>()];
        if (signatures.Length == lines.Length && lines.Length <= MaxSignatures)
            return new SignedNote(bytes[..(split + 1)].ToArray(), signatures);
        fault = lines.Length > MaxSignatures
            ? $"The note has more than {MaxSignatures} signatures."
            : $"Line {signatures.Length + 1} after the text is not a signature.";
        return null;
    }

    /// <summary>Checks every line that names one of these keys; lines of unknown keys are ignored.</summary>
    /// <param name="trusted">The keys the caller was given beforehand.</param>
    /// <param name="signedBy">The trusted keys that did sign, each once.</param>
    public NoteVerdict Check(IEnumerable<VerifierKey> trusted, out IReadOnlyList<VerifierKey> signedBy)
    {
        var found = new List<VerifierKey>();
        signedBy = found;
        foreach (VerifierKey key in trusted.Distinct())
            foreach (NoteSignature signature in Signatures.Where(s => s.KeyId == key.Id && s.Name == key.Name))
            {
                if (!key.Verifies(_text, signature.Bytes.Span))
                {
                    signedBy = [];
                    return NoteVerdict.FalseSignature;
                }

                if (!found.Contains(key))
                    found.Add(key);
            }

        return found.Count > 0 ? NoteVerdict.Signed : NoteVerdict.NoTrustedKey;
    }

    /// <summary>The bytes of the whole note, as published.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(s => s + "\n"))}";

    static bool HasControls(ReadOnlySpan<byte> bytes) =>
        bytes.ContainsAnyInRange((byte)0, (byte)('\n' - 1)) || bytes.ContainsAnyInRange((byte)('\n' + 1), (byte)0x1F);
}
