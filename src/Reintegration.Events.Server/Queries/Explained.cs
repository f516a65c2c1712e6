namespace Reintegration.Events.Server.Queries;

/// <summary>Answers that say why they show what they show: <c>?explain=true</c>.</summary>
public static class Explained
{
    public static readonly Problem BadAsk = Problems.MalformedQuery.At("explain", "Must be true or false.");

    /// <summary>Rules of then and rules of now may share a name; what held then is told to auditors.</summary>
    public static readonly Problem NotOfThen = Problems.MalformedQuery.At(
        "explain", "Says why something is shown now; leave out knownAt.");

    public static bool TryAsk(string? text, out bool explains)
    {
        explains = text == "true";
        return string.IsNullOrEmpty(text) || text is "true" or "false";
    }

    /// <summary>That reasons were asked for is part of what is recorded of the look.</summary>
    public static ImmutableSortedDictionary<string, string> Query(
        ImmutableSortedDictionary<string, string> query, bool explains) => explains ? query.Add("explain", "true") : query;

    /// <summary>The member <c>explanation</c>, or nothing.</summary>
    public static void Write(Utf8JsonWriter json, Explanation? explanation)
    {
        if (explanation is null) return;
        json.WriteStartArray("explanation");
        foreach (var reason in explanation.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("level", reason.Level.Word());
            json.WriteStartArray("classes");
            foreach (var name in reason.Classes) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteStartArray("rules");
            foreach (var rule in reason.Rules) Write(json, rule);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, Rule rule)
    {
        json.WriteStartObject();
        json.WriteString("rule", rule.Id);
        if (rule.LegalBasis is { } basis) json.WriteString("legalBasis", basis);
        json.WriteStartArray("obligations");
        foreach (var duty in rule.Obligations) json.WriteStringValue(duty.ToString());
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
