namespace Reintegration.Events.Views.Sheets;

public static partial class Parts
{
    /// <summary>The latest judgement of each tool by each agency; whether it is still valid takes a clock.</summary>
    public static readonly Section Risk = new("risk", ["risk-assessment-completed"])
    {
        Overtakes = assessed => $"{assessed.Owner} {assessed.Text("tool")}",
    };

    /// <summary>The level the panel set last.</summary>
    public static readonly Section RiskLevel = new("riskLevel", ["risk-level-set"]) { Overtakes = _ => "" };

    public static readonly Section RiskPlan = new("riskPlan", ["risk-management-plan-adopted"])
    {
        Overtakes = _ => "",
        KeepsStrays = true,
        Steps = [new("risk-management-plan-reviewed", Effect.Notes, Links.Names("plan"), Links.Any)],
    };

    /// <summary>Reminders that risk has to be judged anew; any later judgement answers them all.</summary>
    public static readonly Section Reassessments = new("reassessments", ["reassessment-triggered"])
    {
        Steps =
        [
            new("risk-assessment-completed", Effect.Closes, Links.Any) { OfEach = true },
            new("risk-level-set", Effect.Notes, Links.Any),
        ],
    };

    /// <summary>The latest assessment of needs by each agency.</summary>
    public static readonly Section Needs = new("needs", ["needs-assessment-completed"])
    {
        Overtakes = assessed => assessed.Owner,
    };

    /// <summary>Needs nobody meets.</summary>
    public static readonly Section Gaps = new("gaps", ["support-gap-identified"])
    {
        Steps = [new("support-gap-closed", Effect.Closes, Links.Names("gap"), Links.Same("needDomain", "area"))],
    };

    public static readonly Section Protective = new("protectiveFactors", ["protective-factor-recorded"])
    {
        Steps = [new("protective-factor-lost", Effect.Closes, Links.Same("factor"))],
    };

    public static readonly Section SupportPlan = new("supportPlan", ["support-plan-agreed"])
    {
        Overtakes = _ => "",
        KeepsStrays = true,
        Steps = [new("support-plan-reviewed", Effect.Notes, Links.Names("plan"), Links.Any)],
    };

    /// <summary>Needs matched to entries of the resource directory, and those without a match.</summary>
    public static readonly Section ReentryMap = new("reentryMap", ["reentry-map-completed"]) { Overtakes = _ => "" };

    /// <summary>Referrals to services: made, accepted or declined, completed.</summary>
    public static readonly Section Referrals = new("referrals", ["service-referral-made"])
    {
        KeepsStrays = true,
        Steps =
        [
            new("service-referral-accepted", Effect.Notes, Links.Names("referral")),
            new("service-referral-declined", Effect.Closes, Links.Names("referral")),
            new("service-referral-completed", Effect.Closes, Links.Names("referral")),
        ],
    };

    public static readonly Section Work = new("workAndEducation", ["employment-or-education-changed"])
    {
        Overtakes = changed => changed.Text("kind") ?? changed.Owner,
    };

    public static readonly Section Participation = new("participation", ["cso-programme-participation-reported"])
    {
        IsLog = true,
    };

    public static readonly Section Mentors = new("mentors", ["mentor-assigned"])
    {
        KeepsStrays = true,
        Steps = [new("mentor-ended", Effect.Closes, Links.Same("mentorRef"), Links.SameOfOwner("start"))],
    };

    public static readonly Section ReligiousSessions = new("religiousSessions", ["religious-mentoring-session-held"])
    {
        IsLog = true,
    };

    public static readonly Section Therapy = new("therapy", ["therapeutic-engagement-reported"]) { IsLog = true };

    public static readonly Section Summaries = new("psychologicalSummaries", ["psychological-summary-issued"])
    {
        Overtakes = issued => issued.Owner,
    };

    public static readonly Section PrivilegedConcerns = new(
        "privilegedConcerns", ["privileged-concern-disclosed", "mentor-concern-disclosed"])
    {
        IsLog = true,
    };

    /// <summary>Whether the family takes part.</summary>
    public static readonly Section Family = new("family", ["family-engagement-agreed", "family-engagement-declined"])
    {
        Overtakes = engaged => engaged.Text("personRef") ?? engaged.Owner,
    };

    /// <summary>Consents given; one that was withdrawn in all it covers no longer stands.</summary>
    public static readonly Section Consents = new("consents", ["consent-given"])
    {
        Steps =
        [
            new("consent-withdrawn", Effect.Closes, Consent.IsWithdrawnBy) { OfEach = true },
            new("consent-expired", Effect.Closes, Consent.IsWithdrawnBy) { OfEach = true },
        ],
    };
}
