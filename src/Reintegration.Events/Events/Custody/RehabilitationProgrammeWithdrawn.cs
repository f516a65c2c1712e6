namespace Reintegration.Events.Events.Custody;

/// <summary>The person no longer takes part in a rehabilitation programme.</summary>
/// <remarks>
/// Whoever ended it, and however early: places close, people are moved, some choose otherwise. It is not a breach of
/// anything.
/// </remarks>
[EventType("reintegration.custody.rehabilitation-programme-withdrawn.v1", "service", Row = 8,
    Category = Category.Service, Producers = [Sector.Prison, Sector.Community],
    Summary = "The person no longer takes part in a rehabilitation programme.")]
public sealed record RehabilitationProgrammeWithdrawn : IEvent<RehabilitationProgrammeWithdrawn>
{
    [Field("programme")]
    public required string Programme { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Start { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly End { get; init; }

    [Field("reason")]
    public required WithdrawalReason Reason { get; init; }

    public static RehabilitationProgrammeWithdrawn Example => new()
    {
        Programme = "Steps to Work, joinery",
        Start = new DateOnly(2026, 2, 2),
        End = new DateOnly(2026, 5, 29),
        Reason = WithdrawalReason.Moved,
    };
}

public enum WithdrawalReason { PersonsChoice, Moved, Released, ProgrammeEnded, NotSuitable, Health }
