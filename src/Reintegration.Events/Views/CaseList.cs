using Reintegration.Events.Policy;

namespace Reintegration.Events.Views;

/// <summary>One case in a practitioner's list.</summary>
public sealed record CaseListRow(string? DisplayName, string? Lead, int Events, JsonElement? LastHappenedAt);

/// <summary>The line by which a practitioner finds a case again; a shorter view of the overview's fold.</summary>
public sealed class CaseList : IView<CaseList, CaseListRow>
{
    public static string Name => "case-list";
    public static int Version => 1;
    public static CaseListRow Empty => new(null, null, 0, null);

    public static CaseListRow Fold(CaseListRow row, Disclosure disclosure)
    {
        var overview = CaseOverview.Fold(
            CaseOverview.Empty with { DisplayName = row.DisplayName, Lead = row.Lead, Events = row.Events, LastHappenedAt = row.LastHappenedAt }, disclosure);
        return new CaseListRow(overview.DisplayName, overview.Lead, overview.Events, overview.LastHappenedAt);
    }
}
