using Reintegration.Events.Policy;

namespace Reintegration.Events.Ledger;

/// <summary>Numbers for the names of fields, given in the order they are first met and never changed.</summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class FieldNumbers
{
    readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    readonly List<string> _names = [];

    /// <summary>How many names have a number: the next one's.</summary>
    public int Count => _names.Count;

    /// <summary>The number of a name; a name that is new gets the next.</summary>
    public int Of(string name)
    {
        if (_numbers.TryGetValue(name, out var number)) return number;
        _names.Add(name);
        return _numbers[name] = _names.Count - 1;
    }

    public bool Has(string name) => _numbers.ContainsKey(name);

    /// <exception cref="LedgerBrokenException">No name has this number.</exception>
    public string Name(int number) => number < _names.Count
        ? _names[number]
        : throw new LedgerBrokenException($"The exposure index names a field by the number {number}, which no field has.");
}

/// <summary>Which fields were shown, and how far: a bitmap of field by level.</summary>
/// <remarks>
/// Whoever was shown a level was shown every level below it, so a lower one that follows is nothing new. Kept sparse:
/// most fields belong to few types, so a bitmap over all of them is mostly empty.
/// </remarks>
public sealed class LevelBits
{
    /// <summary>exists, coarse, fine, full: half a byte of each field.</summary>
    const int PerField = 4;

    readonly byte[] _bits;

    LevelBits(byte[] bits) => _bits = bits;

    public static LevelBits None { get; } = new([]);

    public bool IsEmpty => !_bits.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>What is released of one event.</summary>
    public static LevelBits Of(Released released, FieldNumbers numbers)
    {
        var marks = released.Levels.Select(pair => (Field: numbers.Of(pair.Key), Height: HeightOf(pair.Value))).ToList();
        if (marks.Count == 0) return None;
        var bits = new byte[marks.Max(mark => mark.Field) * PerField / 8 + 1];
        foreach (var (field, height) in marks)
            bits[field * PerField / 8] |= (byte)(((1 << height) - 1) << (field * PerField % 8));
        return new LevelBits(bits);
    }

    public LevelBits Without(LevelBits known)
    {
        var left = (byte[])_bits.Clone();
        for (var i = 0; i < Math.Min(left.Length, known._bits.Length); i++) left[i] &= (byte)~known._bits[i];
        return new LevelBits(left);
    }

    public LevelBits With(LevelBits more)
    {
        var (longer, shorter) = _bits.Length >= more._bits.Length ? (_bits, more._bits) : (more._bits, _bits);
        var all = (byte[])longer.Clone();
        for (var i = 0; i < shorter.Length; i++) all[i] |= shorter[i];
        return new LevelBits(all);
    }

    /// <summary>The highest level of each field in it, by name.</summary>
    public ImmutableSortedDictionary<string, string> Levels(FieldNumbers numbers)
    {
        var levels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var field = 0; field < _bits.Length * 8 / PerField; field++)
        {
            var half = (_bits[field * PerField / 8] >> (field * PerField % 8)) & 0xF;
            if (half > 0) levels.Add(numbers.Name(field), Policy.Levels.Granted[int.Log2(half)].Word());
        }

        return levels.ToImmutable();
    }

    /// <summary>The bytes that are not empty, each behind the number of empty ones before it.</summary>
    public byte[] ToBytes()
    {
        List<byte> sparse = [];
        var empty = 0;
        foreach (var each in _bits)
        {
            if (each == 0 && empty < byte.MaxValue)
            {
                empty++;
                continue;
            }

            sparse.Add((byte)empty);
            sparse.Add(each);
            empty = 0;
        }

        return [.. sparse];
    }

    /// <exception cref="LedgerBrokenException">The bytes are not those of a bitmap.</exception>
    public static LevelBits Parse(ReadOnlySpan<byte> sparse)
    {
        if (sparse.Length % 2 != 0) throw new LedgerBrokenException("A bitmap of the exposure index is cut off.");
        List<byte> bits = [];
        for (var i = 0; i < sparse.Length; i += 2)
        {
            for (var empty = sparse[i]; empty > 0; empty--) bits.Add(0);
            bits.Add(sparse[i + 1]);
        }

        return new LevelBits([.. bits]);
    }

    /// <summary>An unknown word counts as everything: an exposure is never told smaller than it was.</summary>
    static int HeightOf(string word)
    {
        for (var i = 0; i < Policy.Levels.Granted.Length; i++)
            if (Policy.Levels.Granted[i].Word() == word) return i + 1;
        return PerField;
    }
}
