using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Feeds;

/// <summary>An item of a feed as a CloudEvent: <c>reintegration.feed.shared.v1</c>, <c>amended</c>, <c>recalled</c>.</summary>
/// <remarks>
/// Without <c>time</c>: when something was recorded is itself shown by level. The id is the cursor after the item.
/// </remarks>
static class FeedItemJson
{
    public static void Write(
        Utf8JsonWriter json, FeedKey feed, string id, FeedKind kind, string? replaces, Disclosure? disclosure, CaseId? @case)
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", id);
        json.WriteString("source", $"{feed.Agency.Source}/feed");
        json.WriteString("type", Type(kind));
        if (@case is { } seated) json.WriteString("subject", seated.Value);
        json.WriteString("datacontenttype", "application/json");
        json.WriteStartObject("data");
        // What the recipient holds of it by an earlier item; absent when it holds nothing.
        if (replaces is not null) json.WriteString("replaces", replaces);
        if (disclosure is not null) Content(json, disclosure);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static string Type(FeedKind kind) => $"reintegration.feed.{EventJson.Word(kind)}.v1";

    static void Content(Utf8JsonWriter json, Disclosure disclosure)
    {
        var item = View.Of<CaseTimeline, ImmutableList<TimelineItem>>([disclosure])[0];
        foreach (var member in JsonSerializer.SerializeToElement(item, EventJson.Options).EnumerateObject())
            member.WriteTo(json);
        if (disclosure.Relates is { } relation)
        {
            json.WriteStartObject("relates");
            json.WriteString("kind", EventJson.Word(relation.Kind));
            json.WriteString("target", relation.Target.ToString());
            json.WriteEndObject();
        }

        if (disclosure.NewValues.IsEmpty) return;
        json.WriteStartObject("newValues");
        foreach (var (name, field) in disclosure.NewValues)
        {
            json.WritePropertyName(name);
            field.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
