using System.Globalization;

namespace Reintegration.Events.Ledger;

/// <summary>
/// A tree head as a log states it: which log, how many leaves, and their root (C2SP tlog-checkpoint).
/// </summary>
public sealed class Checkpoint : IEquatable<Checkpoint>
{
    readonly byte[] _root;
    readonly string[] _extensions;

    /// <exception cref="ArgumentException">The parts cannot stand in a checkpoint.</exception>
    public Checkpoint(string origin, long size, ReadOnlySpan<byte> root, params ReadOnlySpan<string> extensions)
    {
        if (!IsLine(origin))
            throw new ArgumentException("An origin is one line, not empty.", nameof(origin));
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        MerkleTree.RequireHash(root, nameof(root));
        foreach (string line in extensions)
            if (!IsLine(line))
                throw new ArgumentException("An extension is one line, not empty.", nameof(extensions));
        Origin = origin;
        Size = size;
        _root = root.ToArray();
        _extensions = extensions.ToArray();
    }

    /// <summary>The identity of the log; the same words for ever.</summary>
    public string Origin { get; }

    /// <summary>The number of leaves.</summary>
    public long Size { get; }

    /// <summary>The root over those leaves.</summary>
    public ReadOnlySpan<byte> Root => _root;

    /// <summary>Lines without a meaning here. We write none: nobody audits them.</summary>
    public IReadOnlyList<string> Extensions => _extensions;

    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{Origin}\n{Size}\n{Convert.ToBase64String(_root)}\n{string.Concat(_extensions.Select(line => line + "\n"))}");

    /// <summary>Reads the text of a note; null, with the fault in words, if it is not a checkpoint.</summary>
    public static Checkpoint? Parse(string text, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        fault = null;
        if (text.Split('\n') is not [var origin, var size, var root, .. var extensions, ""])
            fault = "A checkpoint has at least three lines, each ending in a newline.";
        else if (!IsLine(origin) || !extensions.All(IsLine))
            fault = "A checkpoint has no empty line.";
        else if (!TryReadSize(size, out long leaves))
            fault = "A checkpoint's second line is its size in decimal, without leading zeroes.";
        else if (!StrictBase64.TryDecodeHash(root, out byte[]? hash))
            fault = "A checkpoint's third line is the base64 of a 32-byte root.";
        else
            return new Checkpoint(origin, leaves, hash, extensions);
        return null;
    }

    public bool Equals(Checkpoint? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as Checkpoint);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    /// <summary>Reads an ASCII decimal as C2SP writes sizes and indexes: no sign, no space, no leading zero.</summary>
    internal static bool TryReadSize(string text, out long size) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size)
        && (text[0] != '0' || text.Length == 1);

    static bool IsLine(string? line) => !string.IsNullOrEmpty(line) && !line.Any(c => c < ' ');
}
