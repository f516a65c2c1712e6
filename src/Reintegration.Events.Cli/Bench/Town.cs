using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Appended = Reintegration.Events.Ledger.Command;

namespace Reintegration.Events.Cli.Bench;

/// <summary>
/// Made-up agencies and cases as the commands that would record them, through the house's own acceptance: every type a
/// case may hold, by every agency that may say it. The same for the same seed.
/// </summary>
/// <remarks>Not for several threads at once.</remarks>
sealed class Town
{
    static readonly (string Agency, string Sector, string[] Roles)[] Agencies =
    [
        ("prison", "prison", ["practitioner", "coordinator", "psychologist"]),
        ("probation", "probation", ["practitioner", "panel-chair"]),
        ("police", "police", ["practitioner", "panel-member"]),
        ("community-haven", "community", ["practitioner", "coordinator"]),
        ("health-north", "health", ["psychologist"]),
        ("intelligence", "intelligence", ["intelligence-analyst"]),
        ("coordination", "coordination", []),
        ("oversight", "oversight", []),
    ];

    /// <summary>What may be said of a case without changing who is shown what.</summary>
    static readonly (EventType Type, string[] Owners)[] Plain =
    [
        .. Catalog.Default.All
            .Where(type => type is { Governing: false, FollowsTarget: false, NotYetAccepted: null, Place: not CasePlace.NoCase })
            .Select(type => (type, Agencies.Take(6)
                .Where(agency => type.Producers.Contains(Enum.Parse<Sector>(agency.Sector, ignoreCase: true)))
                .Select(agency => agency.Agency).ToArray()))
            .Where(pair => pair.Item2.Length > 0),
    ];

    readonly Random _random;
    readonly DateTimeOffset _now;
    readonly byte[] _digest = SHA256.HashData("request"u8);

    internal Town(int seed, DateTimeOffset now) => (_random, _now) = (new Random(seed), now);

    /// <summary>The agencies, and organisations' own news.</summary>
    internal Appended Founding()
    {
        var purposes = string.Join(',', Vocabulary.Purposes.Select(purpose => $"\"{purpose}\""));
        return Of([.. Agencies.Select(agency => Event("governance.agency-enrolled", "coordination", null, $$"""
            {"agency":"{{agency.Agency}}","sector":"{{agency.Sector}}","name":"{{agency.Agency}} office","country":"XA",
             "contactDesk":"desk of {{agency.Agency}}","clientIds":["{{agency.Agency}}-system"],"authorisedPurposes":[{{purposes}}]}
            """))]);
    }

    internal CaseId NewCase() => new(Id());

    /// <summary>Opens a case: the prison leads, agencies join, officials take their seats, a sentence is recorded.</summary>
    internal Appended Opening(CaseId @case)
    {
        List<Fenced> events = [Event("coordination.case-opened", "prison", @case)];
        foreach (var agency in Agencies.Skip(1).Take(4))
            events.Add(Event("coordination.case-agency-joined", "prison", @case,
                $$"""{"agency":"{{agency.Agency}}","from":"2026-01-01T00:00:00Z","to":null}"""));
        foreach (var agency in Agencies.Take(6))
            foreach (var role in agency.Roles) events.Add(Seat(@case, agency.Agency, role));
        events.Add(Event("custody.sentence-recorded", "prison", @case,
            $$"""{"start":"2022-01-10","earliestRelease":"{{Day(60)}}","expiry":"{{Day(1200)}}"}"""));
        return Of(events);
    }

    /// <summary>So many more events of a case; a few of each hundred govern who is shown what.</summary>
    internal Appended Next(CaseId @case, int count, int governingPercent = 2)
    {
        List<Fenced> events = [];
        while (events.Count < count)
            events.Add(_random.Next(100) < governingPercent ? Governing(@case) : Ordinary(@case));
        return Of(events);
    }

    Fenced Ordinary(CaseId @case)
    {
        var (type, owners) = Plain[_random.Next(Plain.Length)];
        return Event(type.Name["reintegration.".Length..^".v1".Length], owners[_random.Next(owners.Length)], @case);
    }

    Fenced Governing(CaseId @case)
    {
        var agency = Agencies[1 + _random.Next(4)];
        return _random.Next(4) switch
        {
            0 => Event("coordination.case-agency-joined", "prison", @case,
                $$"""{"agency":"{{agency.Agency}}","from":"2026-01-01T00:00:00Z","to":{{(_random.Next(2) == 0 ? "null" : $"\"{Day(-1)}T00:00:00Z\"")}}}"""),
            1 => Event("coordination.case-seat-left", agency.Agency, @case,
                $$"""{"official":"{{agency.Agency}}.{{agency.Roles[0]}}","role":"{{agency.Roles[0]}}"}"""),
            2 => Event("governance.consent-given", "probation", @case,
                $$"""{"giver":"person","scope":["NEEDS","HEALTH"],"recipients":["{{agency.Agency}}"],"expires":"{{Day(90)}}"}"""),
            _ => Seat(@case, agency.Agency, agency.Roles[0]),
        };
    }

    Fenced Seat(CaseId @case, string agency, string role) =>
        Event("coordination.case-seat-taken", agency, @case, $$"""{"official":"{{agency}}.{{role}}","role":"{{role}}","until":null}""");

    string Day(int from) => _now.AddDays(from).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    sealed record Fenced(PendingEvent Event, ImmutableArray<Fence> Fences);

    static Appended Of(List<Fenced> events) => new([.. events.Select(each => each.Event)])
    {
        Fences = [.. events.SelectMany(each => each.Fences).Distinct()],
    };

    Fenced Event(string type, string owner, CaseId? @case, string? facts = null)
    {
        var found = Catalog.Default.Find($"reintegration.{type}.v1");
        var stream = new StreamId(AgencyId.Parse(owner), @case);
        var happened = _now.AddDays(-1 - _random.Next(300));
        var submission = new Submission
        {
            Name = new EventName(stream.Owner, Id()),
            Type = found.Name,
            HappenedAt = happened,
            About = About(found, happened),
            Facts = facts is null ? found.Example : Merged(found, facts),
        };
        var accepted = Acceptance.Accept(found, submission, stream, null);
        if (accepted.Envelope is not { } envelope)
            throw new InvalidOperationException($"{type} is not accepted: {accepted.Errors[0]}");
        var pending = new PendingEvent(envelope, CanonicalJson.Canonicalize(submission.Facts), _digest, accepted.Governs);
        // As intake fences: what intelligence does concerns its own seats alone.
        return new Fenced(pending, !accepted.Governs
            ? []
            : [new Fence(owner == "intelligence" ? stream.Owner : null, @case)]);
    }

    JsonElement About(EventType type, DateTimeOffset happened)
    {
        var about = new JsonObject { ["author"] = new JsonObject { ["role"] = "practitioner", ["reference"] = "official-7" } };
        if (type.Place == CasePlace.NoCase || type.FollowsTarget) return JsonSerializer.SerializeToElement(about);
        about["reviewDue"] = happened.AddDays(30 + _random.Next(300)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (type.ConcernsPerson)
            about["subjects"] = new JsonArray(new JsonObject { ["person"] = "person-1", ["category"] = "convicted" });
        return JsonSerializer.SerializeToElement(about);
    }

    static JsonElement Merged(EventType type, string changes)
    {
        var facts = JsonNode.Parse(type.Example.GetRawText())!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            if (value is null) facts.Remove(name);
            else facts[name] = value.DeepClone();
        }

        return JsonSerializer.SerializeToElement(facts);
    }

    Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return LowerUuid.OfHash(bytes);
    }
}
