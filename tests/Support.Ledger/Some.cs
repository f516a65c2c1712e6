using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;

namespace Support.Ledger;

/// <summary>Values for tests that do not care which.</summary>
static class Some
{
    internal const string ContactType = "reintegration.supervision.supervision-contact-recorded.v1";

    internal static CaseId Case() => new(Guid.NewGuid());

    /// <summary>An agency no other test has posted as.</summary>
    internal static AgencyId Agency(string kind = "probation") => new($"{kind}-{Guid.NewGuid():N}"[..32]);

    internal static StreamId Stream(string kind = "probation") => new(Agency(kind), Case());

    internal static PendingEvent Event(
        StreamId stream, Guid? id = null, string content = "attended", long? expected = null, bool governs = false,
        string type = ContactType, ImmutableSortedDictionary<string, JsonElement>? labels = null)
    {
        var envelope = Envelope(new EventName(stream.Owner, id ?? Guid.NewGuid()), stream, type, labels);
        var facts = Encoding.UTF8.GetBytes($"{{\"note\":\"{content}\"}}");
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{type} {stream} {content}"));
        return new PendingEvent(envelope, facts, digest, governs) { ExpectedVersion = expected };
    }

    internal static Command Command(params PendingEvent[] events) => new([.. events]);

    internal static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Every member is set, so that a member lost on the way is noticed.</summary>
    internal static Envelope Envelope(
        EventName name, StreamId stream, string type = ContactType,
        ImmutableSortedDictionary<string, JsonElement>? labels = null) => new()
        {
            Name = name,
            Type = type,
            Stream = stream,
            HappenedAt = new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.FromHours(2)).AddTicks(5_358_979),
            Author = new Author("practitioner", "officer-17"),
            Purposes = ["reintegration", "supervision"],
            LegalBasis = "led-8",
            Category = Category.Compliance,
            Sensitivity = Sensitivity.S3,
            Handling = new Handling(
                HandlingCode.H2, Onward.Listed, ActionLimit.CoordinateFirst, ["keep apart"],
                [new("prison-north"), new("police-east")]),
            StatementKind = StatementKind.Assessment,
            Grading = new Grading("B", 2),
            Subjects = [new DataSubject("person-1", SubjectCategory.Convicted), new DataSubject("person-1", SubjectCategory.Victim)],
            Juvenile = true,
            ReviewDue = new DateOnly(2027, 1, 15),
            Retention = RetentionClass.Sensitive,
            Relates = new Relation(RelationKind.Corrects, new EventName(new AgencyId("prison-north"), Guid.NewGuid())),
            MarkedAs = "reintegration.needs.risk-assessment-completed.v1",
            Labels = labels ?? ImmutableSortedDictionary<string, JsonElement>.Empty
                .Add("INTEL", Json("true")).Add("zone", Json("\"north \\u00e9\"")),
            CorrelationId = "correlation-1",
            CausationId = "causation-1",
        };

    internal static AccessRecord Access(long epoch, CaseId? @case = null, AgencyId? agency = null) => new()
    {
        Id = Guid.NewGuid(),
        Official = "officer-17",
        Agency = agency ?? Agency(),
        Role = "practitioner",
        Purpose = "supervision",
        LegalBasis = "led-8",
        Clearance = 2,
        Client = "case-system",
        Justification = "seat",
        Door = "GET /cases/{caseId}",
        Case = @case,
        Query = ImmutableSortedDictionary<string, string>.Empty.Add("knownAt", "2026-01-01T00:00:00Z"),
        Position = 41,
        Bundle = "unicri-default@1",
        Epoch = epoch,
        Outcome = AccessOutcome.Released,
        Released =
        [
            new Released(new EventName(new AgencyId("prison-north"), Guid.NewGuid()),
                ImmutableSortedDictionary<string, string>.Empty.Add("/note", "full").Add("/at", "month")),
        ],
        BodyDigest = SHA256.HashData("body"u8),
    };
}

/// <summary>A clock that stands still until a test moves it, in either direction.</summary>
sealed class TestClock : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
