namespace Reintegration.Events.Server.Doors;

/// <summary>Groups of roles that share doors.</summary>
public static class Roles
{
    /// <summary>Officials who can hold a seat on a case; the seat itself comes from events.</summary>
    public static readonly string[] CaseReaders =
    [
        "practitioner", "coordinator", "psychologist", "religious-mentor", "victim-officer", "source-handler",
        "intelligence-analyst", "liaison-officer", "panel-member", "panel-chair", "duty-officer",
    ];
}
