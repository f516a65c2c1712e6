using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;

namespace Reintegration.Events.Tests.Support;

/// <summary>Values that a test needs and does not care about.</summary>
static class Some
{
    public static readonly CaseId Case = CaseId.Parse("8f2f6c1e-40b7-8d11-9a55-0c4e1b7a2d90");

    public static readonly DateTimeOffset Instant = new(2026, 10, 20, 9, 0, 0, TimeSpan.Zero);

    public static EventName Name(string agency, int number = 1) =>
        new(new AgencyId(agency), Guid.Parse($"0190f3c4-0000-7000-8000-{number:x12}"));

    /// <summary>An agency of a sector, by the ids of deploy/agencies.</summary>
    public static AgencyId Agency(Sector sector) => new(sector switch
    {
        Sector.Community => "community-haven",
        Sector.Health => "health-north",
        _ => sector.ToString().ToLowerInvariant(),
    });

    public static StreamId Stream(EventType type) =>
        new(Poster(type), type.Place == CasePlace.NoCase ? null : Case);

    /// <summary>Who speaks of one of its own events is the owner of the event that the example names.</summary>
    static AgencyId Poster(EventType type) =>
        type is { FollowsTarget: true, OfOthers: false }
            ? EventName.Parse(type.Example.GetProperty("targetEvent").GetString()!).Owner
            : Agency(type.Producers[0]);

    /// <summary>What an owner would write beside the facts of this type, no more than is asked for.</summary>
    public static JsonObject About(EventType type)
    {
        var about = new JsonObject
        {
            ["author"] = new JsonObject { ["role"] = "practitioner", ["reference"] = "official-1" },
        };
        if (type.ConcernsPerson)
            about["subjects"] = new JsonArray(
                new JsonObject { ["person"] = "person-7f3c19", ["category"] = "convicted" });
        if (type.Place != CasePlace.NoCase && !type.FollowsTarget) about["reviewDue"] = "2027-03-01";
        return about;
    }

    public static Submission Submission(EventType type, JsonNode? about = null, JsonElement? facts = null) => new()
    {
        Name = Name(Agency(type.Producers[0]).Value),
        Type = type.Name,
        Subject = type.Place == CasePlace.InCase ? Case.ToString() : null,
        HappenedAt = Instant,
        About = Element(about ?? About(type)),
        Facts = facts ?? type.Example,
    };

    public static JsonElement Element(JsonNode? node) => JsonElement.Parse(node?.ToJsonString() ?? "null");

    /// <summary>A target that the correction in <paramref name="submission"/> names, of this type and stream.</summary>
    public static TargetMarkings Target(EventType type, Submission submission, StreamId stream)
    {
        var accepted = Acceptance.Accept(type, Submission(type), stream, null);
        var name = EventName.Parse(submission.Facts.GetProperty("targetEvent").GetString()!);
        return new TargetMarkings(accepted.Envelope! with { Name = name, Stream = stream with { Owner = name.Owner } }, type);
    }
}
