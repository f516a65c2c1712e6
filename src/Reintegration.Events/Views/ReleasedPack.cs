using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Views;

/// <summary>Which levels of which events a stored row holds, packed to 24 bytes an event.</summary>
/// <remarks>
/// What an access record has to name is kept with the row: 16 bytes of the event's id, and 8 that stand for its owner
/// with its levels. Few such combinations exist; each is kept once, in a book that all rows share.
/// </remarks>
public static class ReleasedPack
{
    const int IdLength = 16;
    const int EntryLength = IdLength + sizeof(long);

    /// <summary>The number that stands for an owner and levels, and the text it stands for.</summary>
    public static (long Key, string Text) Kind(Released released)
    {
        var text = new StringBuilder(released.Name.Owner.Value);
        foreach (var (field, level) in released.Levels) text.Append('\n').Append(field).Append('=').Append(level);
        var written = text.ToString();
        return (BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(written))), written);
    }

    /// <summary>Entries that are added at the end of what a row has.</summary>
    public static byte[] Write(IReadOnlyList<Released> released, Action<long, string> kind)
    {
        var bytes = new byte[released.Count * EntryLength];
        for (var i = 0; i < released.Count; i++)
        {
            var (key, text) = Kind(released[i]);
            kind(key, text);
            var entry = bytes.AsSpan(i * EntryLength, EntryLength);
            released[i].Name.Id.TryWriteBytes(entry, bigEndian: true, out _);
            BinaryPrimitives.WriteInt64BigEndian(entry[IdLength..], key);
        }

        return bytes;
    }

    /// <summary>The numbers that must be looked up before <see cref="Read"/>.</summary>
    public static IEnumerable<long> Keys(ReadOnlyMemory<byte> packed)
    {
        for (var at = 0; at + EntryLength <= packed.Length; at += EntryLength)
            yield return BinaryPrimitives.ReadInt64BigEndian(packed.Span[(at + IdLength)..]);
    }

    /// <exception cref="KeyNotFoundException">The book lacks a number: it is not that of these rows.</exception>
    public static IEnumerable<Released> Read(ReadOnlyMemory<byte> packed, IReadOnlyDictionary<long, string> book)
    {
        for (var at = 0; at + EntryLength <= packed.Length; at += EntryLength)
        {
            var entry = packed.Span.Slice(at, EntryLength);
            var lines = book[BinaryPrimitives.ReadInt64BigEndian(entry[IdLength..])].Split('\n');
            yield return new Released(
                new EventName(new AgencyId(lines[0]), new Guid(entry[..IdLength], bigEndian: true)),
                lines.Skip(1).Select(line => line.Split('=')).ToImmutableSortedDictionary(
                    pair => pair[0], pair => pair[1], StringComparer.Ordinal));
        }
    }
}
