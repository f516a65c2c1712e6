namespace Reintegration.Events.Ledger;

/// <summary>Messages laid end to end in one growing buffer that is used again: nothing is allocated per message.</summary>
sealed class ByteQueue(int capacity)
{
    byte[] _bytes = new byte[capacity];
    int[] _ends = new int[capacity / 64];
    int _length;

    internal int Count { get; private set; }

    internal int Length => _length;

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    internal ReadOnlySpan<int> Ends => _ends.AsSpan(0, Count);

    internal ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(index == 0 ? 0 : _ends[index - 1], LengthOf(index));

    int LengthOf(int index) => _ends[index] - (index == 0 ? 0 : _ends[index - 1]);

    /// <summary>Room at the end for at most so many bytes; what is written there counts after <see cref="End"/>.</summary>
    internal Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        return _bytes.AsSpan(_length);
    }

    /// <summary>Ends the message of which the last bytes were written.</summary>
    internal void End(int written)
    {
        if (Count == _ends.Length) Array.Resize(ref _ends, _ends.Length * 2);
        _length += written;
        _ends[Count++] = _length;
    }

    internal void Clear() => (_length, Count) = (0, 0);
}
