namespace Reintegration.Events.Views;

/// <summary>How a column is compared and how a filter on it is read.</summary>
public enum ColumnKind
{
    Text,

    /// <summary>A time or day as exactly as it is shown ("2026", "2026-03", RFC 3339): sorts as text does.</summary>
    Date,
    Number,
    Flag,
}

/// <summary>One thing by which the rows of a view may be filtered and sorted, and that is in their CSV.</summary>
/// <param name="Name">Lower camel case, as in the row.</param>
/// <param name="Value">A string, a decimal or a bool after the kind; null: not known to the seat.</param>
public sealed record Column<TRow>(string Name, ColumnKind Kind, Func<TRow, object?> Value)
{
    public static Column<TRow> Text(string name, Func<TRow, string?> value) => new(name, ColumnKind.Text, value);

    public static Column<TRow> Date(string name, Func<TRow, string?> value) => new(name, ColumnKind.Date, value);

    /// <summary>A date that is kept as it was disclosed: whatever is no string has no place in an order.</summary>
    public static Column<TRow> Date(string name, Func<TRow, JsonElement?> value) => new(
        name, ColumnKind.Date, row => value(row) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null);

    public static Column<TRow> Number(string name, Func<TRow, decimal?> value) =>
        new(name, ColumnKind.Number, row => value(row));

    public static Column<TRow> Flag(string name, Func<TRow, bool?> value) =>
        new(name, ColumnKind.Flag, row => value(row));
}
