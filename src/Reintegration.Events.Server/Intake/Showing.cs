namespace Reintegration.Events.Server.Intake;

/// <summary>Who posts: an agency, with the clearance of the token it posts by.</summary>
public sealed record Poster(AgencyId Agency, int Clearance);

/// <summary>What an agency is itself shown of a case: the only thing of others that a decision of its own rests on.</summary>
/// <remarks>
/// INVARIANT (law 5): a reference to what is not shown is answered exactly like a reference to nothing. Shown is what
/// any seat the agency holds on the case now is shown by name, its own system's included, for any purpose it is
/// enrolled for.
/// </remarks>
public static class Showing
{
    /// <summary>Whether the poster is shown an event of the case; its own it always knows.</summary>
    public static Func<Envelope, bool> To(
        Poster poster, Member member, CaseContext context, OrganisationContext organisation, DateTimeOffset now,
        Bundle bundle, Catalog catalog)
    {
        var deciders = new Lazy<List<Decider>>(() => [.. Seats(poster, member, context, now, bundle)
            .Select(seat => new Decider(bundle, catalog, seat, context, organisation, now))]);
        return envelope => envelope.Owner == poster.Agency
            || deciders.Value.Exists(decider => decider.Decide(envelope).Event.Level == Level.Full);
    }

    static IEnumerable<Seat> Seats(
        Poster poster, Member member, CaseContext context, DateTimeOffset now, Bundle bundle)
    {
        var roles = context.At(now, bundle.Header.Windows).LiveSeats
            .Where(seat => seat.Agency == poster.Agency).Select(seat => seat.Role).Prepend(Seat.AgencySystem).Distinct();
        return
            from role in roles
            from purpose in Vocabulary.Purposes.Where(member.AuthorisedPurposes.Contains)
            where bundle.TryLegalBasis(member.Sector, purpose, out _)
            select new Seat(
                poster.Agency, member.Sector, role, purpose,
                bundle.TryLegalBasis(member.Sector, purpose, out var basis) ? basis : "", poster.Clearance, [], "");
    }
}
