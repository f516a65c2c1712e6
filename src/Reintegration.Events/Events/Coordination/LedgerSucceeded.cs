namespace Reintegration.Events.Events.Coordination;

/// <summary>The end of a signed ledger was lost; what survives goes on under a new origin and a new key.</summary>
/// <remarks>
/// Recorded by <c>reintegration ledger succeed</c> alone, at the request of two operators, and never taken from a system.
/// Positions from the surviving size up to the lost size, without it, are gone. Of those from the proved size up to the
/// surviving size nothing kept shows whether they are what was signed: checkpoints and receipts held by others do.
/// Sizes are for auditors and coordination; members learn that it happened, when, and under which origin it goes on.
/// </remarks>
[EventType(WireName, "govern", Row = 75, Category = Category.Govern,
    Producers = [Sector.Coordination], Sensitivity = Sensitivity.S1, Place = CasePlace.NoCase,
    Retention = RetentionClass.Organisation,
    Summary = "The end of a signed ledger was lost; what survives goes on under a new origin and a new key.")]
public sealed record LedgerSucceeded : IEvent<LedgerSucceeded>
{
    /// <summary>The type's name on the wire.</summary>
    public const string WireName = "reintegration.coordination.ledger-succeeded.v1";

    /// <summary>A checkpoint is 200 characters, and each witness adds 150: far more witnesses than anyone has.</summary>
    public const int CheckpointLength = 16_000;

    /// <summary>The origin that signs no more.</summary>
    [Field("scope"), Label]
    public required string Origin { get; init; }

    /// <summary>The origin under which the ledger goes on.</summary>
    [Field("scope"), Label]
    public required string Successor { get; init; }

    /// <summary>How many leaves were signed.</summary>
    [Field("lost", Minimum = 1), Label]
    public required long LostSize { get; init; }

    /// <summary>The root over them.</summary>
    [Field("lost"), Label, Form(TextForm.Digest)]
    public required string LostRoot { get; init; }

    /// <summary>How many leaves were found, and are what the successor begins with.</summary>
    [Field("lost", Minimum = 0), Label]
    public required long SurvivingSize { get; init; }

    /// <summary>How many of them, from the first on, were shown to be those that were signed.</summary>
    [Field("lost", Minimum = 0), Label]
    public required long ProvedSize { get; init; }

    /// <summary>The last checkpoint signed, whole (C2SP tlog-checkpoint): evidence against whoever denies the loss.</summary>
    [Field("lost", MaxLength = CheckpointLength)]
    public required string Checkpoint { get; init; }

    /// <summary>The verifier key it is checked with. Receipts of what was lost are checked with it too.</summary>
    [Field("lost", MaxLength = Limits.LongTextLength)]
    public required string Key { get; init; }

    /// <summary>The two who opened the successor.</summary>
    [Field("operators", MinItems = 2, MaxItems = 2), Form(TextForm.Reference)]
    public required ImmutableArray<string> Operators { get; init; }

    [Field("dates")]
    public required DateOnly SucceededOn { get; init; }

    public static LedgerSucceeded Example => new()
    {
        Origin = "reintegration/events/5f2b9c0e6a1d4f3788e0c4b1a2d3e4f5",
        Successor = "reintegration/events/5f2b9c0e6a1d4f3788e0c4b1a2d3e4f5/2",
        LostSize = 1045,
        LostRoot = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        SurvivingSize = 1032,
        ProvedSize = 1024,
        Checkpoint = "reintegration/events/5f2b9c0e6a1d4f3788e0c4b1a2d3e4f5\n1045\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n"
            + "\u2014 reintegration/events/5f2b9c0e6a1d4f3788e0c4b1a2d3e4f5 "
            + "q83vAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/QA==\n",
        Key = "reintegration/events/5f2b9c0e6a1d4f3788e0c4b1a2d3e4f5+abcdef01+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh",
        Operators = ["operator-7", "operator-12"],
        SucceededOn = new DateOnly(2026, 4, 2),
    };
}
