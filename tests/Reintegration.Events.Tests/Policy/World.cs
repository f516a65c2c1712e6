using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>
/// A small world of events for tests: enrolled agencies, one case, and everything posted through real acceptance.
/// </summary>
sealed class World
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly CaseId Case = CaseId.Parse("018f0000-0000-7000-8000-000000000001");

    static readonly string[] AllAgencies =
        ["prison", "probation", "police", "intelligence", "community-haven", "health-north", "oversight", "coordination"];

    int next = 1;

    public List<Recorded> Events { get; } = [];

    public OrganisationContext Organisations { get; private set; } = OrganisationContext.Empty;

    public CaseContext Context { get; private set; } = new(Case);

    /// <summary>
    /// Eight agencies enrolled; a case led by the prison with all case agencies on it; statutory window open.
    /// </summary>
    public static World Standard(bool windowOpen = true, bool juvenile = false)
    {
        var world = new World();
        foreach (var agency in AllAgencies) world.Enrol(agency, SectorOf(agency));
        world.Open("prison", juvenile);
        foreach (var agency in (string[])["probation", "police", "community-haven", "health-north"]) world.Join(agency);
        foreach (var agency in AllAgencies.Except(["oversight", "coordination"]))
            foreach (var role in RolesOf(SectorOf(agency))) world.Sit(agency, role);
        world.Post("custody.sentence-recorded", "prison", windowOpen
            ? """{"start":"2022-01-10","earliestRelease":"2026-08-01","expiry":"2029-01-09"}"""
            : """{"start":"2022-01-10","earliestRelease":"2028-08-01","expiry":"2029-01-09"}""");
        return world;
    }

    public static Sector SectorOf(string agency) => Enum.Parse<Sector>(agency.Split('-')[0], ignoreCase: true);

    public static string AgencyOf(Sector sector) => sector switch
    {
        Sector.Community => "community-haven",
        Sector.Health => "health-north",
        _ => sector.ToString().ToLowerInvariant(),
    };

    public void Enrol(string agency, Sector sector, string country = "XA", string? purposes = null, string? transferBasis = null)
    {
        purposes ??= string.Join(',', Vocabulary.Purposes.Select(purpose => $"\"{purpose}\""));
        Post("governance.agency-enrolled", "coordination",
            $$"""
            {"agency":"{{agency}}","sector":"{{sector.ToString().ToLowerInvariant()}}","name":"{{agency}} office","country":"{{country}}",
             "contactDesk":"desk of {{agency}}","transferBasis":{{(transferBasis is null ? "null" : $"\"{transferBasis}\"")}},"clientIds":["{{agency}}-system"],"authorisedPurposes":[{{purposes}}]}
            """, inCase: false);
    }

    public static readonly Sealer Sealer = new(
        new string('a', 32), Catalog.Default, new MemoryKeyStore(
            RandomNumberGenerator.Fill), RandomNumberGenerator.Fill);

    public Recorded Open(string lead, bool juvenile = false) =>
        Post("coordination.case-opened", lead, about: juvenile ? """{"juvenile":true}""" : null);

    public Recorded Join(string agency, DateTimeOffset? to = null) =>
        Post("coordination.case-agency-joined", Context.Lead!.Value.Value,
            $$"""{"agency":"{{agency}}","from":"2026-01-01T00:00:00Z","to":{{(to is null ? "null" : $"\"{to:O}\"")}}}""");

    public Recorded Sit(string agency, string role) =>
        Post("coordination.case-seat-taken", agency, $$"""{"official":"{{agency}}.{{role}}","role":"{{role}}","until":null}""");

    public Recorded Consent(string recipient, string scope, string giver = "person", string expires = "2027-01-01") =>
        Post("governance.consent-given", "probation",
            $$"""{"giver":"{{giver}}","scope":["{{scope}}"],"recipients":["{{recipient}}"],"expires":"{{expires}}"}""");

    public void Certify(string official, string tool, string from = "2025-01-01", string to = "2027-01-01") =>
        Post("community.practitioner-certified", "coordination",
            $$"""{"official":"{{official}}","tool":"{{tool}}","from":"{{from}}","to":"{{to}}"}""", inCase: false);

    /// <summary>A type's name as <see cref="Post"/> takes it: without its ends, a later version with its number.</summary>
    public static string Short(EventType type) =>
        type.Version == 1 ? type.Name["reintegration.".Length..^".v1".Length] : type.Name["reintegration.".Length..];

    /// <summary>
    /// Posts the type's example with these members changed (null removes one), through the house's own acceptance.
    /// </summary>
    public Recorded Post(string type, string owner, string? facts = null, string? about = null, bool inCase = true,
        DateTimeOffset? recordedAt = null, Recorded? target = null, ReadOnlyMemory<byte>? bytes = null)
    {
        var found = Catalog.Default.Find(type.Count(letter => letter == '.') == 1 ? $"reintegration.{type}.v1" : $"reintegration.{type}");
        var agency = AgencyId.Parse(owner);
        var name = new EventName(agency, Guid.Parse($"018f0000-0000-7000-9000-{next:x12}"));
        var happened = recordedAt ?? Now.AddDays(-30);
        var body = Merge(JsonNode.Parse(found.Example.GetRawText())!.AsObject(), facts);
        if (target is not null) body["targetEvent"] = target.Envelope.Name.ToString();
        var said = Merge(About(inCase, happened), about);
        var submission = new Submission
        {
            Name = name,
            Type = found.Name,
            HappenedAt = happened,
            About = JsonSerializer.SerializeToElement(said),
            Facts = JsonSerializer.SerializeToElement(body),
        };
        var markings = target is null
            ? null
            : new TargetMarkings(target.Envelope, Catalog.Default.Find(target.Envelope.Type));
        var accepted = Acceptance.Accept(found, submission, new StreamId(agency, inCase ? Case : null), markings);
        Assert.True(accepted.Envelope is not null, $"{type}: {string.Join("; ", accepted.Errors)}");
        var pending = new PendingEvent(
            accepted.Envelope, CanonicalJson.Canonicalize(submission.Facts), new byte[MerkleTree.HashLength],
            accepted.Governs);
        var @sealed = Sealer.Seal(pending);
        var parts = @sealed.Parts;
        if (bytes is { } poison) parts = [.. parts.Select(part => part with { Ciphertext = poison })];
        var recorded = new Recorded(
            next, next, happened.AddMinutes(1), accepted.Envelope, new SealedFacts(
                name, parts, @sealed.EnvelopeSecret, Sealer)
            { RequestDigest = pending.RequestDigest }, Leaf.V1(@sealed, new string('a', 32), happened.AddMinutes(1)));
        next++;
        Add(recorded);
        return recorded;
    }

    public void Add(Recorded recorded)
    {
        Events.Add(recorded);
        Organisations = Organisations.Apply(recorded);
        Context = Context.Apply(recorded);
    }

    public Seat Seat(Sector sector, string role, string purpose, int clearance = 0, bool certified = false)
    {
        var agency = AgencyOf(sector);
        var official = $"{agency}.{role}";
        return new Seat(
            AgencyId.Parse(agency), sector, role, purpose, "led-8", clearance,
            certified ? Organisations.CertifiedFor(official, Now) : [], official);
    }

    public Decider Decider(Seat seat, DateTimeOffset? at = null, Bundle? bundle = null) =>
        new(bundle ?? BundleFiles.Bundle, Catalog.Default, seat, Context, Organisations, at ?? Now);

    public Decision Decide(Recorded recorded, Seat seat, DateTimeOffset? at = null, Bundle? bundle = null) =>
        Decider(seat, at, bundle).Decide(recorded.Envelope);

    public Disclosure? Disclose(Recorded recorded, Seat seat, DateTimeOffset? at = null) =>
        Disclosure.Of(recorded, Decide(recorded, seat, at), Pseudonym);

    public static string Pseudonym(AgencyId reader, string person) => $"{reader}~{person.Length}";

    static IEnumerable<string> RolesOf(Sector sector) => sector switch
    {
        Sector.Prison => ["practitioner", "psychologist", "religious-mentor"],
        Sector.Intelligence => ["intelligence-analyst"],
        Sector.Health => ["psychologist"],
        Sector.Probation => ["practitioner", "panel-chair"],
        _ => ["practitioner", "panel-member"],
    };

    internal static JsonObject About(bool inCase, DateTimeOffset happened)
    {
        var about = new JsonObject { ["author"] = new JsonObject { ["role"] = "practitioner", ["reference"] = "official-7" } };
        if (!inCase) return about;
        about["subjects"] = new JsonArray(new JsonObject { ["person"] = "person-1", ["category"] = "convicted" });
        about["reviewDue"] = happened.AddMonths(5).ToString(
            "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return about;
    }

    internal static JsonObject Merge(JsonObject into, string? json)
    {
        if (json is null) return into;
        foreach (var (name, value) in JsonNode.Parse(json)!.AsObject())
        {
            if (value is null) into.Remove(name);
            else into[name] = value.DeepClone();
        }

        return into;
    }
}
