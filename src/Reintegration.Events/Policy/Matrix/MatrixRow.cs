using System.Text.Json.Nodes;

namespace Reintegration.Events.Policy.Matrix;

/// <summary>One event of the matrix: a type and the agency that reports it.</summary>
/// <param name="Type">The name without its ends: <c>custody.person-released</c>.</param>
public sealed record MatrixRow(string Type, AgencyId Owner)
{
    /// <summary>One event of every type, and of each owner the matrix tells apart; those that matter most come first.</summary>
    public static ImmutableArray<MatrixRow> Of(Catalog catalog) =>
    [
        .. Told,
        .. catalog.All
            .Where(type => !type.FollowsTarget && type.NotYetAccepted is null)
            .Select(type => new MatrixRow(Short(type), StandardCase.AgencyOf(type.Producers[0])))
            .Where(row => Told.All(told => told.Type != row.Type)),
    ];

    public override string ToString() => $"{Type} of {Owner}";

    /// <summary>The type's whole name; a row of a first version does not say so.</summary>
    public string Name => Type.Count(letter => letter == '.') == 1 ? $"reintegration.{Type}.v1" : $"reintegration.{Type}";

    internal EventType Find(Catalog catalog) => catalog.Find(Name);

    /// <summary>The envelope of such an event, accepted as intake would.</summary>
    /// <param name="about">What its owner says about it beyond the defaults.</param>
    public Envelope Envelope(Catalog catalog, string? about = null)
    {
        var type = Find(catalog);
        var inCase = type.Place != CasePlace.NoCase;
        var happened = StandardCase.Now.AddDays(-30);
        var facts = Merge(JsonNode.Parse(type.Example.GetRawText())!.AsObject(), Facts);
        var submission = new Submission
        {
            Name = new EventName(Owner, Guid.Parse("018f0000-0000-7000-9000-000000000001")),
            Type = type.Name,
            HappenedAt = happened,
            About = JsonSerializer.SerializeToElement(Merge(About(inCase, happened), about)),
            Facts = JsonSerializer.SerializeToElement(facts),
        };
        var accepted = Acceptance.Accept(type, submission, new StreamId(Owner, inCase ? StandardCase.Case : null), null);
        return accepted.Envelope ?? throw new InvalidOperationException($"{this}: {string.Join("; ", accepted.Errors)}");
    }

    private static ImmutableArray<MatrixRow> Told { get; } =
    [
        Row("coordination.case-opened", "prison"), Row("custody.sentence-recorded", "prison"),
        Row("custody.person-released", "prison"), Row("supervision.supervision-commenced", "probation"),
        Row("supervision.supervision-condition-imposed", "probation"),
        Row("supervision.supervision-contact-recorded", "probation"), Row("supervision.contact-missed", "probation"),
        Row("supervision.contact-missed", "community-haven"), Row("needs.risk-assessment-completed", "probation"),
        Row("needs.needs-assessment-completed", "probation"), Row("care.religious-mentoring-session-held", "prison"),
        Row("care.religious-mentoring-session-held", "community-haven"),
        Row("community.community-reception-assessed", "community-haven"),
        Row("intelligence.police-contact-recorded", "police"), Row("intelligence.intelligence-registered", "intelligence"),
        Row("intelligence.intelligence-registered", "police"), Row("intelligence.intelligence-registered", "prison"),
        Row("intelligence.intelligence-advisory-issued", "intelligence"),
        Row("intelligence.intelligence-advisory-issued", "police"),
        Row("governance.consent-given", "community-haven"), Row("governance.consent-withdrawn", "community-haven"),
        Row("coordination.case-agency-joined", "prison"), Row("coordination.case-seat-taken", "probation"),
        Row("coordination.case-seat-left", "probation"), Row("coordination.case-seat-taken", "intelligence"),
        Row("community.practitioner-certified", "coordination"), Row("community.practitioner-certified", "prison"),
        Row("governance.agency-enrolled", "coordination"), Row("governance.policy-bundle-activated", "coordination"),
    ];

    /// <summary>What the event says, where the type's example would not belong here.</summary>
    private string? Facts => Type switch
    {
        "intelligence.intelligence-registered" => """{"expires":"2026-12-31"}""",
        "intelligence.intelligence-advisory-issued" => """{"recipients":["oversight"],"validUntil":"2026-12-31"}""",
        "governance.consent-given" or "governance.consent-withdrawn" => """{"scope":["NEEDS"],"recipients":["health-north"]}""",
        "coordination.case-agency-joined" => """{"agency":"probation","to":null}""",
        "coordination.case-seat-left" or "coordination.case-seat-taken" => """{"official":"somebody-else"}""",
        "supervision.supervision-commenced" => """{"start":"2026-09-01","end":"2027-09-01"}""",
        "governance.agency-enrolled" => """{"agency":"community-other"}""",
        "governance.policy-bundle-activated" => """{"effectiveFrom":"2026-01-01T00:00:00Z"}""",
        "custody.person-released" => """{"at":"2026-08-01T08:00:00Z"}""",
        _ => null,
    };

    private static MatrixRow Row(string type, string owner) => new(type, AgencyId.Parse(owner));

    private static string Short(EventType type) =>
        type.Version == 1 ? type.Name["reintegration.".Length..^".v1".Length] : type.Name["reintegration.".Length..];

    private static JsonObject About(bool inCase, DateTimeOffset happened)
    {
        var about = new JsonObject { ["author"] = new JsonObject { ["role"] = "practitioner", ["reference"] = "official-7" } };
        if (!inCase) return about;
        about["subjects"] = new JsonArray(new JsonObject { ["person"] = "person-1", ["category"] = "convicted" });
        about["reviewDue"] = happened.AddMonths(5).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return about;
    }

    /// <summary>Takes over members; null removes one.</summary>
    private static JsonObject Merge(JsonObject into, string? json)
    {
        foreach (var (name, value) in json is null ? [] : JsonNode.Parse(json)!.AsObject())
        {
            if (value is null) into.Remove(name);
            else into[name] = value.DeepClone();
        }

        return into;
    }
}
