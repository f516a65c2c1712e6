namespace Reintegration.Events.Ledger;

/// <summary>The unit of all-or-nothing: events of one or more streams, with what they take for granted.</summary>
public sealed record Command(ImmutableArray<PendingEvent> Events)
{
    /// <summary>Other streams the decision read; if one has governed anew since, the command is not written.</summary>
    public ImmutableArray<Guard> Guards { get; init; } = [];

    /// <summary>Whose earlier answers this command takes back; their epochs are numbered under the head lock.</summary>
    public ImmutableArray<Fence> Fences { get; init; } = [];

    /// <summary>What it erases; null is nothing.</summary>
    public Expunging? Expunges { get; init; }
}

/// <summary>
/// An accepted event, made ready on the request's thread; only <c>recordedAt</c> and its place are missing.
/// </summary>
/// <param name="Facts">The canonical (RFC 8785) bytes of the facts.</param>
/// <param name="RequestDigest">HMAC of {type, subject, time, data} under the owner's idempotency key: 32 bytes.</param>
/// <param name="Governs">
/// Whether decisions of others rest on it, because it feeds the case context or is a step of a course; moves the stream's
/// governing version.
/// </param>
public sealed record PendingEvent(
    Envelope Envelope, ReadOnlyMemory<byte> Facts, ReadOnlyMemory<byte> RequestDigest, bool Governs)
{
    /// <summary>The facts as they will be kept; the ledger seals them before the command joins others.</summary>
    public SealedEvent? Sealed { get; init; }

    /// <summary>Version the stream must be at before this event; null is any, 0 is "no stream yet".</summary>
    public long? ExpectedVersion { get; init; }
}

/// <summary>
/// A stream read for a decision, with the version of its last governing event as it was read (0: none).
/// </summary>
/// <remarks>
/// Comparing governing versions instead of versions keeps ordinary reports of another owner from failing a decision
/// they cannot influence, and from showing, by that failure, that they were made.
/// </remarks>
public readonly record struct Guard(StreamId Stream, long GoverningVersion);

/// <summary>
/// Answers given to this agency (null: to anyone) about this case (null: any) before now must be decided again.
/// </summary>
public readonly record struct Fence(AgencyId? Agency, CaseId? Case);

public enum AppendVerdict
{
    /// <summary>
    /// Durable. Events already recorded with the same content count as done and return their first receipt.
    /// </summary>
    Appended,
    /// <summary>Every event was already recorded with the same content; nothing was written.</summary>
    AlreadyRecorded,
    /// <summary>A name is taken by other content.</summary>
    NameTaken,
    /// <summary>A stream is not at the expected version.</summary>
    WrongVersion,
    /// <summary>A stream read for the decision has governed anew.</summary>
    GuardMoved,

    /// <summary>
    /// A key it was sealed under has been destroyed since. Ledgers seal again; no caller is answered this.
    /// </summary>
    KeyDestroyed,
}

/// <summary>What became of a command. Receipts are in the order of its events, and empty when it was refused.</summary>
public sealed record AppendOutcome(AppendVerdict Verdict, ImmutableArray<Receipt> Receipts)
{
    public bool Accepted => Verdict is AppendVerdict.Appended or AppendVerdict.AlreadyRecorded;
    /// <summary>The event whose name was taken, when refused for it.</summary>
    public EventName? Name { get; init; }
    /// <summary>The stream that was not as expected, and the version found there.</summary>
    public StreamId? Stream { get; init; }
    public long FoundVersion { get; init; }
}

/// <summary>
/// Proof of acceptance. The position is for auditors and this process only; it never reaches a case seat (law 5).
/// </summary>
/// <param name="First">False when the event had been recorded by an earlier command.</param>
public sealed record Receipt(
    EventName Name, string Type, StreamId Stream, long Version, long Position, DateTimeOffset RecordedAt,
    ReadOnlyMemory<byte> LeafHash, bool First);
