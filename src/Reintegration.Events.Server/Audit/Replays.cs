using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>A replayed instant: every event recorded by then, with its decision.</summary>
public sealed record Replayed(
    DateTimeOffset At, string? Bundle, List<(Recorded Recorded, Decision Decision)> Items, List<Expunged> Erased);

/// <summary>Decides again as of an instant: the events, team and organisations known then, by the bundle in force then.</summary>
public sealed class Replays(CaseFiles files, Bundles bundles, Catalog catalog)
{
    /// <summary>What governed the case by then is erased in part: what was decided then cannot be told, nor guessed.</summary>
    public static bool IsErased(CaseFile file, DateTimeOffset at) =>
        file.Expunged.Any(each => each.Governed && each.RecordedAt <= at);

    /// <summary>All events of a case for one seat.</summary>
    /// <exception cref="BundleMissingException">The ledger names one that is not kept.</exception>
    public async Task<Replayed> At(CaseFile file, Seat seat, DateTimeOffset at, CancellationToken ct)
    {
        var then = await Then(file, at, ct);
        var decider = then.Decider(seat);
        return new Replayed(
            at, then.Organisation.BundleAt(at)?.Hash,
            [.. then.File.Events.Select(recorded => (recorded, decider.Decide(recorded.Envelope)))],
            [.. file.Expunged.Where(each => each.RecordedAt <= at)]);
    }

    /// <summary>A case as of an instant, to decide about any of its events for any seat.</summary>
    public async Task<Instant> Then(CaseFile file, DateTimeOffset at, CancellationToken ct)
    {
        var organisation = await files.OrganisationAt(at, ct);
        return new Instant(file.KnownAt(at), organisation, await bundles.At(organisation, at, ct), catalog, at);
    }

    /// <summary>A case, the organisations and the bundle, as they stood at an instant.</summary>
    public sealed record Instant(
        CaseFile File, OrganisationContext Organisation, Bundle Bundle, Catalog Catalog, DateTimeOffset At)
    {
        public Decider Decider(Seat seat) => new(
            Bundle, Catalog, seat with { CertifiedFor = Certified(seat) }, File.Context, Organisation, At);

        /// <summary>
        /// Every seat that was held: each role taken on the case, and each agency's own system, for every purpose it is
        /// authorised for.
        /// </summary>
        /// <remarks>Without an official, and so with the certificates of whoever held it; with the lowest clearance.</remarks>
        public List<Seat> Seats()
        {
            var moment = File.Context.At(At, Bundle.Header.Windows);
            return [.. moment.LiveSeats.Select(held => (held.Agency, held.Role))
                .Concat(moment.OnCase.Union(moment.LiveSeats.Select(held => held.Agency)).Select(agency => (agency, Seat.AgencySystem)))
                .Distinct().Order()
                .SelectMany(place => Organisation.Find(place.Item1) is not { } member ? [] : member.AuthorisedPurposes.Order(StringComparer.Ordinal)
                    .Where(purpose => Bundle.TryLegalBasis(member.Sector, purpose, out _))
                    .Select(purpose =>
                    {
                        Bundle.TryLegalBasis(member.Sector, purpose, out var basis);
                        return new Seat(place.Item1, member.Sector, place.Item2, purpose, basis, 0, [], "");
                    }))
                .Where(moment.IsSeated)];
        }

        /// <summary>Certificates are an official's; without one, those of whoever held the seat.</summary>
        ImmutableHashSet<string> Certified(Seat seat) => seat.IsAudience
            ? [.. File.Context.Seats.Where(held => held.Agency == seat.Agency && held.Role == seat.Role && held.IsLive(At))
                .SelectMany(held => Organisation.CertifiedFor(held.Official, At))]
            : Organisation.CertifiedFor(seat.Official, At);
    }
}
