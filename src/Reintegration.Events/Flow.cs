namespace Reintegration.Events;

// Open this file first. Five nouns and four arrows; each noun can only be made by the arrow before it:
//
//     Submission --accept--> IEvent --append--> Recorded --disclose--> Disclosure --fold--> Row
//      HTTP in     Intake    Events    Ledger               Policy                 Views    HTTP out
//
// Submission   what an agency's system sent: well-formed, not yet trusted          (below)
// IEvent       what happened, in the words of the field: one file per type         (Events/)
// Recorded     an event at its place in the ledger: durable, ordered, unalterable  (Ledger/Recorded.cs)
// Disclosure   what one seat may know of one Recorded: made by the policy alone    (Policy/Disclosure.cs)
// Row          what an agency sees: a pure fold over disclosures                   (Views/)

/// <summary>What an agency's system sent through the one intake door: well-formed, not yet accepted.</summary>
/// <remarks>
/// CloudEvents 1.0 attributes with their names in our words: <c>subject</c> is the case, <c>time</c> is when it
/// happened.
/// <see cref="About"/> and <see cref="Facts"/> are the two members of <c>data</c>. Nothing here has been checked
/// against
/// the type's schema, the poster's place on the case or the state of any stream.
/// </remarks>
public sealed record Submission
{
    public required EventName Name { get; init; }
    public required string Type { get; init; }

    /// <summary>
    /// A case id, or the name of the CaseOpened event that created it; null for what concerns no case.
    /// </summary>
    public string? Subject { get; init; }
    public required DateTimeOffset HappenedAt { get; init; }
    public required JsonElement About { get; init; }
    public required JsonElement Facts { get; init; }

    /// <summary>The version the poster believes its own stream is at; null is "any", 0 is "no stream yet".</summary>
    public long? ExpectedVersion { get; init; }
    public string? CorrelationId { get; init; }
    public string? CausationId { get; init; }
}

/// <summary>The part of either ledger that is for ever: its leaves, and the head of the tree over them.</summary>
/// <remarks>What signs, serves and proves a tree needs no event, and goes on when an event is erased.</remarks>
public interface ILeaves
{
    /// <summary>
    /// The exact bytes of every leaf after a position, contiguous and in order; ends at the head that was current on
    /// the call.
    /// </summary>
    /// <exception cref="LedgerBrokenException">A position is missing.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger could not be read.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> Leaves(long after, CancellationToken ct);

    /// <summary>Size, root and fence epoch, read together.</summary>
    Task<LedgerHead> Head(CancellationToken ct);
}

/// <summary>The ordered, append-only memory of what agencies reported.</summary>
/// <remarks>
/// Two implementations, one suite of laws: <c>MemoryLedger</c> and <c>PostgresLedger</c>. From the commit of a
/// RecordExpunged on, no read returns an event it names; <see cref="ILeaves.Leaves"/> and first receipts stay.
/// </remarks>
public interface ILedger : ILeaves
{
    /// <summary>Adds the events of one command to the ends of their streams, all of them or none.</summary>
    /// <remarks>
    /// When this returns <see cref="AppendVerdict.Appended"/> the events are durable, hold consecutive positions, and
    /// will never change. The same name submitted again with the same content returns the first receipt and appends
    /// nothing; with other content it is a conflict. If a stream is not at the version the command expects, or a guard
    /// moved, nothing is written and the outcome carries the version that was found. An exception means the outcome is
    /// unknown: sending the same names again resolves it.
    /// </remarks>
    Task<AppendOutcome> Append(Command command, CancellationToken ct);

    /// <summary>Several commands handed in together, each judged alone and in this order.</summary>
    /// <remarks>The outcomes are those of appending one after the other; a ledger may do it in less work.</remarks>
    async Task<IReadOnlyList<AppendOutcome>> Append(IReadOnlyList<Command> commands, CancellationToken ct)
    {
        var outcomes = new AppendOutcome[commands.Count];
        for (var i = 0; i < outcomes.Length; i++) outcomes[i] = await Append(commands[i], ct);
        return outcomes;
    }

    /// <summary>
    /// Every event after a position that is not erased, in order; ends at the head that was current on the call.
    /// </summary>
    /// <remarks>A gap is never skipped: it throws, because a reader that continues past one has lost an
    /// event.</remarks>
    IAsyncEnumerable<Recorded> Read(long after, CancellationToken ct);

    /// <summary>
    /// Events about one case by every owner (null: about no case), in position order, after a position.
    /// </summary>
    /// <param name="types">Only these event types, or every type when null.</param>
    Task<IReadOnlyList<Recorded>> ReadCase(
        CaseId? @case, IReadOnlySet<string>? types, long after, CancellationToken ct);

    /// <summary>
    /// The same, or nothing at once when the governing versions of the case's streams still add up to what they did:
    /// each only grows, so then nothing has governed since.
    /// </summary>
    Task<IReadOnlyList<Recorded>> ReadGoverning(
        CaseId @case, IReadOnlySet<string> types, long after, long governingVersions, CancellationToken ct);

    /// <summary>One owner's events, in one case or in all of them, in position order, after a position.</summary>
    Task<IReadOnlyList<Recorded>> ReadOwner(AgencyId owner, CaseId? @case, long after, int limit, CancellationToken ct);

    /// <summary>Those of these names that are recorded, with what recognises a retry. Absent names are free.</summary>
    Task<IReadOnlyDictionary<EventName, KnownEvent>> Known(IReadOnlyCollection<EventName> names, CancellationToken ct);

    /// <summary>The event of this name, or null.</summary>
    Task<Recorded?> Find(EventName name, CancellationToken ct);

    /// <summary>
    /// The rows by which events are found by their labels, after a position and up to another: what an auditor compares
    /// with the labels that were committed to.
    /// </summary>
    Task<ILookup<long, (string Name, string Value)>> LabelRows(long after, long upTo, CancellationToken ct);

    /// <summary>The cases of all events of a type that carry this label with this value, each once.</summary>
    Task<IReadOnlyList<CaseId>> CasesByLabel(string type, string label, string value, CancellationToken ct);

    /// <summary>What is erased after a position, up to and including another, in order.</summary>
    Task<IReadOnlyList<Expunged>> Expunged(long after, long upTo, CancellationToken ct);

    /// <summary>What is erased of one case, in order.</summary>
    Task<IReadOnlyList<Expunged>> Expunged(CaseId @case, CancellationToken ct);

    /// <summary>Position of the last RecordExpunged that any <see cref="ReadCase"/> of this process saw; -1: none.</summary>
    /// <remarks>Whoever keeps what was folded from events folds again when it has moved.</remarks>
    long LastErasure { get; }

    /// <summary>Destroys what RecordExpunged events name: keys first, then rows. Doing it again does nothing.</summary>
    /// <remarks>To be done after each of them, and before serving: a crash or a restore may have left some.</remarks>
    /// <exception cref="LedgerUnavailableException">Not all could be destroyed; ask again.</exception>
    Task Erase(CancellationToken ct);
}

/// <summary>The ordered memory of every consultation, disclosure and refusal.</summary>
public interface IAccessLedger : ILeaves
{
    /// <summary>Makes the record durable, provided no fence was raised since the answer was decided.</summary>
    /// <remarks>
    /// Returns null, having written nothing, when the ledger's fence epoch is no longer <see
    /// cref="AccessRecord.Epoch"/>:
    /// the caller decides again before releasing anything. Any exception means nothing may be released.
    /// </remarks>
    Task<AccessReceipt?> Record(AccessRecord record, CancellationToken ct);

    /// <summary>Records in order, newest last, filtered by the closed fields of <see cref="AccessQuery"/>.</summary>
    Task<IReadOnlyList<AccessRecorded>> Read(AccessQuery query, CancellationToken ct);
}
