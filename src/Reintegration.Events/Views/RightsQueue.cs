using Reintegration.Events.Policy;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>
/// What a data-protection officer has to answer, case by case: requests, restrictions, emergency accesses.
/// </summary>
/// <remarks>Of the own agency's events only; what other controllers hold is theirs to answer for.</remarks>
public sealed class RightsQueue : ISheetModel<RightsQueue>
{
    public static string Name => "rights-queue";
    public static int Version => 1;
    public static Audience Audience => new(
        [.. Enum.GetValues<Sector>().Where(sector => sector is not Sector.Intelligence and not Sector.Coordination)],
        "data-protection-officer", "rights-request");

    public static Layout Layout { get; } = new(
        Parts.Requests, Parts.Restrictions, Parts.EmergencyAccess, Parts.Contradictions);

    public static ImmutableArray<Watch> Watches { get; } =
        [Continuity.RequestOverdue, Continuity.EmergencyAccessUnreviewed, Continuity.ContradictionUnresolved];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.Count("openRequests", Parts.Requests), Sheets.Columns.Next("nextDue", Parts.Requests, "dueBy"),
        Sheets.Columns.Count("restrictions", Parts.Restrictions),
        Sheets.Columns.Count("emergencyAccesses", Parts.EmergencyAccess),
        Sheets.Columns.Count("openContradictions", Parts.Contradictions),
    ];
}

/// <summary>Erasures that wait for a second person, and holds that keep the owner's data.</summary>
public sealed class ErasureQueue : ISheetModel<ErasureQueue>
{
    public static string Name => "erasure-queue";
    public static int Version => 1;
    public static Audience Audience => RightsQueue.Audience;
    public static ViewScope Scope => ViewScope.Organisation;

    public static Layout Layout { get; } = new(Parts.Erasures, Parts.Holds);

    public static ImmutableArray<Watch> Watches { get; } = [Continuity.HoldEnded];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.Count("openErasures", Parts.Erasures), Sheets.Columns.Count("holds", Parts.Holds),
        Sheets.Columns.Next("nextHoldEnds", Parts.Holds, "until"),
    ];

    /// <summary>There is one row.</summary>
    public static string? Key(Disclosure disclosure) => Layout.Takes(disclosure) ? Name : null;
}
