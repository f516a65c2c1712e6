using System.Buffers;
using System.Text.Unicode;

namespace Reintegration.Events.Ledger;

/// <summary>
/// Writes one value canonically in one walk: members as they come, then put in order when their object ends.
/// </summary>
ref struct CanonicalWriter(int expectedLength)
{
    // Objects up to this many members are sorted in place without a delegate.
    const int InsertionLimit = 24;

    // No number text in canonical form is longer: sign, 17 digits, point, zeroes or exponent.
    const int NumberLength = 32;

    byte[] _output = ArrayPool<byte>.Shared.Rent(expectedLength + 256);
    byte[] _names = ArrayPool<byte>.Shared.Rent(512);
    byte[] _scratch = ArrayPool<byte>.Shared.Rent(512);
    Member[] _members = ArrayPool<Member>.Shared.Rent(32);
    int _written;
    int _namesUsed;
    int _membersUsed;

    /// <summary>
    /// A member of an object still open: its bare name, for the order, and its written form, to be moved.
    /// </summary>
    struct Member
    {
        public int NameStart;
        public int NameLength;
        public int Start;
        public int Length;
    }

    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            throw new FormatException("The text is not UTF-8.");
        var reader = new Utf8JsonReader(utf8);
        try
        {
            reader.Read();
            Value(ref reader);
            while (reader.Read())
            {
                // Only white space may follow; the reader throws at anything else.
            }
        }
        // The reader reports a broken text with the first and a lone surrogate with the second.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FormatException("The text is not I-JSON, so it has no canonical form.", fault);
        }

        return _output.AsSpan(0, _written);
    }

    public readonly void Dispose()
    {
        // Personal data passes through here: nothing of it stays behind in the shared pool.
        _output.AsSpan(0, _written).Clear();
        _scratch.AsSpan().Clear();
        ArrayPool<byte>.Shared.Return(_output);
        ArrayPool<byte>.Shared.Return(_names);
        ArrayPool<byte>.Shared.Return(_scratch);
        ArrayPool<Member>.Shared.Return(_members);
    }

    void Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Object(ref reader);
                break;
            case JsonTokenType.StartArray:
                Array(ref reader);
                break;
            case JsonTokenType.String:
                Text(ref reader);
                break;
            case JsonTokenType.Number:
                Span<byte> number = Free(Math.Max(NumberLength, reader.ValueSpan.Length));
                _written += CanonicalNumber.Write(reader.ValueSpan, number);
                break;
            case JsonTokenType.True:
                Append("true"u8);
                break;
            case JsonTokenType.False:
                Append("false"u8);
                break;
            default:
                Append("null"u8);
                break;
        }
    }

    void Array(ref Utf8JsonReader reader)
    {
        Append((byte)'[');
        bool isFirst = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!isFirst)
                Append((byte)',');
            isFirst = false;
            Value(ref reader);
        }

        Append((byte)']');
    }

    void Object(ref Utf8JsonReader reader)
    {
        Append((byte)'{');
        int firstMember = _membersUsed;
        int firstName = _namesUsed;
        bool inOrder = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var member = new Member { NameStart = _namesUsed, Start = _written };
            member.NameLength = Remember(ref reader);
            Text(ref reader);
            Append((byte)':');
            reader.Read();
            Value(ref reader);
            Append((byte)',');
            member.Length = _written - member.Start;
            Add(member);
            inOrder &= _membersUsed - firstMember < 2 || Compare(_members[_membersUsed - 2], member) < 0;
        }

        Span<Member> members = _members.AsSpan(firstMember.._membersUsed);
        if (!inOrder)
            Reorder(members);
        if (members.Length > 0)
            _written--; // The last comma.
        Append((byte)'}');
        _membersUsed = firstMember;
        _namesUsed = firstName;
    }

    void Reorder(Span<Member> members)
    {
        int start = members[0].Start;
        int length = _written - start;
        Sort(members);
        for (int i = 1; i < members.Length; i++)
            if (Compare(members[i - 1], members[i]) == 0)
                throw new FormatException("An object has two members of one name, so it has no canonical form.");

        Reserve(ref _scratch, 0, length);
        int copied = 0;
        foreach (ref readonly Member member in members)
        {
            _output.AsSpan(member.Start, member.Length).CopyTo(_scratch.AsSpan(copied));
            copied += member.Length;
        }

        _scratch.AsSpan(0, length).CopyTo(_output.AsSpan(start));
    }

    readonly void Sort(Span<Member> members)
    {
        if (members.Length > InsertionLimit)
        {
            byte[] names = _names;
            members.Sort((a, b) => CanonicalOrder.Compare(Name(names, a), Name(names, b)));
            return;
        }

        for (int i = 1; i < members.Length; i++)
        {
            Member moving = members[i];
            int to = i;
            for (; to > 0 && Compare(members[to - 1], moving) > 0; to--)
                members[to] = members[to - 1];
            members[to] = moving;
        }
    }

    readonly int Compare(in Member a, in Member b) => CanonicalOrder.Compare(Name(_names, a), Name(_names, b));

    static ReadOnlySpan<byte> Name(byte[] names, in Member member) => names.AsSpan(member.NameStart, member.NameLength);

    int Remember(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> raw = reader.ValueSpan;
        Reserve(ref _names, _namesUsed, raw.Length);
        Span<byte> free = _names.AsSpan(_namesUsed);
        int length = raw.Length;
        if (reader.ValueIsEscaped)
            length = reader.CopyString(free);
        else
            raw.CopyTo(free);
        _namesUsed += length;
        return length;
    }

    void Text(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> raw = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            // JSON admits no bare quote, backslash or control character, so such a text is canonical as it stands.
            Span<byte> free = Free(raw.Length + 2);
            free[0] = (byte)'"';
            raw.CopyTo(free[1..]);
            free[raw.Length + 1] = (byte)'"';
            _written += raw.Length + 2;
            return;
        }

        Reserve(ref _scratch, 0, raw.Length);
        int length = reader.CopyString(_scratch);
        // An unescaped byte grows at most into six, the length of \u001f.
        Span<byte> to = Free(length * 6 + 2);
        _written += CanonicalOrder.WriteEscaped(_scratch.AsSpan(0, length), to);
    }

    void Add(in Member member)
    {
        if (_membersUsed == _members.Length)
        {
            Member[] larger = ArrayPool<Member>.Shared.Rent(_members.Length * 2);
            _members.CopyTo(larger, 0);
            ArrayPool<Member>.Shared.Return(_members);
            _members = larger;
        }

        _members[_membersUsed++] = member;
    }

    void Append(byte value)
    {
        Free(1)[0] = value;
        _written++;
    }

    void Append(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Free(value.Length));
        _written += value.Length;
    }

    Span<byte> Free(int length)
    {
        Reserve(ref _output, _written, length);
        return _output.AsSpan(_written);
    }

    static void Reserve(ref byte[] buffer, int used, int more)
    {
        if (buffer.Length - used >= more)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, used + more));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        buffer = larger;
    }
}
