namespace Reintegration.Events.Views.Sheets;

public static partial class Parts
{
    public static readonly Section Level = new("managementLevel", ["management-level-set"]) { Overtakes = _ => "" };

    public static readonly Section PanelReferrals = new("panelReferrals", ["multi-agency-referral-made"])
    {
        Steps = [new("management-level-set", Effect.Closes, Links.Names("referral"))],
    };

    /// <summary>Meetings of the panel: convened, then held or cancelled.</summary>
    public static readonly Section Conferences = new("conferences", ["case-conference-convened"])
    {
        KeepsStrays = true,
        Steps =
        [
            new("case-conference-held", Effect.Closes, Links.SameOfOwner("at")),
            new("case-conference-cancelled", Effect.Closes, Links.Names("conference"), Links.SameOfOwner("at")),
        ],
    };

    /// <summary>What the panel decided, with its reasons and who disagreed.</summary>
    public static readonly Section Decisions = new("decisions", ["decision-recorded"]) { IsLog = true };

    /// <summary>Actions that somebody owes the panel.</summary>
    public static readonly Section Actions = new("actions", ["action-assigned"])
    {
        KeepsStrays = true,
        Steps =
        [
            new("action-completed", Effect.Closes, Links.Names("action"), Links.Same("agency", "what", "dueBy")),
            new("action-overdue", Effect.Notes, Links.Names("action"), Links.Same("agency", "what", "dueBy")),
            new("action-escalated", Effect.Notes, Links.Names("action"), Links.Same("agency", "what", "dueBy")),
        ],
    };

    /// <summary>Two agencies say different things, and nobody has settled which holds.</summary>
    public static readonly Section Contradictions = new("contradictions", ["statement-contradicted"])
    {
        Steps =
        [
            new("contradiction-resolved", Effect.Closes, Links.Names("contradiction")),
        ],
    };

    /// <summary>
    /// What is new to the panel: it stands until a conference or a decision on leave has considered it.
    /// </summary>
    public static readonly Section ToConsider = new("toConsider",
    [
        "behaviour-observation-recorded", "condition-breach-confirmed", "condition-breach-suspected", "contact-missed",
        "custodial-incident-recorded", "electronic-monitoring-alert-raised", "enforcement-warning-issued",
        "family-concern-raised", "imminent-harm-declared", "intelligence-advisory-issued", "needs-assessment-completed",
        "permission-requested", "police-contact-recorded", "arrest-recorded", "pre-release-review-completed",
        "psychological-summary-issued", "recall-initiated", "risk-assessment-completed",
        "support-gap-identified", "community-tension-reported", "statement-contradicted",
    ])
    {
        Steps =
        [
            new("case-conference-held", Effect.Closes, Links.Lists("itemsConsidered")) { OfEach = true },
            new("temporary-release-decided", Effect.Closes, Links.Lists("eventsConsidered")) { OfEach = true },
            new("permission-decided", Effect.Closes, Links.Names("request")),
        ],
    };

    /// <summary>
    /// What a decision on leave from custody has to look at; of intelligence nothing, whatever is released to the
    /// prison.
    /// </summary>
    public static readonly Section ToConsiderForLeave = ToConsider with
    {
        Name = "toConsiderForLeave",
        Opens = ToConsider.Opens.Remove("intelligence-advisory-issued").Remove("imminent-harm-declared"),
    };
}
