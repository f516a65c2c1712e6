namespace Reintegration.Cedar;

/// <summary>The kinds of value an expression can have.</summary>
public enum ValueKind
{
    Bool,
    Long,
    String,
    Entity,
    Set,
    Record,
    Decimal,
    Ip,
    Datetime,
    Duration,
}

/// <summary>
/// An immutable Cedar value. Equality is Cedar's <c>==</c>: it is total, and values of different kinds differ.
/// </summary>
/// <remarks><see cref="object.ToString"/> writes the value as Cedar text that parses back to an equal value.</remarks>
public abstract class Value : IEquatable<Value>
{
    private protected Value()
    {
    }

    public abstract ValueKind Kind { get; }

    public static BoolValue True { get; } = new(true);

    public static BoolValue False { get; } = new(false);

    public static BoolValue Of(bool value) => value ? True : False;

    public static LongValue Of(long value) => new(value);

    public static StringValue Of(string value) => new(value);

    public static SetValue Set(params IEnumerable<Value> items) => new(items);

    public static RecordValue Record(params IEnumerable<(string Name, Value Value)> attributes) =>
        RecordValue.From(attributes.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    public static implicit operator Value(bool value) => Of(value);

    public static implicit operator Value(long value) => Of(value);

    public static implicit operator Value(string value) => Of(value);

    public abstract bool Equals(Value? other);

    public override bool Equals(object? obj) => Equals(obj as Value);

    public abstract override int GetHashCode();
}

public sealed class BoolValue : Value
{
    internal BoolValue(bool value) => Flag = value;

    public override ValueKind Kind => ValueKind.Bool;

    public bool Flag { get; }

    public override bool Equals(Value? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Flag ? 1231 : 1237;

    public override string ToString() => Flag ? "true" : "false";
}

public sealed class LongValue(long number) : Value
{
    public override ValueKind Kind => ValueKind.Long;

    public long Number { get; } = number;

    public override bool Equals(Value? other) => other is LongValue that && that.Number == Number;

    public override int GetHashCode() => Number.GetHashCode();

    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}

public sealed class StringValue(string text) : Value
{
    public override ValueKind Kind => ValueKind.String;

    public string Text { get; } = text;

    public override bool Equals(Value? other) =>
        ReferenceEquals(this, other) || (other is StringValue that && that.Text == Text);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Escapes.Quote(Text);
}
