using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Reintegration.Events.Ledger;

/// <summary>One walk over the tokens of a text, remembering only the way down to where it stands.</summary>
ref struct IJsonScan(int maxDepth, bool searchesUtf8)
{
    const long LargestExact = (1L << 53) - 1;

    readonly Step[] _path = ArrayPool<Step>.Shared.Rent(maxDepth + 1);
    IJsonNames _names = new();
    int _depth;
    int _objects;

    /// <summary>
    /// One level of the path: which container, and the member name or array index last reached in it.
    /// </summary>
    struct Step
    {
        public int Object;
        public int NameEntry;
        public int Index;
    }

    public IJsonRefusal? Run(ReadOnlySpan<byte> utf8)
    {
        // The depth limit is ours to report, so the reader's own is set just out of its reach.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        try
        {
            while (reader.Read())
                if (Visit(ref reader) is { } reason)
                    return new IJsonRefusal(reason, Pointer());
        }
        catch (JsonException)
        {
            return new IJsonRefusal(searchesUtf8 ? IJsonReason.InvalidUtf8 : IJsonReason.Malformed, Pointer());
        }

        return searchesUtf8 ? new IJsonRefusal(IJsonReason.InvalidUtf8, "") : null;
    }

    public void Dispose()
    {
        ArrayPool<Step>.Shared.Return(_path);
        _names.Dispose();
    }

    IJsonReason? Visit(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                EnterValue();
                return Descend(++_objects);
            case JsonTokenType.StartArray:
                EnterValue();
                return Descend(0);
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _depth--;
                return null;
            case JsonTokenType.PropertyName:
                return Name(ref reader);
            case JsonTokenType.String:
                EnterValue();
                return Text(ref reader);
            case JsonTokenType.Number:
                EnterValue();
                return IsExact(reader.ValueSpan) ? null : IJsonReason.NumberTooLarge;
            default:
                EnterValue();
                return null;
        }
    }

    IJsonReason? Descend(int container)
    {
        if (_depth == maxDepth)
            return IJsonReason.TooDeep;
        _path[_depth++] = new Step { Object = container, NameEntry = -1, Index = -1 };
        return null;
    }

    readonly void EnterValue()
    {
        if (_depth > 0 && _path[_depth - 1].Object == 0)
            _path[_depth - 1].Index++;
    }

    IJsonReason? Name(ref Utf8JsonReader reader)
    {
        ref Step step = ref _path[_depth - 1];
        step.NameEntry = -1;
        if (Text(ref reader) is { } reason)
            return reason;

        bool isNew = _names.Add(step.Object, ref reader, out step.NameEntry);
        return isNew ? null : IJsonReason.DuplicateName;
    }

    readonly IJsonReason? Text(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> raw = reader.ValueSpan;
        if (searchesUtf8 && !Utf8.IsValid(raw))
            return IJsonReason.InvalidUtf8;
        if (reader.ValueIsEscaped && HasLoneSurrogate(raw))
            return IJsonReason.LoneSurrogate;
        // Every noncharacter is three bytes or more, with a first byte of 0xEF or above, or is written as an escape.
        if (reader.ValueIsEscaped || raw.IndexOfAnyInRange((byte)0xEF, (byte)0xF4) >= 0)
            return HasNoncharacter(ref reader) ? IJsonReason.Noncharacter : null;
        return null;
    }

    static bool HasLoneSurrogate(ReadOnlySpan<byte> raw)
    {
        bool awaitsLow = false;
        for (int i = 0; i < raw.Length; i++)
        {
            int code = 0;
            if (raw[i] == '\\' && raw[++i] == 'u')
            {
                // The reader has already refused an escape without four digits.
                code = int.Parse(raw.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 4;
            }

            bool isLow = code is >= 0xDC00 and <= 0xDFFF;
            if (isLow != awaitsLow)
                return true;
            awaitsLow = code is >= 0xD800 and <= 0xDBFF;
        }

        return awaitsLow;
    }

    static bool HasNoncharacter(ref Utf8JsonReader reader)
    {
        byte[]? rented = null;
        ReadOnlySpan<byte> text = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            rented = ArrayPool<byte>.Shared.Rent(text.Length);
            text = rented.AsSpan(0, reader.CopyString(rented));
        }

        bool found = false;
        while (!found && !text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            found = rune.Value is >= 0xFDD0 and <= 0xFDEF || (rune.Value & 0xFFFE) == 0xFFFE;
            text = text[length..];
        }

        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return found;
    }

    static bool IsExact(ReadOnlySpan<byte> number)
    {
        // Fifteen digits are always below 2^53; nearly every number stops here.
        if (number.Length <= 15 && number.IndexOfAny((byte)'e', (byte)'E') < 0)
            return true;
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && Math.Abs(value) <= LargestExact;
    }

    readonly string Pointer()
    {
        var pointer = new StringBuilder();
        for (int i = 0; i < _depth; i++)
        {
            Step step = _path[i];
            if (step.Object == 0 && step.Index >= 0)
                pointer.Append('/').Append(step.Index);
            else if (step.NameEntry >= 0)
                pointer.Append('/').Append(_names.Text(step.NameEntry).Replace("~", "~0").Replace("/", "~1"));
        }

        return pointer.ToString();
    }
}
