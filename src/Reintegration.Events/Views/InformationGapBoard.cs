using Reintegration.Events.Policy.Tallies;

namespace Reintegration.Events.Views;

/// <summary>How much one owner holds back, and when it is looked at again.</summary>
public sealed record HeldBackBy(string Owner, long Count, DateTimeOffset? Due);

/// <summary>What the case does not know of itself, in numbers. A member is absent where the seat may not read it.</summary>
/// <param name="HeldBack">By owner: that there is intelligence, never what (hard case 19).</param>
/// <param name="DispositionsOverdue">How many nobody has decided about in time (hard case 2).</param>
/// <param name="AssessmentsStale">How many assessments have lapsed and were not made anew.</param>
/// <param name="SectorsMissing">Sectors that belong on a case and have no agency on it.</param>
public sealed record InformationGapBoardRow(
    ImmutableArray<HeldBackBy>? HeldBack, long? DispositionsOverdue, long? AssessmentsStale,
    ImmutableArray<string>? SectorsMissing);

/// <summary>What a panel has to know is missing before it decides: for its chair and its coordinator.</summary>
/// <remarks>
/// It folds over counts declared by the bundle under these names. The first two are the declared exception to what a
/// chair may know of intelligence; no other seat on the case is shown them.
/// </remarks>
public sealed class InformationGapBoard : ITallyView<InformationGapBoard, InformationGapBoardRow>
{
    public static string Name => "information-gap-board";
    public static int Version => 1;
    public static InformationGapBoardRow Empty => new(null, null, null, null);

    /// <summary>The aggregates it is folded from.</summary>
    public static ImmutableArray<string> Aggregates { get; } =
        ["withheld-intelligence", "dispositions-overdue", "assessments-stale", "sectors-missing"];

    public static InformationGapBoardRow Fold(InformationGapBoardRow row, Tally tally) => tally.Aggregate switch
    {
        "withheld-intelligence" => row with
        {
            HeldBack = [.. tally.Cells.Select(cell => new HeldBackBy(cell.Words[0], cell.Count ?? 0, cell.Due))],
        },
        "dispositions-overdue" => row with { DispositionsOverdue = tally.Cells[0].Count },
        "assessments-stale" => row with { AssessmentsStale = tally.Cells[0].Count },
        "sectors-missing" => row with { SectorsMissing = [.. tally.Cells.Select(cell => cell.Words[0])] },
        _ => row,
    };
}
