namespace Reintegration.Events.Events.Custody;

/// <summary>A court's sentence, as the prison administration holds it.</summary>
/// <remarks>
/// It gives the group of the offence and the three dates that others plan by. It holds no account of the offence, no
/// victim and no co-accused. The earliest release opens the window in which partners begin to see the case.
/// </remarks>
[EventType("reintegration.custody.sentence-recorded.v1", "custody", Row = 3, Category = Category.Custody,
    Producers = [Sector.Prison], Governing = true,
    Summary = "A court's sentence, as the prison administration holds it.")]
public sealed record SentenceRecorded : IEvent<SentenceRecorded>
{
    [Field("offence")]
    public required OffenceGroup OffenceGroup { get; init; }

    [Field("sentence")]
    public required SentenceType SentenceType { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Start { get; init; }

    /// <summary>The first day on which release is possible; it may move with <c>ReleaseDateSet</c>.</summary>
    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly EarliestRelease { get; init; }

    /// <summary>The day on which the sentence ends in any case.</summary>
    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly Expiry { get; init; }

    public static SentenceRecorded Example => new()
    {
        OffenceGroup = OffenceGroup.Financing,
        SentenceType = SentenceType.Determinate,
        Start = new DateOnly(2023, 4, 17),
        EarliestRelease = new DateOnly(2026, 10, 16),
        Expiry = new DateOnly(2028, 4, 16),
    };
}

public enum OffenceGroup { TerrorismPreparation, Membership, Financing, Dissemination, Travel, Other }

public enum SentenceType { Determinate, Extended, Indeterminate, Suspended }
