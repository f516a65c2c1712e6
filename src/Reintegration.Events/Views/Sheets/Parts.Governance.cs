namespace Reintegration.Events.Views.Sheets;

public static partial class Parts
{
    /// <summary>An entry of the resource directory, as it was verified last, until it is retired.</summary>
    public static readonly Section Resource = new("resource", ["community-resource-registered"])
    {
        KeepsStrays = true,
        Steps =
        [
            new("community-resource-verified", Effect.Reopens, Links.Names("resource"), Links.Any),
            new("community-resource-retired", Effect.Closes, Links.Names("resource"), Links.Any),
        ],
    };

    /// <summary>Agreements in force; one that is suspended or has ended does not stand.</summary>
    public static readonly Section Agreements = new("agreements", ["sharing-agreement-signed"])
    {
        KeepsStrays = true,
        Steps =
        [
            new("sharing-agreement-amended", Effect.Reopens, Links.Same("agreement")),
            new("sharing-agreement-suspended", Effect.Closes, Links.Same("agreement")),
            new("sharing-agreement-ended", Effect.Closes, Links.Same("agreement")),
        ],
    };

    /// <summary>Versions of the sharing policy, from proposal to activation.</summary>
    public static readonly Section Bundles = new("policyBundles", ["policy-bundle-activated"])
    {
        Overtakes = activated => activated.Text("bundle") ?? "",
        Steps = [new("policy-bundle-retired", Effect.Closes, Links.Same("hash"))],
    };

    public static readonly Section BundleProposals = new("policyProposals", ["policy-bundle-proposed"])
    {
        Steps =
        [
            new("policy-bundle-approved", Effect.Notes, Links.Same("hash")),
            new("policy-bundle-activated", Effect.Closes, Links.Same("hash")),
        ],
    };

    public static readonly Section Certificates = new("certificates", ["practitioner-certified"])
    {
        Overtakes = certified => $"{certified.Text("official")} {certified.Text("tool")}",
        Steps = [new("certification-expired", Effect.Closes, Links.Same("official", "tool"))],
    };

    /// <summary>Agencies of the house, with their desks.</summary>
    public static readonly Section Enrolments = new("enrolments", ["agency-enrolled"])
    {
        Overtakes = enrolled => enrolled.Text("agency") ?? "",
        Steps =
        [
            new("agency-amended", Effect.Reopens, Links.Same("agency")),
            new("agency-suspended", Effect.Closes, Links.Same("agency")),
        ],
    };

    public static readonly Section ContactPoints = new("contactPoints", ["contact-point-designated"])
    {
        Overtakes = point => $"{point.Text("agency")} {point.Text("role")}",
    };

    /// <summary>Times at which the ledger had to be taken up again after a loss.</summary>
    public static readonly Section Successions = new("successions", ["ledger-succeeded"]) { IsLog = true };

    /// <summary>Requests of persons for what is held about them.</summary>
    public static readonly Section Requests = new("requests", ["subject-access-requested"])
    {
        KeepsStrays = true,
        Steps = [new("subject-access-answered", Effect.Closes, Links.Names("request"), Links.Same("kind"))],
    };

    /// <summary>Events whose use is restricted while they are contested.</summary>
    public static readonly Section Restrictions = new("restrictions", ["processing-restricted"])
    {
        Steps = [new("restriction-lifted", Effect.Closes, Links.Same("targetEvent"))],
    };

    /// <summary>Emergency accesses that nobody has reviewed.</summary>
    public static readonly Section EmergencyAccess = new("emergencyAccess", ["emergency-access-invoked"])
    {
        Steps = [new("emergency-access-reviewed", Effect.Closes, Links.Names("invocation"))],
    };

    /// <summary>Erasures that wait for a second person.</summary>
    public static readonly Section Erasures = new("erasures", ["erasure-proposed"])
    {
        Steps =
        [
            new("erasure-approved", Effect.Notes, Links.Names("proposal")),
            new("record-expunged", Effect.Closes, Links.Names("proposal")),
        ],
    };

    public static readonly Section Holds = new("holds", ["legal-hold-placed"]);

    /// <summary>Who asked for what the own agency holds on the case, until the desk has dealt with it.</summary>
    public static readonly Section Hits = new("hits", ["hit-registered"])
    {
        KeepsStrays = true,
        Steps = [new("hit-answered", Effect.Closes, Links.Names("hit"))],
    };

    /// <summary>Requests to have, or to pass on, what the own agency holds.</summary>
    public static readonly Section ReleaseRequests = new("releaseRequests", ["originator-consent-requested"])
    {
        IsLog = true,
    };
}
