namespace Reintegration.Events.Server.Queries;

/// <summary>The types an agency can post: schema, example, producers.</summary>
public static class CataloguePages
{
    public static Answer List(Catalog catalog) => Answer.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("types");
        foreach (var type in catalog.All)
        {
            json.WriteStartObject();
            Head(json, type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }).WithETag();

    public static Answer Get(string type, Catalog catalog)
    {
        if (!catalog.TryFind(type, out var found)) return Answer.Of(Problems.NotFound);
        return Answer.Json(json =>
        {
            json.WriteStartObject();
            Head(json, found);
            json.WriteStartArray("fields");
            foreach (var field in found.Fields)
            {
                json.WriteStartObject();
                json.WriteString("member", field.Member);
                json.WriteString("fieldClass", field.Class);
                json.WriteString("ladder", EventJson.Word(field.Ladder));
                json.WriteBoolean("label", field.IsLabel);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WritePropertyName("schema");
            found.Schema.WriteTo(json);
            json.WritePropertyName("example");
            found.Example.WriteTo(json);
            json.WriteEndObject();
        }).WithETag();
    }

    static void Head(Utf8JsonWriter json, EventType type)
    {
        json.WriteString("type", type.Name);
        json.WriteString("summary", type.Summary);
        json.WriteString("category", EventJson.Word(type.Category));
        json.WriteString("sensitivity", EventJson.Word(type.Sensitivity));
        json.WriteString("handling", EventJson.Word(type.Handling));
        json.WriteStartArray("producers");
        foreach (var sector in type.Producers) json.WriteStringValue(EventJson.Word(sector));
        json.WriteEndArray();
    }
}
