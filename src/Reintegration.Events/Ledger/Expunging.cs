namespace Reintegration.Events.Ledger;

/// <summary>What a command erases: its last event is the RecordExpunged that says so.</summary>
/// <param name="Events">Single events, by name; one that is not recorded, or erased already, changes nothing.</param>
/// <param name="Stream">
/// All that one owner recorded in one case before this command, with its data keys; null: single events alone.
/// </param>
public sealed record Expunging(ImmutableArray<EventName> Events, StreamId? Stream)
{
    /// <summary>
    /// How far the stream had come when it was read for this: had something been added since, it would be erased without
    /// being named, so the command is refused. Null: not asked.
    /// </summary>
    public long? StreamVersion { get; init; }

    /// <summary>The keys the ledger closed for it: destroyed once the command is durable.</summary>
    public ImmutableArray<ClosedKey> Keys { get; init; } = [];
}

/// <summary>A data key up to a generation, under which nothing new is sealed.</summary>
public readonly record struct ClosedKey(KeyScope Scope, int Generation);

/// <summary>An erasure at the place its RecordExpunged takes when the batch commits.</summary>
public sealed record PlacedExpunging(long By, Expunging What);

/// <summary>An erased event: what is still known of it.</summary>
/// <param name="By">Position of the RecordExpunged that names it.</param>
/// <param name="Governed">It may have changed what others were shown: what held then cannot be replayed.</param>
/// <param name="Juvenile">It said that the case concerns a minor: a protection outlives what it rested on.</param>
public sealed record Expunged(
    long Position, long By, StreamId Stream, long Version, DateTimeOffset RecordedAt, bool Governed, bool Juvenile)
{
    /// <summary>The type of the events that name what is erased.</summary>
    public const string Type = "reintegration.governance.record-expunged.v1";

    /// <summary>Event types whose erasure leaves a mark: what they decided cannot be decided again.</summary>
    public static ImmutableArray<string> GoverningTypes(Catalog catalog) =>
        [.. catalog.All.Where(type => type.Governing).Select(type => type.Name)];

    /// <summary>JSON Pointers of all that an event of a type may hold, as its commitments name them.</summary>
    public static IEnumerable<string> FieldsOf(EventType type) =>
        FieldPlan.Of(type).Fields.Select(field => field.Path).Distinct(StringComparer.Ordinal);
}
