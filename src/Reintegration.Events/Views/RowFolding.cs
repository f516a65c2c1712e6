using Reintegration.Events.Policy;

namespace Reintegration.Events.Views;

/// <summary>
/// How rows come of events at one instant: for whom, under which bundle. The projector, a rebuild, a list that decides
/// again and the check for drift all fold here, so that they cannot differ.
/// </summary>
public sealed class RowFolding
{
    readonly Bundle _bundle;
    readonly Catalog _catalog;
    readonly OrganisationContext _organisation;
    readonly Pseudonyms _pseudonyms;
    readonly Dictionary<(AgencyId Agency, string Role), List<(Seat Seat, ImmutableArray<ReadModel> Views)>> _ofCases = [];
    readonly List<(Seat Seat, ImmutableArray<ReadModel> Views)> _ofNoCase = [];

    /// <param name="views">Those to fold; others are left alone.</param>
    public RowFolding(
        Bundle bundle, Catalog catalog, OrganisationContext organisation, Pseudonyms pseudonyms, DateTimeOffset now,
        IEnumerable<ReadModel> views)
    {
        (_bundle, _catalog, _organisation, _pseudonyms, Now) = (bundle, catalog, organisation, pseudonyms, now);
        foreach (var same in views.SelectMany(view => Seats(view.Audience, organisation, bundle).Select(seat => (seat, view)))
            .GroupBy(pair => (pair.view.Scope, Name: SeatRows.NameOf(pair.seat))))
        {
            var seat = same.First().seat;
            var mine = same.Select(pair => pair.view).ToImmutableArray();
            if (same.Key.Scope == ViewScope.Organisation) _ofNoCase.Add((seat, mine));
            else if (_ofCases.TryGetValue((seat.Agency, seat.Role), out var more)) more.Add((seat, mine));
            else _ofCases.Add((seat.Agency, seat.Role), [(seat, mine)]);
        }
    }

    public DateTimeOffset Now { get; }

    /// <summary>
    /// The audience's seats: one for every agency of its sectors that is authorised for its purpose, on the basis the
    /// bundle gives that purpose.
    /// </summary>
    public static IEnumerable<Seat> Seats(Audience audience, OrganisationContext organisation, Bundle bundle) =>
        organisation.Members.Values
            .Where(member => audience.Sectors.Contains(member.Sector) && member.AuthorisedPurposes.Contains(audience.Purpose))
            .Select(member => bundle.TryLegalBasis(member.Sector, audience.Purpose, out var basis)
                ? audience.Seat(member.Agency, member.Sector, basis)
                : null)
            .OfType<Seat>();

    /// <summary>The seats that are held on a case now, without any rows yet.</summary>
    /// <param name="validUntil">When the list itself may change.</param>
    public List<SeatRows> OfCase(CaseContext context, out DateTimeOffset? validUntil)
    {
        var moment = context.At(Now, _bundle.Header.Windows);
        validUntil = moment.ValidUntil;
        List<SeatRows> held = [];
        foreach (var place in moment.LiveSeats.Select(seat => (seat.Agency, seat.Role)).Distinct())
            if (_ofCases.TryGetValue(place, out var seats))
                foreach (var (seat, views) in seats)
                    if (moment.IsSeated(seat)) held.Add(Begin(seat, views, context, validUntil));
        return held;
    }

    /// <summary>The seats that views over no case are kept for.</summary>
    public List<SeatRows> OfNoCase() => [.. _ofNoCase.Select(pair => Begin(pair.Seat, pair.Views, null, null))];

    SeatRows Begin(Seat seat, ImmutableArray<ReadModel> views, CaseContext? context, DateTimeOffset? until)
    {
        var rows = new SeatRows(
            seat, views, new Decider(_bundle, _catalog, seat, context, _organisation, Now), _catalog, _pseudonyms);
        rows.Until(until);
        return rows;
    }
}
