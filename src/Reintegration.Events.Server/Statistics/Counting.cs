using Reintegration.Events.Policy.Tallies;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Statistics;

/// <summary>A look at counts: from which seat, under which bundle, and when.</summary>
public sealed record CountingLook(Seat Seat, Bundle Bundle, OrganisationContext Organisation, DateTimeOffset Now);

/// <summary>Answers of counts alone: grounds, seat, tallies, record, release.</summary>
public sealed class Counting(
    Looks looks, ILedger ledger, CaseFiles files, Catalog catalog, Release release, Bundles bundles, TimeProvider clock)
{
    /// <summary>Roles that may hold the seats aggregates are told to, where no case is concerned.</summary>
    public static readonly string[] Readers = ["evaluator", "national-coordinator", "auditor"];

    /// <summary>An answer of counts that concern no single case.</summary>
    public async Task<Answer> Look(
        HttpContext context, string door, ImmutableSortedDictionary<string, string> query,
        Func<CountingLook, CancellationToken, Task<Answer>> answer, CancellationToken ct)
    {
        var requester = context.Requester;
        var (grounds, refusal) = await Grounds(context, ct);
        if (grounds is null) return Answer.Of(refusal!);
        return await release.Through(async token =>
        {
            var head = await ledger.Head(token);
            var organisation = await files.Organisation(token);
            var now = clock.GetUtcNow();
            var bundle = await bundles.At(organisation, now, token);
            var role = grounds.Role ?? Readers.First(requester.Has);
            var record = looks.Begin(
                bundle, requester, role, grounds.Purpose, grounds.LegalBasis, "none", door, null, query, head);
            if (!requester.Has(role)) return new Draft(Answer.Of(Problems.NotFound), record);
            var seat = new Seat(
                requester.Agency, grounds.Member.Sector, role, grounds.Purpose, grounds.LegalBasis, requester.Clearance, [],
                requester.Official);
            // Nothing at all is told to this seat, whatever was counted.
            if (!bundle.Aggregates.For(seat).Any()) return new Draft(Answer.Of(Problems.NotFound), record);
            return Drafted(await answer(new CountingLook(seat, bundle, organisation, now), token), record, "aggregate");
        }, ct);
    }

    /// <summary>An answer of what is counted on one case, for a seat held on it.</summary>
    public async Task<Answer> LookAtCase(
        HttpContext context, string door, string caseId, Func<IEnumerable<Tally>, Action<Utf8JsonWriter>> write,
        CancellationToken ct)
    {
        var requester = context.Requester;
        var (grounds, refusal) = await Grounds(context, ct);
        if (grounds is null) return Answer.Of(refusal!);
        if (!CaseId.TryParse(caseId, out var @case)) return Answer.Of(Problems.NotFound);
        return await release.Through(async token =>
        {
            var file = await files.Open(@case, token);
            var organisation = await files.Organisation(token);
            var now = clock.GetUtcNow();
            var bundle = await bundles.At(organisation, now, token);
            var record = looks.Begin(
                bundle, requester, grounds.Role ?? requester.Roles[0], grounds.Purpose, grounds.LegalBasis, "none", door,
                @case, ImmutableSortedDictionary<string, string>.Empty, file.Head);
            var (seat, none) = Seats.SeatOf(requester, grounds, file.Context.At(now, bundle.Header.Windows), organisation);
            if (seat is null) return new Draft(Answer.Of(none!), record);
            var tallies = bundle.Aggregates.For(seat).OfType<CaseAggregate>()
                .Select(each => Tally.Of(bundle, each.Name, seat, file.Events, file.Context, organisation, now)).OfType<Tally>()
                .ToList();
            if (tallies.Count == 0) return new Draft(Answer.Of(Problems.NotFound), record);
            return Drafted(Answer.Json(write(tallies)).WithETag(), record with { Role = seat.Role }, "seat");
        }, ct);
    }

    /// <summary>What is counted over events of no case under one name; null when the seat may not read it.</summary>
    public async Task<Tally?> Programme(string name, CountingLook look, CancellationToken ct)
    {
        if (look.Bundle.Aggregates.For(name, look.Seat) is not ProgrammeAggregate programme) return null;
        var types = catalog.All.Where(type => type.FollowsTarget).Select(type => type.Name).Append(programme.Type).ToHashSet();
        return Tally.Of(look.Bundle.Aggregates, name, look.Seat, await ledger.ReadCase(null, types, -1, ct), look.Now);
    }

    /// <summary>All of them that the seat may read, in order of names.</summary>
    public async Task<List<Tally>> Programmes(CountingLook look, CancellationToken ct)
    {
        List<Tally> tallies = [];
        foreach (var each in look.Bundle.Aggregates.For(look.Seat).OfType<ProgrammeAggregate>())
            tallies.Add((await Programme(each.Name, look, ct))!);
        return tallies;
    }

    async Task<(Seats.Grounds? Grounds, Problem? Problem)> Grounds(HttpContext context, CancellationToken ct)
    {
        var organisation = await files.Organisation(ct);
        var now = clock.GetUtcNow();
        return Seats.GroundsOf(context.Request, context.Requester, organisation, await bundles.At(organisation, now, ct), now);
    }

    static Draft Drafted(Answer answer, AccessRecord record, string justification) => new(answer, record with
    {
        Justification = justification,
        Outcome = answer.Status == StatusCodes.Status200OK ? AccessOutcome.Released : AccessOutcome.Refused,
    });
}
