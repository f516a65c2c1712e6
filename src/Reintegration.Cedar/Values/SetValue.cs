using System.Collections;

namespace Reintegration.Cedar;

/// <summary>A set: order and repetition carry no meaning.</summary>
public sealed class SetValue : Value, IReadOnlyCollection<Value>
{
    /// <summary>Below this size comparing one by one is faster than hashing.</summary>
    private const int LinearLimit = 8;

    private readonly Value[] items;
    private readonly HashSet<Value>? index;
    private int hash;

    public SetValue(IEnumerable<Value> items)
    {
        var given = items as Value[] ?? [.. items];
        if (given.Length <= LinearLimit)
        {
            this.items = DistinctByComparing(given);
            return;
        }

        index = [.. given];
        this.items = [.. index];
    }

    public static SetValue Empty { get; } = new([]);

    public override ValueKind Kind => ValueKind.Set;

    public int Count => items.Length;

    public ReadOnlySpan<Value> Items => items;

    public bool Contains(Value value)
    {
        if (index is not null)
            return index.Contains(value);
        foreach (var item in items)
        {
            if (item.Equals(value))
                return true;
        }

        return false;
    }

    public bool ContainsAll(SetValue other)
    {
        foreach (var item in other.items)
        {
            if (!Contains(item))
                return false;
        }

        return true;
    }

    public bool ContainsAny(SetValue other)
    {
        var (few, many) = other.Count <= Count ? (other, this) : (this, other);
        foreach (var item in few.items)
        {
            if (many.Contains(item))
                return true;
        }

        return false;
    }

    public override bool Equals(Value? other) =>
        ReferenceEquals(this, other)
        || (other is SetValue that && that.Count == Count && GetHashCode() == that.GetHashCode() && ContainsAll(that));

    public override int GetHashCode()
    {
        if (hash != 0)
            return hash;
        var sum = items.Length + 1;
        foreach (var item in items)
            sum += item.GetHashCode() * 31;
        return hash = sum;
    }

    public override string ToString() => $"[{string.Join(", ", items.Select(item => item.ToString()))}]";

    public IEnumerator<Value> GetEnumerator() => ((IEnumerable<Value>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Value[] DistinctByComparing(Value[] given)
    {
        var kept = new Value[given.Length];
        var count = 0;
        foreach (var item in given)
        {
            if (!kept.AsSpan(0, count).Contains(item))
                kept[count++] = item;
        }

        return count == kept.Length ? kept : kept[..count];
    }
}
