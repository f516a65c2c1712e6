using System.Globalization;
using Reintegration.Events.Events.Governance;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Intake;

/// <summary>
/// At start: agencies of <c>deploy/agencies</c> and the policy bundle become events, owned by coordination.
/// </summary>
/// <remarks>
/// "Who could see what, when, and why" is a query over the ledger, so who existed and which rules held must be in it.
/// A file that says what the ledger already says adds nothing; a removed file changes nothing. What coordination amended
/// since, or whom it suspended, stays so.
/// </remarks>
public static class Enrolment
{
    public static readonly AgencyId Coordination = AgencyId.Parse("coordination");

    /// <summary>Beside the program; a deployment mounts its own over it.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "agencies");

    /// <summary>Appends what is new and says how many agencies are enrolled from the folder.</summary>
    public static async Task<int> Run(IServiceProvider services, string folder, CancellationToken ct)
    {
        var reception = services.GetRequiredService<Reception>();
        var files = services.GetRequiredService<CaseFiles>();
        var clock = services.GetRequiredService<TimeProvider>();
        var newId = services.GetRequiredService<AppParts>().NewId;
        // Coordination comes first, because the others are enrolled by it.
        var texts = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .OrderByDescending(path => Path.GetFileNameWithoutExtension(path) == Coordination.Value)
            .Select(path => (Path: path, Text: File.ReadAllText(path))).ToList();
        if (texts.Count == 0) throw new InvalidOperationException($"No agency is enrolled: {folder} holds no *.json.");
        foreach (var (path, text) in texts) await Enrol(path, text, reception, files, clock, newId, ct);
        var follows = services.GetRequiredService<AppParts>().FollowsShippedBundle;
        await Activate(
            follows, services.GetRequiredService<Bundles>(), services.GetRequiredService<Catalog>(), reception, files, clock, newId, ct);
        return texts.Count;
    }

    static async Task Enrol(
        string path, string text, Reception reception, CaseFiles files, TimeProvider clock, Func<Guid> newId,
        CancellationToken ct)
    {
        using var file = ParseFile(path, text);
        var facts = WireJson.Bytes(json =>
        {
            json.WriteStartObject();
            foreach (var member in file.RootElement.EnumerateObject())
            {
                json.WritePropertyName(member.Name == "id" ? "agency" : member.Name);
                member.Value.WriteTo(json);
            }

            json.WriteEndObject();
        });
        var organisation = await files.Organisation(ct);
        var agency = file.RootElement.GetProperty("id").GetString()!;
        if (organisation.Find(AgencyId.Parse(agency)) is { } member && Says(member.AsEnrolled ?? member, facts)) return;
        // A file that changed must not end a suspension by the way: coordination says so itself, at POST /events.
        if (organisation.Agreements.Suspensions.ContainsKey(AgencyId.Parse(agency))) return;
        await Post("reintegration.governance.agency-enrolled.v1", agency, facts, reception, clock, newId, ct);
    }

    /// <summary>
    /// Puts the default bundle in force in a ledger that has none yet, once the analysis has found nothing wrong with it.
    /// </summary>
    /// <exception cref="BundleRefused">The analysis found something; the message says where and what.</exception>
    static async Task Activate(
        bool follows, Bundles bundles, Catalog catalog, Reception reception, CaseFiles files, TimeProvider clock, Func<Guid> newId,
        CancellationToken ct)
    {
        var organisation = await files.Organisation(ct);
        var now = clock.GetUtcNow();
        var bundle = bundles.Standard;
        if (organisation.BundleAt(now) is { } inForce && (!follows || inForce.Hash == bundle.Hash)) return;
        if (BundleChanges.Analyse(bundle, catalog).Errors.FirstOrDefault() is { } wrong)
            throw new BundleRefused(wrong.File, wrong.Line, wrong.Problem);
        await bundles.Keep(bundle, ct);
        var sequence = organisation.Activations.IsEmpty
            ? 1
            : organisation.Activations.Max(activation => activation.Sequence) + 1;
        var facts = WireJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("bundle", bundle.Id);
            json.WriteString("hash", bundle.Hash);
            json.WriteNumber("sequence", sequence);
            json.WriteString("effectiveFrom", WireJson.Instant(now));
            json.WriteEndObject();
        });
        await Post(
            "reintegration.governance.policy-bundle-activated.v1", bundle.Id, facts, reception, clock, newId, ct);
    }

    static async Task Post(
        string type, string about, byte[] facts, Reception reception, TimeProvider clock, Func<Guid> newId,
        CancellationToken ct)
    {
        var outcome = await reception.Tell(
            new Poster(Coordination, 0), type, newId(), clock.GetUtcNow(), new Author(Vocabulary.SystemRole, "enrolment"),
            json => json.WriteRawValue(facts), ct);
        if (outcome.Problem is { } problem)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{type} ({about}) was refused: {problem.Title} {string.Join("; ", problem.Errors?.Select(error => $"{error.Key} {error.Value[0]}") ?? [])}"));
    }

    static JsonDocument ParseFile(string path, string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException wrong)
        {
            throw new InvalidOperationException($"{path} is not JSON: {wrong.Message}", wrong);
        }
    }

    /// <summary>Whether the ledger already says of this agency what the file says.</summary>
    static bool Says(Member member, byte[] facts)
    {
        using var document = JsonDocument.Parse(facts);
        var said = document.RootElement;
        return said.GetProperty("name").GetString() == member.Name
            && said.GetProperty("sector").GetString() == EventJson.Word(member.Sector)
            && said.GetProperty("contactDesk").GetString() == member.ContactDesk
            && said.GetProperty("country").GetString() == member.Country
            && said.GetProperty("regime").GetString() == member.Regime
            && (said.TryGetProperty("transferBasis", out var basis) ? basis.GetString() : null) == member.TransferBasis
            && Same(said, "clientIds", member.ClientIds)
            && Same(said, "authorisedPurposes", member.AuthorisedPurposes)
            && Same(said, "producesTypes", member.ProducesTypes)
            && said.GetProperty("feedSeats").Deserialize<FeedSeat[]>(EventJson.Options)!.SequenceEqual(member.FeedSeats);
    }

    static bool Same(JsonElement said, string name, IEnumerable<string> known)
    {
        var words = said.TryGetProperty(name, out var list)
            ? list.EnumerateArray().Select(word => word.GetString()!)
            : [];
        return words.Order(StringComparer.Ordinal).SequenceEqual(known.Order(StringComparer.Ordinal));
    }
}
