namespace Reintegration.Events.Ledger;

/// <summary>Decides, for commands in their order, which are written, where, and what the others are answered.</summary>
/// <remarks>
/// Pure: it is given what was found in the ledger under its lock and returns what to write. Every ledger uses it, so
/// memory and database cannot disagree about a rule. Each command is judged alone, against the ledger as the commands
/// before it leave it; one that is refused changes nothing for those after it.
/// </remarks>
public sealed class Judge
{
    readonly Found _found;
    readonly Dictionary<StreamId, StreamState> _streams = [];
    readonly Dictionary<EventName, KnownEvent> _written = [];
    readonly List<Placed> _events = [];
    readonly List<RaisedFence> _fences = [];
    readonly byte[] _hashes;
    readonly List<PlacedExpunging> _expungings = [];

    Judge(Found found, int events) => (_found, _hashes) = (found, new byte[events * MerkleTree.HashLength]);

    /// <summary>Judges commands against what was found.</summary>
    /// <param name="recordedAt">The one instant all of them are recorded at; not before <see
    /// cref="Found.RecordedAt"/>.</param>
    public static Judged All(IReadOnlyList<Command> commands, Found found, DateTimeOffset recordedAt)
    {
        var judge = new Judge(found, commands.Sum(command => command.Events.Length));
        var outcomes = ImmutableArray.CreateBuilder<AppendOutcome>(commands.Count);
        for (var i = 0; i < commands.Count; i++)
            outcomes.Add(judge.One(commands[i], i, recordedAt));
        judge.HashLeaves();
        return new Judged(outcomes.MoveToImmutable(), judge._events, judge._streams, judge._fences, judge._expungings, recordedAt);
    }

    /// <summary>Refuses a command that no ledger could record.</summary>
    /// <remarks>Asked before a command joins others: one that cannot be stored must not spoil their batch.</remarks>
    /// <exception cref="ArgumentException">
    /// It has no events, a digest is not 32 bytes long, a case id is nil, a type or label cannot be stored as text, or it
    /// erases what it may not.
    /// </exception>
    public static void Require(Command command)
    {
        if (command.Events.IsDefaultOrEmpty)
            throw new ArgumentException("A command records at least one event.", nameof(command));
        if (command.Expunges is { } expunging)
            Require(command.Events[^1].Envelope, expunging);
        foreach (var pending in command.Events)
        {
            if (pending.RequestDigest.Length != MerkleTree.HashLength)
                throw new ArgumentException(
                    $"The digest of {pending.Envelope.Name} must be 32 bytes long.", nameof(command));
            if (pending.Envelope.Case is { } id && id.Value == Guid.Empty)
                throw new ArgumentException(
                    $"{pending.Envelope.Name} is about the nil case; no case has that id.", nameof(command));
            if (!LabelText.IsStorable(pending.Envelope.Type)
                || LabelText.All(pending.Envelope).Any(
                    label => !LabelText.IsStorable(label.Name) || !LabelText.IsStorable(label.Value)))
                throw new ArgumentException(
                    $"A label of {pending.Envelope.Name} is malformed or longer than {LabelText.LimitBytes} bytes.",
                    nameof(command));
        }
    }

    /// <summary>Nobody erases another owner's data, nor what concerns no case but by name.</summary>
    static void Require(Envelope by, Expunging expunging)
    {
        var owners = expunging.Events.Select(name => name.Owner);
        if (expunging.Stream is { } stream) owners = owners.Append(stream.Owner);
        if (by.Type != Expunged.Type || expunging.Stream is { Case: null } || owners.Any(owner => owner != by.Owner))
            throw new ArgumentException(
                $"{by.Name} erases what it may not: a RecordExpunged names data of its own owner, events or a case.",
                nameof(expunging));
    }

    AppendOutcome One(Command command, int number, DateTimeOffset recordedAt)
    {
        if (TakenName(command) is { } taken)
            return new AppendOutcome(AppendVerdict.NameTaken, []) { Name = taken };
        if (command.Events.All(e => Known(e.Envelope.Name) is not null))
            return new AppendOutcome(
                AppendVerdict.AlreadyRecorded, [.. command.Events.Select(e => Again(e.Envelope.Name))]);
        if (WrongVersion(command) is { } wrong)
            return new AppendOutcome(
                AppendVerdict.WrongVersion, [])
            { Stream = wrong.Stream, FoundVersion = wrong.Version };
        foreach (var guard in command.Guards)
            if (State(guard.Stream).GoverningVersion is var found && found != guard.GoverningVersion)
                return new AppendOutcome(AppendVerdict.GuardMoved, []) { Stream = guard.Stream, FoundVersion = found };
        if (command.Expunges is { Stream: { } erased, StreamVersion: { } read } && State(erased).Version is var now && now != read)
            return new AppendOutcome(AppendVerdict.WrongVersion, []) { Stream = erased, FoundVersion = now };
        return command.Events.All(_found.Stands)
            ? Write(command, number, recordedAt)
            : new AppendOutcome(AppendVerdict.KeyDestroyed, []);
    }

    /// <summary>The first name that is recorded with other content, in the ledger or earlier in this command.</summary>
    EventName? TakenName(Command command)
    {
        Dictionary<EventName, ReadOnlyMemory<byte>>? own = command.Events.Length > 1 ? [] : null;
        foreach (var pending in command.Events)
        {
            var name = pending.Envelope.Name;
            if (Known(name) is { RequestDigest: { } recorded } && !recorded.Span.SequenceEqual(pending.RequestDigest.Span))
                return name;
            if (own is not null && !own.TryAdd(name, pending.RequestDigest)
                && !own[name].Span.SequenceEqual(pending.RequestDigest.Span))
                return name;
        }
        return null;
    }

    (StreamId Stream, long Version)? WrongVersion(Command command)
    {
        if (command.Events.All(e => e.ExpectedVersion is null)) return null;
        Dictionary<StreamId, long> versions = [];
        HashSet<EventName> fresh = [];
        foreach (var pending in command.Events)
        {
            // What is recorded already was checked when it was recorded.
            if (Known(pending.Envelope.Name) is not null || !fresh.Add(pending.Envelope.Name)) continue;
            var stream = pending.Envelope.Stream;
            var version = versions.TryGetValue(stream, out var moved) ? moved : State(stream).Version;
            if (pending.ExpectedVersion is { } expected && expected != version) return (stream, version);
            versions[stream] = version + 1;
        }
        return null;
    }

    AppendOutcome Write(Command command, int number, DateTimeOffset recordedAt)
    {
        var receipts = ImmutableArray.CreateBuilder<Receipt>(command.Events.Length);
        for (var i = 0; i < command.Events.Length; i++)
        {
            var pending = command.Events[i];
            receipts.Add(Known(pending.Envelope.Name) is null
                ? Place(pending, (number, i), recordedAt)
                : Again(pending.Envelope.Name));
        }
        foreach (var fence in command.Fences)
            _fences.Add(new RaisedFence(_found.Epoch + _fences.Count + 1, receipts[^1].Position, fence));
        if (command.Expunges is { } expunging && receipts[^1].First)
            _expungings.Add(new PlacedExpunging(receipts[^1].Position, expunging));
        return new AppendOutcome(AppendVerdict.Appended, receipts.MoveToImmutable());
    }

    Receipt Place(PendingEvent pending, (int Command, int Event) origin, DateTimeOffset recordedAt)
    {
        var envelope = pending.Envelope;
        var before = State(envelope.Stream);
        var version = before.Version + 1;
        _streams[envelope.Stream] = new StreamState(version, pending.Governs ? version : before.GoverningVersion);

        var leaf = Leaf.V1(
            pending.Sealed
                ?? throw new InvalidOperationException($"{envelope.Name} is not sealed."), _found.Ledger, recordedAt);
        var hash = _hashes.AsMemory(_events.Count * MerkleTree.HashLength, MerkleTree.HashLength);
        var receipt = new Receipt(
            envelope.Name, envelope.Type, envelope.Stream, version, _found.Size + _events.Count, recordedAt, hash,
            First: true);
        _events.Add(new Placed(pending, receipt, leaf, origin.Command, origin.Event));
        _written.Add(envelope.Name, new KnownEvent(pending.RequestDigest, receipt));
        return receipt;
    }

    /// <summary>All leaves of the batch side by side; the receipts hold their places already.</summary>
    void HashLeaves()
    {
        var ends = new int[_events.Count];
        for (var i = 0; i < ends.Length; i++) ends[i] = (i == 0 ? 0 : ends[i - 1]) + _events[i].Leaf.Length;
        var leaves = new byte[ends.Length == 0 ? 0 : ends[^1]];
        for (var i = 0; i < ends.Length; i++) _events[i].Leaf.CopyTo(leaves.AsMemory(ends[i] - _events[i].Leaf.Length));
        MerkleTree.LeafHashes(leaves, ends, _hashes);
    }

    Receipt Again(EventName name) => Known(name)!.Receipt with { First = false };

    KnownEvent? Known(EventName name) =>
        _written.GetValueOrDefault(name) ?? _found.Events.GetValueOrDefault(name);

    StreamState State(StreamId stream) =>
        _streams.TryGetValue(stream, out var state) ? state : _found.Streams.GetValueOrDefault(stream);
}

/// <summary>What the ledger held about the commands to be judged, read under its lock.</summary>
/// <param name="Ledger">The ledger's id, which every leaf names.</param>
/// <param name="RecordedAt">When the last event was recorded.</param>
/// <param name="Streams">Touched and guarded streams; one that is absent has no events.</param>
/// <param name="Events">Those of the commands' names that are recorded already.</param>
/// <param name="Stands">Whether no key an event was sealed under has been destroyed since.</param>
public sealed record Found(
    string Ledger, long Size, long Epoch, DateTimeOffset RecordedAt,
    IReadOnlyDictionary<StreamId, StreamState> Streams, IReadOnlyDictionary<EventName, KnownEvent> Events,
    Func<PendingEvent, bool> Stands);

/// <summary>Where a stream stands: its last version and that of its last governing event; 0 is none.</summary>
public readonly record struct StreamState(long Version, long GoverningVersion);

/// <summary>An event recorded earlier.</summary>
/// <param name="RequestDigest">Null once erased: then its name answers the first receipt, whatever the content.</param>
public sealed record KnownEvent(ReadOnlyMemory<byte>? RequestDigest, Receipt Receipt);

/// <summary>What to write, and what to answer each command once it is durable.</summary>
/// <param name="Streams">The streams that moved, as they stand afterwards.</param>
public sealed record Judged(
    ImmutableArray<AppendOutcome> Outcomes, IReadOnlyList<Placed> Events,
    IReadOnlyDictionary<StreamId, StreamState> Streams, IReadOnlyList<RaisedFence> Fences,
    IReadOnlyList<PlacedExpunging> Expungings, DateTimeOffset RecordedAt);

/// <summary>An event with the place it takes when the batch commits.</summary>
/// <param name="Command">Which of the judged commands it came with, from 0.</param>
/// <param name="Event">Which of that command's events it is, from 0.</param>
public sealed record Placed(PendingEvent Pending, Receipt Receipt, ReadOnlyMemory<byte> Leaf, int Command, int Event);

/// <summary>A fence with the epoch it opens.</summary>
public sealed record RaisedFence(long Epoch, long Position, Fence Fence);
