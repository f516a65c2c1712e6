namespace Reintegration.Events.Server.Doors;

/// <summary>
/// Whether the process answers, and whether it can do its work. Says nothing about content, sizes or places.
/// </summary>
public static class Health
{
    public static Answer Live() => Answer.Json(json => State(json, "live"));

    public static async Task<Answer> Ready(AppParts parts, CancellationToken ct)
    {
        try
        {
            await parts.Ping(ct);
            return Answer.Json(json => State(json, "ready"));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return Answer.Of(Problems.Unavailable);
        }
    }

    static void State(Utf8JsonWriter json, string state)
    {
        json.WriteStartObject();
        json.WriteString("status", state);
        json.WriteEndObject();
    }
}
