namespace Reintegration.Events.Server.Governance;

/// <summary>What the bodies of the policy doors say, read strictly: a misspelt member is refused, never ignored.</summary>
static class PolicyPapers
{
    /// <summary>A bundle is some hundred kilobytes of text; nobody reviews ten times as much.</summary>
    public const int LimitBytes = 2 * 1024 * 1024;

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> ProposalBody = OpenApiDocument.JsonBody(
        """{"shipped": "uk-mappa"} or {"files": {"bundle.json": "...", ...}} or {"hash": "..."}; with "impactAssessment" and "days" of past reads to replay.""");

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> ApprovalBody = OpenApiDocument.JsonBody(
        """{"reportHash": "..."}: the report that is agreed to.""");

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> ActivationBody = OpenApiDocument.JsonBody(
        """{} or {"effectiveFrom": "2026-07-01T00:00:00Z"}.""");

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> DiffBody = OpenApiDocument.JsonBody(
        """The bundle as POST /policy/bundles takes it; with "from" (the hash of another than the one in force) and "days".""");

    /// <summary>Reads an object with none but these members.</summary>
    public static async Task<(JsonElement Body, Problem? Problem)> Read(HttpRequest request, params string[] members)
    {
        var (json, problem) = await Intake.RequestBody.Read(request, LimitBytes);
        if (json is null) return (default, problem);
        using (json)
        {
            var body = json.RootElement.Clone();
            if (body.ValueKind != JsonValueKind.Object) return (default, Problems.MalformedBody.At("", "An object is expected."));
            return body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !members.Contains(name)) is { } unknown
                ? (default, Problems.MalformedBody.At($"/{unknown[..Math.Min(unknown.Length, 64)]}", $"The members are {string.Join(", ", members)}."))
                : (body, null);
        }
    }

    /// <summary>A text member; null when it is absent.</summary>
    public static bool TryText(JsonElement body, string member, out string? text, out Problem? problem)
    {
        (text, problem) = (null, null);
        if (!body.TryGetProperty(member, out var value)) return true;
        if (value.ValueKind == JsonValueKind.String)
        {
            text = value.GetString();
            return true;
        }

        problem = Problems.MalformedBody.At($"/{member}", "A text is expected.");
        return false;
    }

    /// <summary>
    /// The bundle a body names: by the <c>hash</c> of one that is known, the id of one that is <c>shipped</c>, or whole, as
    /// <c>files</c> (path to text).
    /// </summary>
    public static async Task<(Bundle? Bundle, Problem? Problem)> BundleOf(
        JsonElement body, Bundles bundles, Catalog catalog, CancellationToken ct)
    {
        if (!TryText(body, "hash", out var hash, out var wrong) || !TryText(body, "shipped", out var shipped, out wrong)) return (null, wrong);
        var given = body.TryGetProperty("files", out var files);
        if ((hash is null ? 0 : 1) + (shipped is null ? 0 : 1) + (given ? 1 : 0) != 1)
            return (null, Problems.MalformedBody.At("", "One of hash, shipped and files is expected."));
        if (hash is not null)
            return await bundles.Find(hash, ct) is { } known
                ? (known, null)
                : (null, Problems.UnknownCode.At("/hash", "Is not the hash of a bundle this server holds."));
        if (shipped is not null)
            return bundles.Shipped.FirstOrDefault(bundle => bundle.Id == shipped) is { } came
                ? (came, null)
                : (null, Problems.UnknownCode.At("/shipped", "No bundle of this id came with the server."));
        if (files.ValueKind != JsonValueKind.Object || files.EnumerateObject().Any(file => file.Value.ValueKind != JsonValueKind.String))
            return (null, Problems.MalformedBody.At("/files", "An object of path to text is expected."));
        try
        {
            var texts = files.EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetString()!, StringComparer.Ordinal);
            return (Bundle.Load(texts, catalog.FieldClasses), null);
        }
        catch (BundleRefused refused)
        {
            return (null, Problems.BundleRefused.At("/files", refused.Message));
        }
    }

    /// <summary>Over how many days past reads are replayed.</summary>
    public static (int Days, Problem? Problem) Days(JsonElement body)
    {
        const int standard = Reintegration.Events.Policy.Change.PolicyDiff.DefaultDays;
        const int most = Reintegration.Events.Policy.Change.PolicyDiff.MaxDays;
        if (!body.TryGetProperty("days", out var value)) return (standard, null);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var days) && days is >= 0 and <= most
            ? (days, null)
            : (0, Problems.MalformedBody.At("/days", $"A number from 0 to {most} is expected."));
    }
}
