namespace Reintegration.Events.Server.Governance;

/// <summary>The exposure index is derived: whoever doubts it has it made anew, while records go on.</summary>
public static class ExposureDoor
{
    /// <summary>Answers when it is done; a second one meanwhile is answered 503.</summary>
    public static async Task<Answer> Rebuild(IExposures exposures, CancellationToken ct)
    {
        var differing = await exposures.Rebuild(ct);
        return Answer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("differing", differing);
            json.WriteEndObject();
        });
    }
}
