namespace Reintegration.Events.Events.Governance;

/// <summary>The ledger has erased what an approved proposal named.</summary>
/// <remarks>
/// Recorded by the ledger itself, in the owner's stream, together with the approval. It names fields and never a value.
/// Leaves, roots and proofs of what it names stay valid for ever. An erasure is complete everywhere only when the last
/// backup that holds the old bytes has expired: that is the day it states (Directive (EU) 2016/680, articles 16, 25).
/// </remarks>
[EventType("reintegration.governance.record-expunged.v1", "erasure", Row = 70, Category = Category.Dataq,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
        Sector.Oversight, Sector.Coordination,
    ],
    Place = CasePlace.NoCase, Retention = RetentionClass.Organisation,
    Summary = "The ledger has erased what an approved proposal named.")]
public sealed record RecordExpunged : IEvent<RecordExpunged>
{
    [Field("proposal"), Label]
    public required EventName Proposal { get; init; }

    [Field("proposal")]
    public required EventName Approval { get; init; }

    /// <summary>The events that were named: the target and its corrections. Absent when a case was named.</summary>
    [Field("target", MinItems = 1)]
    public ImmutableArray<EventName>? Events { get; init; }

    /// <summary>The case in which all that the owner had recorded was erased.</summary>
    [Field("target")]
    public CaseId? Case { get; init; }

    /// <summary>
    /// The leaf of every event that was erased, in lower-case hexadecimal digits: by it a verifier who never saw the event
    /// tells what was erased from what was tampered with.
    /// </summary>
    [Field("target", MinItems = 1, MaxItems = LeafLimit), Label]
    public required ImmutableArray<string> LeafHashes { get; init; }

    /// <summary>JSON Pointers of the members that were erased; never what they held.</summary>
    [Field("fields", MinItems = 1, MaxItems = FieldLimit)]
    public required ImmutableArray<string> ExpungedFields { get; init; }

    /// <summary>From this day on no backup holds it either.</summary>
    [Field("dates")]
    public required DateOnly CompleteOn { get; init; }

    /// <summary>All members of all types together are some hundreds; a case may have seen all of them.</summary>
    public const int FieldLimit = 1000;

    /// <summary>A hundred events are a case; a thousand of one owner are a long one, and this is its tenfold.</summary>
    public const int LeafLimit = 10_000;

    public static RecordExpunged Example => new()
    {
        Proposal = EventName.Parse("/agencies/prison/events/0190c61d-7a50-7c11-9b0e-5f8f2ad3c901"),
        Approval = EventName.Parse("/agencies/prison/events/0190c61e-02b4-7f6e-8d4a-1f3b6c7a8e55"),
        Events = [EventName.Parse("/agencies/prison/events/0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12")],
        LeafHashes = ["6ca13d52ca70c883e0f0bb101e425a89e8624de51db2d2392593af6a84118090"],
        ExpungedFields = ["/envelope/author", "/facts/factSummary"],
        CompleteOn = new DateOnly(2027, 4, 5),
    };
}
