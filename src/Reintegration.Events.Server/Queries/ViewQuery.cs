using System.Globalization;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Queries;

/// <summary>Filters, order and page of a list of rows, from the closed list of the view's columns.</summary>
/// <remarks>
/// <c>?column=value</c>, <c>column.from</c> and <c>column.to</c> (both included), <c>sort=column</c> or <c>-column</c>.
/// What is not known to the seat matches no filter and comes last.
/// </remarks>
public sealed class ViewQuery
{
    const int DefaultPage = 50;
    const int MaxPage = 500;

    /// <summary>Of long texts so much counts for the order: a cursor has to hold it.</summary>
    const int SortedChars = 48;

    static readonly string[] Others = ["sort", "limit", "cursor", "after", "format"];

    readonly ReadModel _view;
    readonly List<(int Column, string Bound, object Value)> _filters = [];
    int? _sort;
    bool _descends;

    ViewQuery(ReadModel view) => _view = view;

    public int Size { get; private set; } = DefaultPage;

    public bool IsCsv { get; private set; }

    public string? Cursor { get; private set; }

    /// <summary>The same for the same question: cursors are good for one question alone.</summary>
    public ImmutableSortedDictionary<string, string> Asked { get; private set; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static (ViewQuery? Query, Problem? Problem) Of(ReadModel view, IQueryCollection query)
    {
        var read = new ViewQuery(view);
        foreach (var (name, values) in query)
        {
            var wrong = values is [{ } text] ? read.Take(name, text) : "May be given once.";
            if (wrong is not null) return (null, Problems.MalformedQuery.At(name, wrong));
        }

        return (read, null);
    }

    string? Take(string name, string text)
    {
        switch (name)
        {
            case "cursor": Cursor = text; return null;
            case "after": return null;
            case "limit" when Paging.TryLimit(text, DefaultPage, MaxPage, out var size): Size = size; break;
            case "limit": return $"Must be a number from 1 to {MaxPage}.";
            case "format" when text is "csv" or "json": IsCsv = text == "csv"; break;
            case "format": return "Must be csv or json.";
            case "sort":
                (_descends, _sort) = (text.StartsWith('-'), Column(text.TrimStart('-')));
                if (_sort is null) return Named();
                break;
            default:
                if (Filter(name, text) is { } wrong) return wrong;
                // Values stay out of what is recorded of a look: a name typed into a filter is free text.
                Asked = Asked.SetItem(name, "given");
                return null;
        }

        Asked = Asked.SetItem(name, text);
        return null;
    }

    string? Filter(string name, string text)
    {
        var (column, bound) = name.Split('.') switch
        {
            [var whole] => (Column(whole), ""),
            [var whole, "from" or "to"] => (Column(whole), name[(whole.Length + 1)..]),
            _ => (null, ""),
        };
        if (column is not { } index) return Named();
        if (Value(_view.Columns[index].Kind, text) is not { } value) return "Is not a value of that column's kind.";
        _filters.Add((index, bound, value));
        return null;
    }

    string Named() =>
        $"Must be a column ({string.Join(", ", _view.Columns.Select(column => column.Name))}) or one of {string.Join(", ", Others)}.";

    int? Column(string name)
    {
        for (var i = 0; i < _view.Columns.Length; i++)
            if (_view.Columns[i].Name == name) return i;
        return null;
    }

    static object? Value(ColumnKind kind, string text) => kind switch
    {
        ColumnKind.Number => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null,
        ColumnKind.Flag => text switch { "true" => true, "false" => false, _ => null },
        _ => text,
    };

    /// <summary>The page of these rows after a place, and the place of its last row; null: nothing follows.</summary>
    public (List<ViewRow> Page, RowPlace? Last) Page(IReadOnlyList<ViewRow> rows, RowPlace? after)
    {
        var matching = rows.Select(row => (Row: row, Values: _view.Values(row.Row))).Where(pair => Matches(pair.Values))
            .Select(pair => (pair.Row, Place: new RowPlace(Sorted(pair.Values), pair.Row.Name)))
            .Where(pair => after is null || Compare(pair.Place, after) > 0).ToList();
        matching.Sort((one, other) => Compare(one.Place, other.Place));
        var page = matching.Take(Size).ToList();
        return ([.. page.Select(pair => pair.Row)], matching.Count > Size ? page[^1].Place : null);
    }

    /// <summary>What is not known comes last, whichever way the rest is sorted.</summary>
    int Compare(RowPlace one, RowPlace other)
    {
        if (one.Value is null != other.Value is null) return one.Value is null ? 1 : -1;
        var order = string.CompareOrdinal(one.Value, other.Value);
        if (order == 0) return string.CompareOrdinal(one.Name, other.Name);
        return _descends ? -order : order;
    }

    bool Matches(ImmutableArray<object?> values) => _filters.All(filter =>
        values[filter.Column] is { } value && Compare(value, filter.Value) is var order
        && filter.Bound switch { "from" => order >= 0, "to" => order <= 0, _ => order == 0 });

    static int Compare(object one, object other) => (one, other) switch
    {
        (decimal a, decimal b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        _ => string.CompareOrdinal((string)one, (string)other),
    };

    /// <summary>The sorted value as a text that sorts as it does.</summary>
    string? Sorted(ImmutableArray<object?> values)
    {
        if (_sort is not { } column) return "";
        return values[column] switch
        {
            null => null,
            bool flag => flag ? "1" : "0",
            // Numbers are moved above zero and padded.
            decimal number => (Math.Clamp(number, -1e15m, 1e15m) + 1e16m).ToString("00000000000000000.000000", CultureInfo.InvariantCulture),
            var text => Beginning((string)text),
        };
    }

    static string Beginning(string text)
    {
        if (text.Length <= SortedChars) return text;
        return text[..(char.IsHighSurrogate(text[SortedChars - 1]) ? SortedChars - 1 : SortedChars)];
    }
}

/// <summary>Where a row stands in an order: cursors hold it, so the row itself may be gone when they come back.</summary>
public sealed record RowPlace(string? Value, string Name)
{
    public override string ToString() => JsonSerializer.Serialize(this, EventJson.Options);

    public static RowPlace? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<RowPlace>(text, RowJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
