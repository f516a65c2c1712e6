using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Feeds;

/// <summary>One feed with the seat everything in it is decided for.</summary>
public sealed record FeedOf(FeedKey Key, Seat Seat);

/// <summary>Which feeds there are: those that enrolments name, and no others.</summary>
public static class FeedSeats
{
    /// <summary>Every feed of every enrolled agency, in a fixed order.</summary>
    public static IEnumerable<FeedOf> All(OrganisationContext organisation, Bundle bundle) =>
        organisation.Members.Values.SelectMany(member => Of(member, bundle)).OrderBy(feed => feed.Key);

    /// <summary>
    /// An agency's own: the machine's seats its enrolment lists, each once, for a purpose it is authorised for.
    /// </summary>
    public static IEnumerable<FeedOf> Of(Member member, Bundle bundle) =>
        from enrolled in member.FeedSeats
        where enrolled.Role == Seat.AgencySystem && member.AuthorisedPurposes.Contains(enrolled.Purpose)
        let basis = enrolled.LegalBasis
            ?? (bundle.TryLegalBasis(member.Sector, enrolled.Purpose, out var standard) ? standard : null)
        where basis is not null
        group new FeedKey(member.Agency, enrolled.Purpose, basis) by (enrolled.Purpose, basis) into same
        let key = same.First()
        // Nobody in person: the lowest clearance, no certificate.
        select new FeedOf(
            key, new Seat(member.Agency, member.Sector, Seat.AgencySystem, key.Purpose, key.LegalBasis, 0, [], ""));
}
