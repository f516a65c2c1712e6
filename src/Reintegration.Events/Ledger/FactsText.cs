using System.Buffers;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>Takes the text of facts apart by whom they are about, and puts it together again.</summary>
static class FactsText
{
    /// <summary>The canonical object without these members; the same bytes when there are none to leave out.</summary>
    internal static ReadOnlyMemory<byte> Without(
        ReadOnlyMemory<byte> facts, JsonElement parsed, IReadOnlyCollection<string> members)
    {
        if (!members.Any(member => parsed.TryGetProperty(member, out _))) return facts;
        return Object(parsed.EnumerateObject().Where(member => !members.Contains(member.Name))
            .Select(member => (member.Name, (ReadOnlyMemory<byte>)CanonicalJson.Canonicalize(member.Value))));
    }

    /// <summary>One object of the opened parts; null is a part whose key is destroyed.</summary>
    internal static byte[] Join(IEnumerable<(string Path, byte[]? Text)> parts)
    {
        byte[]? main = null;
        List<(string, ReadOnlyMemory<byte>)> members = [];
        foreach (var (path, text) in parts)
        {
            if (text is null) continue;
            if (path == SealedPart.Facts) main = text;
            else members.Add((path[(SealedPart.Facts.Length + 1)..], text));
        }
        if (members.Count == 0) return main ?? "{}"u8.ToArray();
        if (main is null) return Object(members);
        using var parsed = JsonDocument.Parse(main);
        return Object([
            .. parsed.RootElement.EnumerateObject()
                .Select(member => (member.Name, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(member.Value.GetRawText()))),
            .. members]);
    }

    static byte[] Object(IEnumerable<(string Name, ReadOnlyMemory<byte> Value)> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var separator = (byte)'{';
        foreach (var (name, value) in members)
        {
            buffer.Write([separator]);
            CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(name), buffer);
            buffer.Write(":"u8);
            buffer.Write(value.Span);
            separator = (byte)',';
        }
        buffer.Write(separator == '{' ? "{}"u8 : "}"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
