using System.Buffers;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>Every member name met in a text, by the object it stands in: one hash table for the whole text.</summary>
/// <remarks>
/// A table of its own for each object would cost an allocation each; comparing with all earlier names would let an
/// object of many members take quadratic time. Hashes are seeded per process, so collisions cannot be prepared.
/// </remarks>
ref struct IJsonNames
{
    const int FirstEntries = 64;

    byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);
    Entry[] _entries = ArrayPool<Entry>.Shared.Rent(FirstEntries);
    int[] _buckets;
    int _mask;
    int _used;
    int _count;

    struct Entry
    {
        public int Object;
        public int Hash;
        public int Start;
        public int Length;
        public int Next;
    }

    public IJsonNames()
    {
        _buckets = NewBuckets(FirstEntries * 2);
        _mask = FirstEntries * 2 - 1;
    }

    /// <summary>Remembers the name the reader stands on; false when its object already has it.</summary>
    public bool Add(int inObject, ref Utf8JsonReader reader, out int entry)
    {
        int start = _used;
        int length = Copy(ref reader);
        ReadOnlySpan<byte> name = _bytes.AsSpan(start, length);
        int hash = Hash(inObject, name);

        for (entry = _buckets[hash & _mask] - 1; entry >= 0; entry = _entries[entry].Next)
        {
            ref Entry known = ref _entries[entry];
            if (known.Hash == hash && known.Object == inObject
                && name.SequenceEqual(_bytes.AsSpan(known.Start, known.Length)))
                return false;
        }

        if (_count == _entries.Length || _count * 2 > _mask)
            Grow();
        _used += length;
        entry = _count++;
        _entries[entry] = new Entry
        {
            Object = inObject,
            Hash = hash,
            Start = start,
            Length = length,
            Next = _buckets[hash & _mask] - 1,
        };
        _buckets[hash & _mask] = entry + 1;
        return true;
    }

    public readonly string Text(int entry) =>
        Encoding.UTF8.GetString(_bytes, _entries[entry].Start, _entries[entry].Length);

    public readonly void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        ArrayPool<Entry>.Shared.Return(_entries);
        ArrayPool<int>.Shared.Return(_buckets);
    }

    int Copy(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> raw = reader.ValueSpan;
        if (_bytes.Length - _used < raw.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _used + raw.Length));
            _bytes.AsSpan(0, _used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        Span<byte> free = _bytes.AsSpan(_used);
        if (reader.ValueIsEscaped)
            return reader.CopyString(free);
        raw.CopyTo(free);
        return raw.Length;
    }

    void Grow()
    {
        Entry[] larger = ArrayPool<Entry>.Shared.Rent(_count * 2);
        _entries.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<Entry>.Shared.Return(_entries);
        _entries = larger;

        ArrayPool<int>.Shared.Return(_buckets);
        _mask = _mask * 2 + 1;
        _buckets = NewBuckets(_mask + 1);
        for (int i = 0; i < _count; i++)
        {
            ref Entry entry = ref _entries[i];
            entry.Next = _buckets[entry.Hash & _mask] - 1;
            _buckets[entry.Hash & _mask] = i + 1;
        }
    }

    static int Hash(int inObject, ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.Add(inObject);
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    static int[] NewBuckets(int size)
    {
        int[] buckets = ArrayPool<int>.Shared.Rent(size);
        buckets.AsSpan(0, size).Clear();
        return buckets;
    }
}
