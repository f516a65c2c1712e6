using System.Globalization;
using System.Text.RegularExpressions;
using Reintegration.Events.Server.Intake;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>The parameters of an audit question: from a closed list, each in its form; the first fault is kept.</summary>
/// <remarks>What is asked is recorded with the look, so a parameter has a form, and none is free text.</remarks>
sealed partial class Asked
{
    readonly IQueryCollection _query;

    Asked(IQueryCollection query) => _query = query;

    /// <summary>What is wrong with the question; null as long as nothing is.</summary>
    public Problem? Fault { get; private set; }

    public static Asked Of(HttpContext context, params ReadOnlySpan<string> parameters)
    {
        var asked = new Asked(context.Request.Query);
        foreach (var (name, values) in asked._query)
            if (!parameters.Contains(name))
                asked.Bad("", $"The parameters are {string.Join(", ", parameters.ToArray())}.");
            else if (values.Count > 1) asked.Bad(name, "May be given once.");
        return asked;
    }

    /// <summary>As recorded with the look: every parameter but the case, which has a place of its own.</summary>
    public ImmutableSortedDictionary<string, string> Recorded => _query.Where(pair => pair.Key != "case" && pair.Value.ToString().Length > 0)
        .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);

    public void Bad(string name, string message) => Fault ??= Problems.MalformedQuery.At(name, message);

    public bool Has(string name) => Text(name).Length > 0;

    public CaseId? Case(bool required = false) => Read<CaseId>("case", required, "Must be a case id.", CaseId.TryParse);

    public AgencyId? Agency(string name = "agency") => Read<AgencyId>(name, false, "Must be an agency id.", AgencyId.TryParse);

    public EventName? Event() => Read<EventName>("event", false, "Must be an event's name: /agencies/<agency>/events/<uuid>.", EventName.TryParse);

    public DateTimeOffset? Instant(string name, bool required = false) =>
        Read<DateTimeOffset>(name, required, "Must be an RFC 3339 time with an offset.", Rfc3339.TryParse);

    public DateOnly? Day(string name) => Read<DateOnly>(
        name, false, "Must be a day: 2026-03-01.",
        (string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day));

    public long? Position(string name = "after") => Read<long>(
        name, false, "Must be a position; -1 is before the first.",
        (string text, out long position) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out position) && position >= -1);

    public string? Word(string name, IEnumerable<string> words, bool required = false)
    {
        var text = Text(name);
        if (text.Length == 0 && !required) return null;
        if (words.Contains(text, StringComparer.Ordinal)) return text;
        Bad(name, text.Length == 0 ? "Is required." : "Is not a word of the closed list.");
        return null;
    }

    /// <summary>Words of a closed list with commas between; null when none is given.</summary>
    public ImmutableArray<string>? Words(string name, ImmutableArray<string> words)
    {
        var given = Text(name).Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (given.Length == 0) return null;
        if (given.All(words.Contains)) return [.. given];
        Bad(name, $"The words are {string.Join(", ", words)}.");
        return null;
    }

    /// <summary>Whose looks: the name a token gave, which has no spaces.</summary>
    public string? Official()
    {
        var text = Text("official");
        if (text.Length == 0) return null;
        if (OfficialForm.IsMatch(text)) return text;
        Bad("official", "Must be an official's name as tokens have it: up to 128 letters, digits and . _ : @ | -.");
        return null;
    }

    public int Limit(int standard, int maximum)
    {
        if (!Paging.TryLimit(Text("limit"), standard, maximum, out var limit)) Fault ??= Paging.BadLimit(maximum);
        return limit;
    }

    string Text(string name) => _query[name].ToString();

    delegate bool Form<T>(string text, out T value);

    T? Read<T>(string name, bool required, string message, Form<T> form) where T : struct
    {
        var text = Text(name);
        if (text.Length == 0)
        {
            if (required) Bad(name, $"Is required. {message}");
            return null;
        }

        if (form(text, out var value)) return value;
        Bad(name, message);
        return null;
    }

    [GeneratedRegex("^[A-Za-z0-9._:@|-]{1,128}\\z")]
    private static partial Regex OfficialForm { get; }
}
