using Reintegration.Events.Policy;

namespace Reintegration.Events.Views;

/// <summary>One case in a practitioner's list.</summary>
public sealed record CaseListRow(string? DisplayName, string? Lead, int Events, JsonElement? LastHappenedAt);

/// <summary>The line by which a practitioner finds a case again; a shorter view of the overview's fold.</summary>
public sealed class CaseList : IReadModel<CaseList, CaseListRow>
{
    public static string Name => "case-list";
    public static int Version => 1;
    public static CaseListRow Empty => new(null, null, 0, null);
    public static Audience Audience => new(
        [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health, Sector.Coordination],
        "practitioner", "reintegration");
    public static ViewScope Scope => ViewScope.Case;
    public static ImmutableArray<Column<CaseListRow>> Columns =>
    [
        Column<CaseListRow>.Text("displayName", row => row.DisplayName),
        Column<CaseListRow>.Text("lead", row => row.Lead),
        Column<CaseListRow>.Number("events", row => row.Events),
        Column<CaseListRow>.Date("lastHappenedAt", row => row.LastHappenedAt),
    ];

    public static CaseListRow Fold(CaseListRow row, Disclosure disclosure)
    {
        var overview = CaseOverview.Fold(
            CaseOverview.Empty with { DisplayName = row.DisplayName, Lead = row.Lead, Events = row.Events, LastHappenedAt = row.LastHappenedAt }, disclosure);
        return new CaseListRow(overview.DisplayName, overview.Lead, overview.Events, overview.LastHappenedAt);
    }
}
