using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Reintegration.Cedar;

/// <summary>A record: attributes by name, each at most once, kept in ordinal order of their names.</summary>
public sealed class RecordValue : Value, IReadOnlyCollection<KeyValuePair<string, Value>>
{
    private readonly string[] names;
    private readonly Value[] values;

    private RecordValue(string[] names, Value[] values)
    {
        this.names = names;
        this.values = values;
    }

    public static RecordValue Empty { get; } = new([], []);

    public override ValueKind Kind => ValueKind.Record;

    public int Count => names.Length;

    public ReadOnlySpan<string> Names => names;

    /// <summary>Makes a record of the attributes given.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public static RecordValue From(IEnumerable<KeyValuePair<string, Value>> attributes)
    {
        var pairs = attributes.ToArray();
        if (pairs.Length == 0)
            return Empty;
        var names = new string[pairs.Length];
        var values = new Value[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            // Interned names let an attribute be found by comparing references, see Find.
            names[i] = string.Intern(pairs[i].Key);
            values[i] = pairs[i].Value;
        }

        Array.Sort(names, values, StringComparer.Ordinal);
        for (var i = 1; i < names.Length; i++)
        {
            if (names[i] == names[i - 1])
                throw new ArgumentException(
                    $"The attribute {Escapes.Quote(names[i])} occurs twice.", nameof(attributes));
        }

        return new RecordValue(names, values);
    }

    public bool TryGet(string name, [MaybeNullWhen(false)] out Value value)
    {
        value = Find(name);
        return value is not null;
    }

    public bool Has(string name) => Find(name) is not null;

    /// <summary>The value of an attribute, or null if there is none.</summary>
    public Value? Find(string name)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (ReferenceEquals(names[i], name))
                return values[i];
        }

        // A name that is itself interned would have been found above, but asking whether it is costs more than looking.
        var at = Array.BinarySearch(names, name, StringComparer.Ordinal);
        return at < 0 ? null : values[at];
    }

    public override bool Equals(Value? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is not RecordValue that || that.names.Length != names.Length)
            return false;
        return names.AsSpan().SequenceEqual(that.names) && values.AsSpan().SequenceEqual(that.values);
    }

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        for (var i = 0; i < names.Length; i++)
        {
            hash.Add(names[i], StringComparer.Ordinal);
            hash.Add(values[i]);
        }

        return hash.ToHashCode();
    }

    public override string ToString() =>
        $"{{{string.Join(", ", this.Select(pair => $"{Escapes.Quote(pair.Key)}: {pair.Value}"))}}}";

    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator()
    {
        for (var i = 0; i < names.Length; i++)
            yield return new KeyValuePair<string, Value>(names[i], values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
