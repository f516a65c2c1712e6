using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Tallies;

namespace Reintegration.Events.Tests.Policy.Tallies;

/// <summary>Many people's ways back, each in a case of its own, through real acceptance and sealing.</summary>
sealed class Crowd
{
    public static readonly DateTimeOffset Cutoff = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whoever is released then is counted by the first cutoff.</summary>
    public static readonly DateTimeOffset Release = Cutoff.AddDays(-200);

    public static Aggregates Aggregates => BundleFiles.Bundle.Aggregates;

    public static readonly Seat Evaluator = new(
        new AgencyId("coordination"), Sector.Coordination, "evaluator", "evaluation", "gdpr-6-1-e", 0, [], "official-c-2");

    readonly List<Recorded> events = [];
    int cases;

    public IReadOnlyList<Recorded> Events => events;

    public static CaseId CaseOf(int number) => CaseId.Parse($"018f0000-0000-7000-8000-{number:x12}");

    /// <summary>Somebody released, with what is said of them in the half year after.</summary>
    public CaseId Add(
        string offence = "financing", string? gap = null, string area = "Harbour district", int? waitDays = null,
        bool juvenile = false, DateTimeOffset? released = null, string? label = null, bool closed = false)
    {
        var @case = CaseOf(++cases);
        var at = released ?? Release;
        Post(@case, "coordination.case-opened", "prison", at.AddDays(-300), about: juvenile ? """{"juvenile":true}""" : null);
        Post(@case, "custody.sentence-recorded", "prison", at.AddDays(-299), $$"""{"offenceGroup":"{{offence}}"}""");
        Post(@case, "custody.person-released", "prison", at);
        if (gap is not null)
        {
            var identified = Post(
                @case, "needs.support-gap-identified", "probation", at.AddDays(20),
                $$"""{"needDomain":"{{gap}}","area":"{{area}}"}""", label is null ? null : $$"""{"labels":["{{label}}"]}""");
            if (closed)
                Post(
                    @case, "needs.support-gap-closed", "probation", at.AddDays(30),
                    $$"""{"gap":"{{identified.Envelope.Name}}"}""");
        }

        if (waitDays is { } days) Post(@case, "needs.service-referral-accepted", "community-haven", at.AddDays(days));
        return @case;
    }

    public Recorded Post(
        CaseId? @case, string type, string owner, DateTimeOffset at, string? facts = null, string? about = null,
        Recorded? target = null)
    {
        var found = Catalog.Default.Find($"reintegration.{type}.v1");
        var name = new EventName(AgencyId.Parse(owner), Guid.Parse($"018f0000-0000-7000-9000-{events.Count + 1:x12}"));
        var body = World.Merge(JsonNode.Parse(found.Example.GetRawText())!.AsObject(), facts);
        if (target is not null) body["targetEvent"] = target.Envelope.Name.ToString();
        var submission = new Submission
        {
            Name = name,
            Type = found.Name,
            HappenedAt = at,
            About = JsonSerializer.SerializeToElement(World.Merge(World.About(@case is not null, at), about)),
            Facts = JsonSerializer.SerializeToElement(body),
        };
        var markings = target is null ? null : new TargetMarkings(target.Envelope, Catalog.Default.Find(target.Envelope.Type));
        var accepted = Acceptance.Accept(found, submission, new StreamId(name.Owner, @case), markings);
        Assert.True(accepted.Envelope is not null, $"{type}: {string.Join("; ", accepted.Errors)}");
        var pending = new PendingEvent(
            accepted.Envelope, CanonicalJson.Canonicalize(submission.Facts), new byte[MerkleTree.HashLength], accepted.Governs);
        var @sealed = World.Sealer.Seal(pending);
        var recorded = new Recorded(
            events.Count, events.Count + 1, at, accepted.Envelope,
            new SealedFacts(name, @sealed.Parts, @sealed.EnvelopeSecret, World.Sealer) { RequestDigest = pending.RequestDigest },
            Leaf.V1(@sealed, new string('a', 32), at));
        events.Add(recorded);
        return recorded;
    }

    /// <summary>The snapshots there are at a cutoff of those not counted before.</summary>
    public List<(Snapshot Snapshot, ImmutableArray<CaseId> Counted)> Publish(
        DateTimeOffset? cutoff = null, IReadOnlySet<CaseId>? before = null, Func<int, int>? lot = null,
        Aggregates? aggregates = null)
    {
        var cohort = new Cohort(aggregates ?? Aggregates, BundleFiles.Bundle.Header.Windows);
        foreach (var recorded in events.OrderBy(each => each.RecordedAt)) cohort.Enter(recorded);
        foreach (var @case in cohort.Due(cutoff ?? Cutoff).Where(each => before?.Contains(each) != true).ToList())
            cohort.Count(@case, events.Where(each => each.Envelope.Case == @case));
        // Without a lot that asks for more than has to be withheld.
        return [.. cohort.Publish(cutoff ?? Cutoff, BundleFiles.Bundle.Hash, lot ?? (most => most - 1))];
    }

    public static Dictionary<string, long?> Counts(Snapshot snapshot, params ImmutableArray<string> by) =>
        Counts(snapshot, Aggregates, [.. by]);

    public static Dictionary<string, long?> Counts(Snapshot snapshot, Aggregates aggregates, string[] by) =>
        Tally.Of(aggregates, "outcomes", Evaluator, snapshot, [.. by])!.Cells
            .ToDictionary(cell => string.Join('/', cell.Words), cell => cell.Count);
}
