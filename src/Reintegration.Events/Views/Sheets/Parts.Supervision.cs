namespace Reintegration.Events.Views.Sheets;

public static partial class Parts
{
    public static readonly Section Supervision = new("supervision", ["supervision-commenced"])
    {
        Steps = [new("supervision-ended", Effect.Closes, Links.Same("start"), Links.Any)],
    };

    /// <summary>Conditions that stand: as they were varied last, until they are discharged.</summary>
    public static readonly Section Conditions = new("conditions", ["supervision-condition-imposed"])
    {
        KeepsStrays = true,
        Steps =
        [
            new("supervision-condition-varied", Effect.Notes, Links.Names("condition")),
            new("supervision-condition-discharged", Effect.Closes, Links.Names("condition")),
        ],
    };

    public static readonly Section Contacts = new("contacts", ["supervision-contact-recorded"]) { IsLog = true };

    public static readonly Section Missed = new("missed", ["contact-missed"]) { IsLog = true };

    public static readonly Section Breaches = new("breaches", ["condition-breach-suspected"])
    {
        KeepsStrays = true,
        Steps =
        [
            new("condition-breach-confirmed", Effect.Closes, Links.Names("suspicion")),
            new("condition-breach-dismissed", Effect.Closes, Links.Names("suspicion")),
        ],
    };

    /// <summary>Alerts raised and not cleared.</summary>
    public static readonly Section Alerts = new("alerts", ["electronic-monitoring-alert-raised"])
    {
        Steps =
        [
            new("electronic-monitoring-alert-cleared", Effect.Closes, Links.Names("alert"), Links.SameOfOwner("kind")),
        ],
    };

    /// <summary>What the person asked leave for; it stands until it is decided.</summary>
    public static readonly Section Permissions = new("permissions", ["permission-requested"])
    {
        KeepsStrays = true,
        Steps =
        [
            new(
                "permission-decided", Effect.Closes, Links.Names("request"),
                Links.SameOfOwner("activity", "place", "date")),
        ],
    };

    public static readonly Section Residence = new("residence", ["residence-changed"]) { Overtakes = _ => "" };

    public static readonly Section Travel = new("travel", ["travel-notified"]) { IsLog = true };

    public static readonly Section Warnings = new("warnings", ["enforcement-warning-issued"]) { IsLog = true };

    public static readonly Section Recalls = new("recalls", ["recall-initiated"])
    {
        KeepsStrays = true,
        Steps = [new("recall-decided", Effect.Closes, Links.Names("initiation"), Links.SameOfOwner("reason"))],
    };

    public static readonly Section PoliceContacts = new("policeContacts", ["police-contact-recorded"]) { IsLog = true };

    /// <summary>Arrests; one stands until its proceedings have an outcome.</summary>
    public static readonly Section Arrests = new("arrests", ["arrest-recorded"])
    {
        KeepsStrays = true,
        Steps =
        [
            new(
                "proceedings-outcome-recorded", Effect.Closes, Links.Names("arrest"),
                Links.SameOfOwner("offenceGroup")),
        ],
    };

    /// <summary>Declarations of imminent harm that nobody has stood down.</summary>
    public static readonly Section Harm = new("imminentHarm", ["imminent-harm-declared"])
    {
        KeepsStrays = true,
        Steps = [new("imminent-harm-stood-down", Effect.Closes, Links.Names("declaration"))],
    };

    /// <summary>Advisories addressed to the reader's agency.</summary>
    public static readonly Section Advisories = new("advisories", ["intelligence-advisory-issued"]);

    /// <summary>Pointers to intelligence, each with what was decided about passing it on.</summary>
    public static readonly Section Pointers = new("pointers", ["intelligence-registered"])
    {
        Steps = [new("intelligence-disposition-decided", Effect.Notes, Links.Names("intelligence"))],
    };

    /// <summary>What staff or helpers must do to be safe; never why.</summary>
    public static readonly Section SafetyInstructions = new("safetyInstructions", ["safety-instruction-issued"])
    {
        IsLog = true,
    };
}
