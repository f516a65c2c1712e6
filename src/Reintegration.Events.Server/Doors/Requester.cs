using System.Security.Claims;

namespace Reintegration.Events.Server.Doors;

/// <summary>Who asks, as the token says. Certification and case seats come from events, never from here.</summary>
public sealed record Requester(
    string Official, AgencyId Agency, ImmutableArray<string> Roles, int Clearance, string? Client)
{
    public const int MaxClearance = 4;

    public bool Has(string role) => Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>
    /// Reads the claims; null when one is missing or malformed, which is answered like no valid token.
    /// </summary>
    public static Requester? From(ClaimsPrincipal principal)
    {
        var official = principal.FindFirstValue("sub");
        var roles = principal.FindAll("roles").Select(claim => claim.Value).ToImmutableArray();
        if (string.IsNullOrEmpty(official) || roles.IsEmpty) return null;
        if (!AgencyId.TryParse(principal.FindFirstValue("agency"), out var agency)) return null;
        var clearanceText = principal.FindFirstValue("clearance") ?? "0";
        if (!int.TryParse(clearanceText, System.Globalization.CultureInfo.InvariantCulture, out var clearance))
            return null;
        if (clearance is < 0 or > MaxClearance) return null;
        return new Requester(official, agency, roles, clearance, principal.FindFirstValue("client_id"));
    }
}
