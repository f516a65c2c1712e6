namespace Reintegration.Events.Server.Demo;

/// <summary>Doors that exist in demo mode alone: who one can be, and a token for it.</summary>
public static class DemoDoors
{
    public static Answer Front() => Answer.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("service", "Reintegration.Events (demo)");
        foreach (var path in (ReadOnlySpan<string>)["/swagger", "/openapi/v1.json", "/demo/personas", "/health/ready"])
            json.WriteString(path[1..], path);
        json.WriteEndObject();
    });

    public static Answer List() => Answer.Json(json =>
    {
        json.WriteStartArray();
        foreach (var persona in Personas.All)
        {
            json.WriteStartObject();
            json.WriteString("persona", persona.Name);
            json.WriteString("agency", persona.Agency);
            json.WriteString("official", persona.Official);
            json.WriteStartArray("roles");
            foreach (var role in persona.Roles) json.WriteStringValue(role);
            json.WriteEndArray();
            json.WriteNumber("clearance", persona.Clearance);
            json.WriteString("usualPurpose", persona.Purpose);
            json.WriteString("does", persona.Does);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static async Task<Answer> Token(HttpContext context, AppParts parts)
    {
        const int limitBytes = 4096; // A persona's name and nothing else.
        var (body, problem) = await Intake.RequestBody.Read(context.Request, limitBytes);
        if (body is null) return Answer.Of(problem!);
        using (body)
        {
            var name = body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("persona", out var member)
                && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
            if (Personas.Find(name) is not { } persona)
                return Answer.Of(
                    Problems.UnknownCode.At("/persona", "Is not a persona; GET /demo/personas lists them."));
            return Answer.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("access_token", parts.DemoIssuer!.Token(persona, parts.Identity.Audience));
                json.WriteString("token_type", "Bearer");
                json.WriteNumber("expires_in", DemoIssuer.LifetimeSeconds);
                json.WriteEndObject();
            });
        }
    }
}
