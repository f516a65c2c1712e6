namespace Reintegration.Events.Policy.Change;

/// <summary>To whom a replay discloses: on each case the seats that are taken there, for what their sector is there for.</summary>
internal static class Recipients
{
    /// <summary>The seats of a case, one for each role of each agency, as audiences with all the clearance rules ask for.</summary>
    public static ImmutableArray<Seat> Of(CaseMoment moment, OrganisationContext organisations, Bundle bundle)
    {
        var clearance = bundle.Header.Clearances.Values.DefaultIfEmpty().Max();
        return
        [
            .. moment.LiveSeats.Select(seat => (seat.Agency, seat.Role)).Distinct()
                .OrderBy(seat => seat.Agency.Value, StringComparer.Ordinal).ThenBy(seat => seat.Role, StringComparer.Ordinal)
                .Select(seat => organisations.Find(seat.Agency) is { } member && Purpose(member.Sector) is { } purpose
                    ? new Seat(
                        seat.Agency, member.Sector, seat.Role, purpose,
                        bundle.TryLegalBasis(member.Sector, purpose, out var basis) ? basis : "", clearance,
                        Certified(moment, organisations, seat.Agency, seat.Role), "")
                    : null)
                .OfType<Seat>(),
        ];
    }

    /// <summary>What a sector reads cases for in the first place (domain.md 3.2).</summary>
    private static string? Purpose(Sector sector) => sector switch
    {
        Sector.Prison or Sector.Probation => "supervision",
        Sector.Police => "public-protection",
        Sector.Intelligence => "threat-prevention",
        Sector.Community or Sector.Health => "reintegration",
        _ => null,
    };

    /// <summary>Certificates are an official's; a seat counts as certified where one who holds it is.</summary>
    private static ImmutableHashSet<string> Certified(
        CaseMoment moment, OrganisationContext organisations, AgencyId agency, string role) =>
    [
        .. moment.LiveSeats.Where(seat => seat.Agency == agency && seat.Role == role)
            .SelectMany(seat => organisations.CertifiedFor(seat.Official, moment.Now)),
    ];
}
