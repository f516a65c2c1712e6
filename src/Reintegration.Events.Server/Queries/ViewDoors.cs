using System.Text;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Queries;

/// <summary>The doors through which people read the rows of views.</summary>
public static class ViewDoors
{
    /// <summary>Every view, and whose seat it is for: nothing of any row.</summary>
    public static Answer Index() => Answer.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("views");
        foreach (var view in ReadModels.All)
        {
            json.WriteStartObject();
            json.WriteString("name", view.Name);
            json.WriteNumber("version", view.Version);
            json.WriteString("scope", EventJson.Word(view.Scope));
            json.WriteStartArray("sectors");
            foreach (var sector in view.Audience.Sectors) json.WriteStringValue(EventJson.Word(sector));
            json.WriteEndArray();
            json.WriteString("role", view.Audience.Role);
            json.WriteString("purpose", view.Audience.Purpose);
            json.WriteStartArray("columns");
            foreach (var column in view.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("kind", EventJson.Word(column.Kind));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static async Task<Answer> List(
        HttpContext context, ViewReads reads, ServerKeys keys, string view, CancellationToken ct)
    {
        if (ReadModels.Find(view) is not { } model) return Answer.Of(Problems.NotFound);
        var (query, wrong) = ViewQuery.Of(model, context.Request.Query);
        if (query is null) return Answer.Of(wrong!);
        var use = $"view/{view}/{context.Requester.Agency}/{context.Requester.Official}/{Question(context.Request.Query)}";
        RowPlace? after = null;
        if (query.Cursor is { } cursor && (after = RowPlace.Parse(keys.Unseal(use, cursor))) is null)
            return Answer.Of(Paging.BadCursor);
        return await reads.Through(context, "GET /views/{view}", model, null, query.Asked, rows =>
        {
            var (page, last) = query.Page(rows, after);
            var next = last is null ? null : keys.Seal(use, last.ToString());
            return new ViewReads.Made(query.IsCsv ? Csv(model, page, next) : Json(model, page, next), page);
        }, ct);
    }

    public static Task<Answer> Get(HttpContext context, ViewReads reads, string view, string key, CancellationToken ct) =>
        ReadModels.Find(view) is not { } model
            ? Task.FromResult(Answer.Of(Problems.NotFound))
            : reads.Through(
                context, "GET /views/{view}/{key}", model, key, ImmutableSortedDictionary<string, string>.Empty,
                rows => rows is [var row] ? new ViewReads.Made(Answer.Json(json => Write(json, model, row)).WithETag(), rows) : null, ct);

    /// <summary>All that a cursor depends on beside the place.</summary>
    static string Question(IQueryCollection query) => string.Join('&', query
        .Where(pair => pair.Key is not ("cursor" or "after" or "limit")).OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{pair.Key}={pair.Value}"));

    static Answer Json(ReadModel view, List<ViewRow> page, string? next) => Answer.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("view", view.Name);
        json.WriteNumber("version", view.Version);
        json.WriteStartArray("rows");
        foreach (var row in page) Write(json, view, row);
        json.WriteEndArray();
        Paging.WriteNext(json, next);
        json.WriteEndObject();
    }).WithETag();

    static void Write(Utf8JsonWriter json, ReadModel view, ViewRow row)
    {
        json.WriteStartObject();
        json.WriteString(row.Case is null ? "key" : "case", row.Name);
        json.WritePropertyName("row");
        json.WriteRawValue(view.Write(row.Row));
        json.WritePropertyName("alarms");
        JsonSerializer.Serialize(json, row.Alarms, EventJson.Options);
        json.WriteEndObject();
    }

    /// <summary>The columns alone (RFC 4180), with the cursor of what follows as a header of the answer.</summary>
    static Answer Csv(ReadModel view, List<ViewRow> page, string? next)
    {
        var text = new StringBuilder();
        text.Append(view.Scope == ViewScope.Case ? "case" : "key");
        foreach (var column in view.Columns) text.Append(',').Append(column.Name);
        text.Append("\r\n");
        foreach (var row in page)
        {
            Cell(text, row.Name);
            foreach (var value in view.Values(row.Row))
                Cell(text.Append(','), value switch
                {
                    null => "",
                    bool flag => flag ? "true" : "false",
                    IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                    _ => (string)value,
                });
            text.Append("\r\n");
        }

        var answer = new Answer(StatusCodes.Status200OK, "text/csv; charset=utf-8; header=present", Encoding.UTF8.GetBytes(text.ToString()));
        return (next is null ? answer : answer.With("Next-Cursor", next)).WithETag();
    }

    /// <summary>Quoted where it must be; and never a formula, which a spreadsheet would run.</summary>
    static void Cell(StringBuilder text, string value)
    {
        if (value.Length > 0 && "=+-@\t\r".Contains(value[0], StringComparison.Ordinal) && !decimal.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _))
            value = "'" + value;
        if (value.AsSpan().IndexOfAny(",\"\r\n") < 0) text.Append(value);
        else text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
