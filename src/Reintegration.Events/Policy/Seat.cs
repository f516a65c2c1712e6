namespace Reintegration.Events.Policy;

/// <summary>
/// To whom a disclosure is made: a role of an agency, for a purpose, on a legal basis. Never "an agency" as such.
/// </summary>
/// <param name="Clearance">0 to 4, as the official's token says.</param>
/// <param name="CertifiedFor">Tools the official holds a certificate for now; from <see
/// cref="OrganisationContext"/>.</param>
/// <param name="Official">
/// The token's <c>sub</c>. Empty for an audience: rows kept for everybody who holds this seat, decided with the lowest
/// clearance and no certificate.
/// </param>
public sealed record Seat(
    AgencyId Agency, Sector Sector, string Role, string Purpose, string LegalBasis, int Clearance,
    ImmutableHashSet<string> CertifiedFor, string Official)
{
    /// <summary>
    /// Asked for under an emergency access to the one case; counts only while <see cref="EmergencyAccess"/> and harm do.
    /// </summary>
    public bool BreaksGlass { get; init; }

    /// <summary>The role of an agency's own machine: it reads what the agency posted, and the agency's feed.</summary>
    public const string AgencySystem = "agency-system";

    /// <summary>Panel members and chairs are held to the lower of the panel's rules and their own sector's.</summary>
    public bool IsPanel => Role is "panel-member" or "panel-chair";

    public bool IsAudience => Official.Length == 0;
}
