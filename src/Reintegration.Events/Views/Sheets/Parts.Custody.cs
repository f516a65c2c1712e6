namespace Reintegration.Events.Views.Sheets;

/// <summary>Sections that read models share, each described once; a read model is a choice of them.</summary>
public static partial class Parts
{
    /// <summary>Who the case is about, and whether it is open.</summary>
    public static readonly Section Case = new("case", ["case-opened"])
    {
        Steps =
        [
            new("case-closed", Effect.Closes, Links.Any),
            new("case-reopened", Effect.Reopens, Links.Any),
            new("lead-transferred", Effect.Notes, Links.Any),
        ],
    };

    /// <summary>Agencies on the case.</summary>
    public static readonly Section Agencies = new("agencies", ["case-agency-joined"])
    {
        Overtakes = joined => joined.Text("agency") ?? "",
        Steps = [new("case-agency-left", Effect.Closes, Links.Same("agency"))],
    };

    public static readonly Section Sentence = new("sentence", ["sentence-recorded"]) { Overtakes = _ => "" };

    /// <summary>The day of release, as it was set last for the sentence that was recorded last.</summary>
    public static readonly Section ReleaseDate = new("releaseDate", ["release-date-set", "release-date-changed"])
    {
        Overtakes = _ => "",
        Steps = [new("sentence-recorded", Effect.Closes, Links.Any) { OfEach = true }],
    };

    public static readonly Section Released = new("released", ["person-released"]) { Overtakes = _ => "" };

    /// <summary>Who was told of the release, and by when each is to have acknowledged it.</summary>
    public static readonly Section Notifications = new("notifications", ["release-notified"])
    {
        Steps = [new("release-notification-acknowledged", Effect.Notes, Links.Names("notification"))],
    };

    public static readonly Section Placement = new("placement", ["placement-changed"]) { Overtakes = _ => "" };

    public static readonly Section Intake = new("intake", ["custodial-intake-assessed"]) { Overtakes = _ => "" };

    public static readonly Section Review = new("preReleaseReview", ["pre-release-review-completed"])
    {
        Overtakes = _ => "",
    };

    /// <summary>
    /// The plan for the time after release; without an approval among what followed it is only proposed.
    /// </summary>
    public static readonly Section ReleasePlan = new("releasePlan", ["release-plan-proposed"])
    {
        Overtakes = _ => "",
        KeepsStrays = true,
        Steps = [new("release-plan-approved", Effect.Notes, Links.Names("proposal"))],
    };

    /// <summary>What one agency is to take over from another.</summary>
    public static readonly Section Handovers = new("handovers", ["handover-offered"])
    {
        KeepsStrays = true,
        Steps =
        [
            new("handover-accepted", Effect.Closes, Links.Names("offer"), Links.Same("fromOwner", "toOwner", "scope")),
            new("handover-refused", Effect.Closes, Links.Names("offer"), Links.Same("fromOwner", "toOwner", "scope")),
        ],
    };

    /// <summary>Decisions on leave from custody; one that was deferred still has to be made.</summary>
    public static readonly Section Leave = new("leave", ["temporary-release-decided"])
    {
        Overtakes = decided => decided.Text("from") ?? decided.Event,
    };

    public static readonly Section Observations = new(
        "observations", ["behaviour-observation-recorded", "custodial-incident-recorded"])
    {
        IsLog = true,
    };

    public static readonly Section Programmes = new("programmes", ["rehabilitation-programme-enrolled"])
    {
        KeepsStrays = true,
        Steps =
        [
            new(
                "rehabilitation-programme-completed", Effect.Closes, Links.SameOfOwner("programme"),
                Links.SameOfOwner("start")),
            new(
                "rehabilitation-programme-withdrawn", Effect.Closes, Links.SameOfOwner("programme"),
                Links.SameOfOwner("start")),
        ],
    };
}
