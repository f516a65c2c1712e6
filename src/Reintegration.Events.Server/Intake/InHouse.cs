namespace Reintegration.Events.Server.Intake;

/// <summary>What is said at other doors of the house than <c>POST /events</c>, or by its files, and is an event like any other.</summary>
static class InHouse
{
    /// <summary>Writes it as its agency's system would, and hands it to the one intake.</summary>
    public static async Task<Reception.Outcome> Tell(
        this Reception reception, Poster poster, string type, Guid id, DateTimeOffset at, Author author,
        Action<Utf8JsonWriter> facts, CancellationToken ct)
    {
        using var item = JsonDocument.Parse(WireJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", poster.Agency.Source);
            json.WriteString("type", type);
            json.WriteString("time", WireJson.Instant(at));
            json.WriteStartObject("data");
            json.WriteStartObject("about");
            json.WritePropertyName("author");
            JsonSerializer.Serialize(json, author, EventJson.Options);
            json.WriteEndObject();
            json.WritePropertyName("facts");
            facts(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }));
        var (submission, malformed) = CloudEvents.Read(item.RootElement);
        return submission is null
            ? malformed!
            : (await reception.Receive(
                [reception.Take(submission, item.RootElement)], poster, await reception.Known([submission], ct),
                await reception.Look([submission], ct), ct))[0];
    }
}
