using System.Collections.Concurrent;
using Reintegration.Events.Events.Courses;

namespace Reintegration.Events.Server.Queries;

/// <summary>
/// One case as of one head of the ledger: every owner's events, before anything is decided about them.
/// </summary>
/// <param name="Head">Read before the events, so that a fence raised since is noticed when the access record is
/// written.</param>
/// <param name="Expunged">What of the case is erased; its effects outlive it only where they protect.</param>
public sealed record CaseFile(
    CaseId Case, LedgerHead Head, IReadOnlyList<Recorded> Events, IReadOnlyList<Expunged> Expunged, CaseContext Context)
{
    /// <summary>The case as the ledger knew it at an instant (the recorded clock).</summary>
    public CaseFile KnownAt(DateTimeOffset instant)
    {
        var then = Events.Where(recorded => recorded.RecordedAt <= instant).ToList();
        return this with { Events = then, Context = Fold(Case, then, Expunged) };
    }

    /// <summary>The context of the events that are left: <see cref="ErasedContext"/>.</summary>
    public static CaseContext Fold(CaseId @case, IReadOnlyList<Recorded> events, IReadOnlyList<Expunged> expunged) =>
        ErasedContext.Fold(@case, events, expunged);
}

/// <summary>A case context, with what a guard on it must say.</summary>
/// <param name="Position">Of the last event folded; -1 before the first.</param>
/// <param name="GoverningVersions">Version of each owner's last governing event or step of a course on the case.</param>
/// <param name="Erasure">How far erasure had come when it was folded.</param>
public sealed record Standing(
    CaseContext Context, long Position, ImmutableDictionary<AgencyId, long> GoverningVersions, long Erasure)
{
    /// <summary>What goes on in the case step by step.</summary>
    public CaseCourses Courses { get; init; } = CaseCourses.None;

    /// <summary>Places of erased events in their streams: one of them may be the last that others' decisions rested on.</summary>
    ImmutableHashSet<(AgencyId Owner, long Version)> Erased { get; init; } = [];

    public static Standing Empty(CaseId @case) =>
        new(new CaseContext(@case), -1, ImmutableDictionary<AgencyId, long>.Empty, -1);

    /// <summary>As it will be once an event that is judged together with others is recorded.</summary>
    public Standing Expecting(Envelope envelope, DateTimeOffset now) => this with
    {
        Context = Context.Apply(envelope, now),
        Courses = Courses.Apply(envelope),
    };

    /// <param name="governed">It moved the governing version of its stream: of corrections only some do.</param>
    public Standing Apply(Recorded recorded, bool governed) => this with
    {
        Context = Context.Apply(recorded),
        Courses = Courses.Apply(recorded.Envelope),
        Position = recorded.Position,
        GoverningVersions = governed
            ? GoverningVersions.SetItem(recorded.Envelope.Owner, recorded.Version)
            : GoverningVersions,
    };

    /// <summary>Folded from what is left. An erased event still counts as one that governed its stream.</summary>
    public static Standing Of(
        CaseId @case, IReadOnlyList<Recorded> events, Func<Recorded, bool> governed, IReadOnlyList<Expunged> expunged,
        long erasure)
    {
        var versions = events.Where(governed).Select(each => (each.Envelope.Owner, each.Version))
            .Concat(expunged.Where(each => each.Governed).Select(each => (each.Stream.Owner, each.Version)))
            .GroupBy(each => each.Owner).ToImmutableDictionary(own => own.Key, own => own.Max(each => each.Version));
        return new Standing(
            CaseFile.Fold(@case, events, expunged), events.Count > 0 ? events[^1].Position : -1, versions, erasure)
        {
            Courses = events.Aggregate(CaseCourses.None, (courses, each) => courses.Apply(each.Envelope)),
            Erased = [.. expunged.Select(each => (each.Stream.Owner, each.Version))],
        };
    }

    /// <summary>Holds the owner's governing events of this case to what was read here.</summary>
    /// <param name="found">
    /// Where the ledger said a stream stood when an earlier guard on it failed: believed where what moved it there is
    /// erased, since nothing else can tell any more.
    /// </param>
    public Guard GuardOn(AgencyId owner, IReadOnlyDictionary<StreamId, long>? found = null)
    {
        var stream = new StreamId(owner, Context.Case);
        var version = GoverningVersions.GetValueOrDefault(owner);
        return new Guard(
            stream,
            found is not null && found.TryGetValue(stream, out var there) && there > version && Erased.Contains((owner, there))
                ? there
                : version);
    }
}

/// <summary>
/// Reads cases and contexts from the ledger; keeps contexts in memory and catches them up on every use.
/// </summary>
/// <remarks>
/// A context is a pure fold, so a kept one plus the events after it equals a fresh one, unless something was erased
/// since: then it is folded afresh. The catch-up reads the ledger each time: nothing here can be stale, only cheaper
/// than starting over.
/// </remarks>
public sealed class CaseFiles(ILedger ledger, Catalog catalog)
{
    /// <summary>
    /// Contexts kept in memory; a few kilobytes each. Beyond it the store is emptied and fills again.
    /// </summary>
    const int MaxKept = 20_000;

    readonly ConcurrentDictionary<CaseId, Standing> _cases = new();
    /// <summary>
    /// What a standing is folded from: what governs, steps of courses, and what follows either and may take its place.
    /// </summary>
    readonly ImmutableSortedSet<string> _governing = CaseContext.Governing.Union(CaseCourses.Types).Union(
        catalog.All.Where(type => type.FollowsTarget).Select(type => type.Name));

    OrganisationSoFar _organisation = new(OrganisationContext.Empty, -1, -1);

    sealed record OrganisationSoFar(OrganisationContext Context, long Position, long Erasure);

    /// <summary>Enrolments, certificates and activations up to now.</summary>
    public async Task<OrganisationContext> Organisation(CancellationToken ct)
    {
        var kept = _organisation;
        var news = await ledger.ReadCase(null, OrganisationContext.Governing, kept.Position, ct);
        var (from, erasure) = (kept.Context, ledger.LastErasure);
        if (erasure != kept.Erasure)
            (from, news) = (
                OrganisationContext.Empty, await ledger.ReadCase(null, OrganisationContext.Governing, -1, ct));
        else if (news.Count == 0) return kept.Context;
        var next = new OrganisationSoFar(
            news.Aggregate(from, (context, recorded) => context.Apply(recorded)),
            news.Count > 0 ? news[^1].Position : -1, erasure);
        Interlocked.CompareExchange(ref _organisation, next, kept);
        return next.Context;
    }

    /// <summary>Enrolments, certificates and activations as they were known at an instant.</summary>
    public async Task<OrganisationContext> OrganisationAt(DateTimeOffset instant, CancellationToken ct)
    {
        var events = await ledger.ReadCase(null, OrganisationContext.Governing, -1, ct);
        return events.Where(recorded => recorded.RecordedAt <= instant)
            .Aggregate(OrganisationContext.Empty, (context, recorded) => context.Apply(recorded));
    }

    /// <summary>How a case stands now; one without a lead means that there is no such case.</summary>
    public async Task<Standing> Stand(CaseId @case, CancellationToken ct)
    {
        var kept = _cases.TryGetValue(@case, out var found) ? found : Standing.Empty(@case);
        var news = await ledger.ReadGoverning(
            @case, _governing, kept.Position, kept.GoverningVersions.Values.Sum(), ct);
        var erasure = ledger.LastErasure;
        if (news.Count == 0 && kept.Erasure == erasure) return kept;
        var next = kept.Erasure == erasure
            ? news.Aggregate(kept, (standing, recorded) => standing.Apply(recorded, Governed(recorded)))
            : Standing.Of(
                @case, await ledger.ReadCase(@case, _governing, -1, ct), Governed,
                await ledger.Expunged(@case, ct), erasure);
        if (_cases.Count >= MaxKept) _cases.Clear();
        _cases[@case] = next;
        return next;
    }

    bool Governed(Recorded recorded) =>
        CaseCourses.Types.Contains(recorded.Envelope.Type) || Acceptance.Governed(recorded.Envelope, catalog);

    /// <summary>The whole case; without events there is no such case.</summary>
    public async Task<CaseFile> Open(CaseId @case, CancellationToken ct)
    {
        var head = await ledger.Head(ct);
        var events = await ledger.ReadCase(@case, null, -1, ct);
        IReadOnlyList<Expunged> expunged = ledger.LastErasure < 0 ? [] : await ledger.Expunged(@case, ct);
        return new CaseFile(@case, head, events, expunged, CaseFile.Fold(@case, events, expunged));
    }
}
