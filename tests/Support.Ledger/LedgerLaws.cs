using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Reintegration.Events;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;

namespace Support.Ledger;

/// <summary>
/// What every events ledger promises. Runs over each implementation; the ledger may hold earlier tests' events.
/// </summary>
public abstract partial class LedgerLaws
{
    protected const int RacerCount = 64;

    /// <summary>The ledger under test; the same one until <see cref="Reopen"/>.</summary>
    protected abstract ILedger Ledger { get; }

    /// <summary>Moves the clock that the ledger under test reads.</summary>
    protected abstract void SetClock(DateTimeOffset now);

    /// <summary>Closes the ledger and opens it again, as after a restart of the process.</summary>
    protected abstract Task Reopen();

    [Fact]
    public async Task A_receipt_names_where_the_event_is_found_again_whole()
    {
        var pending = Some.Event(Some.Stream());
        var receipt = (await Append(Some.Command(pending))).Receipts.Single();
        await Reopen();

        var found = await Ledger.Find(pending.Envelope.Name, default);

        Assert.NotNull(found);
        Assert.Equal((receipt.Position, receipt.Version, receipt.RecordedAt), (found.Position, found.Version, found.RecordedAt));
        Assert.Equal(receipt.LeafHash.ToArray(), MerkleTree.LeafHash(found.Leaf.Span));
        var ledger = (await Ledger.Head(default)).Ledger;
        using var leaf = JsonDocument.Parse(found.Leaf);
        Assert.Equal(["ciphertextDigests", "fieldsRoot", "ledger", "recordedAt", "v"], leaf.RootElement.EnumerateObject().Select(m => m.Name));
        Assert.Equal(ledger, leaf.RootElement.GetProperty("ledger").GetString());
        Assert.Equal(Leaf.Text(receipt.RecordedAt), leaf.RootElement.GetProperty("recordedAt").GetString());
        Assert.Equal(
            found.Parts.Select(part => Base64Url.EncodeToString(SHA256.HashData(part.Ciphertext.Span))),
            leaf.RootElement.GetProperty("ciphertextDigests").EnumerateArray().Select(digest => digest.GetString()!));
        AssertSame(pending.Envelope, found.Envelope);
        Assert.True(receipt.First);
        Assert.Null(await Ledger.Find(new EventName(pending.Envelope.Owner, Guid.NewGuid()), default));
    }

    [Fact]
    public async Task Positions_have_no_holes_and_versions_count_within_a_stream()
    {
        var (a, b) = (Some.Stream(), Some.Stream());
        var start = (await Ledger.Head(default)).Size;
        var first = await Append(Some.Command(Some.Event(a), Some.Event(b), Some.Event(a)));
        var second = await Append(Some.Command(Some.Event(b), Some.Event(a)));

        Assert.Equal([start, start + 1, start + 2], first.Receipts.Select(r => r.Position));
        Assert.Equal([1, 1, 2], first.Receipts.Select(r => r.Version));
        Assert.Equal([start + 3, start + 4], second.Receipts.Select(r => r.Position));
        Assert.Equal([2, 3], second.Receipts.Select(r => r.Version));
        Assert.Equal(start + 5, (await Ledger.Head(default)).Size);
    }

    [Fact]
    public async Task The_same_name_with_the_same_content_answers_its_first_receipt_even_after_a_restart()
    {
        var command = Some.Command(Some.Event(Some.Stream(), expected: 0));
        var first = (await Append(command)).Receipts.Single();
        await Reopen();
        var size = (await Ledger.Head(default)).Size;

        var again = await Append(command);

        Assert.Equal(AppendVerdict.AlreadyRecorded, again.Verdict);
        AssertSame(first with { First = false }, again.Receipts.Single());
        Assert.Equal(size, (await Ledger.Head(default)).Size);
    }

    [Fact]
    public async Task The_same_name_with_other_content_is_refused_and_writes_nothing()
    {
        var (stream, id) = (Some.Stream(), Guid.NewGuid());
        await Append(Some.Command(Some.Event(stream, id, "attended")));
        var before = await Ledger.Head(default);

        var clash = await Append(Some.Command(Some.Event(stream), Some.Event(stream, id, "missed")));

        Assert.Equal(AppendVerdict.NameTaken, clash.Verdict);
        Assert.Equal(new EventName(stream.Owner, id), clash.Name);
        Assert.Empty(clash.Receipts);
        Assert.Equal(before.Root.ToArray(), (await Ledger.Head(default)).Root.ToArray());
    }

    [Fact]
    public async Task One_name_twice_in_a_command_is_one_event_or_a_clash()
    {
        var (stream, id, other) = (Some.Stream(), Guid.NewGuid(), Guid.NewGuid());
        var twice = await Append(Some.Command(Some.Event(stream, id), Some.Event(stream, id)));
        var clash = await Append(Some.Command(Some.Event(stream, other, "attended"), Some.Event(stream, other, "missed")));

        Assert.Equal(AppendVerdict.Appended, twice.Verdict);
        Assert.Equal([true, false], twice.Receipts.Select(r => r.First));
        Assert.Equal(twice.Receipts[0].Position, twice.Receipts[1].Position);
        Assert.Equal(AppendVerdict.NameTaken, clash.Verdict);
    }

    [Fact]
    public async Task A_half_recorded_command_records_the_other_half()
    {
        var stream = Some.Stream();
        var (old, fresh) = (Some.Event(stream), Some.Event(stream, expected: 1));
        var first = (await Append(Some.Command(old))).Receipts.Single();

        var outcome = await Append(Some.Command(old, fresh));

        Assert.Equal(AppendVerdict.Appended, outcome.Verdict);
        Assert.Equal([false, true], outcome.Receipts.Select(r => r.First));
        Assert.Equal(first.Position, outcome.Receipts[0].Position);
        Assert.Equal(2, outcome.Receipts[1].Version);
    }

    [Fact]
    public async Task An_expected_version_is_checked_from_zero_and_the_found_one_is_told()
    {
        var stream = Some.Stream();
        Assert.True((await Append(Some.Command(Some.Event(stream, expected: 0), Some.Event(stream, expected: 1)))).Accepted);

        foreach (var wrong in (long[])[0, 1, 3])
        {
            var refused = await Append(Some.Command(Some.Event(stream, expected: wrong)));
            Assert.Equal((AppendVerdict.WrongVersion, stream, 2), (refused.Verdict, refused.Stream, refused.FoundVersion));
        }
        Assert.True((await Append(Some.Command(Some.Event(stream, expected: 2)))).Accepted);
        var early = await Append(Some.Command(Some.Event(Some.Stream(), expected: 1)));
        Assert.Equal((AppendVerdict.WrongVersion, 0), (early.Verdict, early.FoundVersion));
    }

    [Fact]
    public async Task A_guard_holds_against_governing_events_and_not_against_ordinary_ones()
    {
        var (watched, own) = (Some.Stream("prison"), Some.Stream());
        await Append(Some.Command(Some.Event(watched), Some.Event(watched, governs: true)));
        var guarded = Some.Command(Some.Event(own)) with { Guards = [new Guard(watched, 2)] };
        await Append(Some.Command(Some.Event(watched)));

        Assert.True((await Append(guarded)).Accepted);

        await Append(Some.Command(Some.Event(watched, governs: true)));
        var moved = await Append(Some.Command(Some.Event(own)) with { Guards = [new Guard(watched, 2)] });
        Assert.Equal((AppendVerdict.GuardMoved, watched, 4), (moved.Verdict, moved.Stream, moved.FoundVersion));
        var untouched = await Append(Some.Command(Some.Event(own)) with { Guards = [new Guard(Some.Stream(), 0)] });
        Assert.True(untouched.Accepted);
    }

    [Fact]
    public async Task Each_fence_opens_an_epoch_once()
    {
        var epoch = (await Ledger.Head(default)).Epoch;
        var command = Some.Command(Some.Event(Some.Stream())) with { Fences = [new Fence(null, Some.Case()), new Fence(Some.Agency(), null)] };

        await Append(command);
        Assert.Equal(epoch + 2, (await Ledger.Head(default)).Epoch);
        await Append(command);
        await Append(Some.Command(Some.Event(Some.Stream())));
        await Append(Some.Command(Some.Event(Some.Stream(), expected: 9)) with { Fences = [new Fence(null, null)] });
        await Reopen();
        Assert.Equal(epoch + 2, (await Ledger.Head(default)).Epoch);
    }

    [Fact]
    public async Task A_command_over_two_streams_is_written_whole_or_not_at_all()
    {
        var (a, b) = (Some.Stream(), Some.Stream());
        await Append(Some.Command(Some.Event(b)));
        var before = await Ledger.Head(default);

        Assert.False((await Append(Some.Command(Some.Event(a), Some.Event(b, expected: 0)))).Accepted);
        Assert.Equal(before.Size, (await Ledger.Head(default)).Size);
        Assert.Empty(await Ledger.ReadOwner(a.Owner, null, -1, 10, default));

        Assert.True((await Append(Some.Command(Some.Event(a), Some.Event(b, expected: 1)))).Accepted);
        Assert.Equal(before.Size + 2, (await Ledger.Head(default)).Size);
    }

    [Fact]
    public async Task Losing_commands_leave_the_others_of_their_batch_alone()
    {
        var stream = Some.Stream();
        await Append(Some.Command(Some.Event(stream)));
        var start = (await Ledger.Head(default)).Size;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            Append(Some.Command(Some.Event(i % 2 == 0 ? Some.Stream() : stream, expected: 0)))));

        Assert.Equal(20, outcomes.Count(o => o.Verdict == AppendVerdict.Appended));
        Assert.Equal(20, outcomes.Count(o => o.Verdict == AppendVerdict.WrongVersion));
        Assert.Equal(start + 20, (await Ledger.Head(default)).Size);
        await AssertWhole();
    }

    [Fact]
    public async Task Of_many_racers_for_one_version_exactly_one_wins()
    {
        var stream = Some.Stream();
        for (var version = 0; version < 5; version++)
        {
            var expected = version;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, RacerCount).Select(_ =>
                Task.Run(() => Append(Some.Command(Some.Event(stream, expected: expected))))));

            Assert.Equal(version + 1, outcomes.Single(o => o.Accepted).Receipts.Single().Version);
            Assert.Equal(RacerCount - 1, outcomes.Count(o => o.Verdict == AppendVerdict.WrongVersion && o.FoundVersion == expected + 1));
        }
    }

    [Fact]
    public async Task Racers_with_the_same_name_record_it_once_and_all_learn_where()
    {
        var command = Some.Command(Some.Event(Some.Stream()));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, RacerCount).Select(_ => Task.Run(() => Append(command))));

        Assert.Single(outcomes, o => o.Verdict == AppendVerdict.Appended);
        Assert.Equal(RacerCount - 1, outcomes.Count(o => o.Verdict == AppendVerdict.AlreadyRecorded));
        Assert.Single(outcomes.Select(o => o.Receipts.Single().Position).Distinct());
    }

    [Fact]
    public async Task Recorded_time_never_runs_backwards_and_is_cut_to_microseconds()
    {
        var start = (await Ledger.Head(default)).RecordedAt.AddHours(1);
        var stream = Some.Stream();
        DateTimeOffset[] clock = [start.AddTicks(7), start.AddHours(-3), start.AddSeconds(1)];
        List<DateTimeOffset> recorded = [];
        foreach (var now in clock)
        {
            SetClock(now);
            recorded.Add((await Append(Some.Command(Some.Event(stream)))).Receipts.Single().RecordedAt);
        }

        Assert.Equal([start, start, start.AddSeconds(1)], recorded);
        Assert.Equal(recorded[^1], (await Ledger.Head(default)).RecordedAt);
        Assert.Equal(recorded, (await Ledger.ReadOwner(stream.Owner, null, -1, 10, default)).Select(e => e.RecordedAt));
    }

    [Fact]
    public async Task Bad_commands_are_refused_before_they_are_queued()
    {
        var whole = Some.Event(Some.Stream());
        await Assert.ThrowsAsync<ArgumentException>(() => Append(new Command([])));
        await Assert.ThrowsAsync<ArgumentException>(() => Append(Some.Command(whole with { Facts = "[]"u8.ToArray() })));
        await Assert.ThrowsAsync<ArgumentException>(() => Append(Some.Command(whole with { RequestDigest = default })));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Append(Some.Command(Some.Event(new StreamId(Some.Agency(), new CaseId(Guid.Empty))))));
        foreach (var bad in (string[])[$"\"{new string('x', 1001)}\"", "\"a\\u0000b\""])
            await Assert.ThrowsAsync<ArgumentException>(() => Append(Some.Command(Some.Event(
                Some.Stream(), labels: ImmutableSortedDictionary<string, JsonElement>.Empty.Add("zone", Some.Json(bad))))));
        Assert.True((await Append(Some.Command(whole))).Accepted);
    }

    protected Task<AppendOutcome> Append(Command command) => Ledger.Append(command, default);

    /// <summary>
    /// Positions contiguous from 0, versions contiguous in every stream, names once, root equal to the leaves'.
    /// </summary>
    protected async Task<IReadOnlyList<Recorded>> AssertWhole()
    {
        var events = await Ledger.Read(-1, default).ToListAsync();
        await AssertTreeStands();
        Assert.Equal(events.Count, events.Select(e => e.Envelope.Name).Distinct().Count());
        var erased = (await Ledger.Expunged(-1, long.MaxValue, default)).Select(each => (each.Stream, each.Version));
        foreach (var stream in events.Select(e => (e.Envelope.Stream, e.Version)).Concat(erased).GroupBy(e => e.Stream))
            Assert.Equal(
                Enumerable.Range(1, stream.Count()).Select(i => (long)i), stream.Select(e => e.Version).Order());
        return events;
    }

    static IEnumerable<EventName> Names(IEnumerable<Recorded> events) => events.Select(e => e.Envelope.Name);

    static void AssertSame(Receipt expected, Receipt actual)
    {
        Assert.Equal(expected.LeafHash.ToArray(), actual.LeafHash.ToArray());
        Assert.Equal(expected with { LeafHash = default }, actual with { LeafHash = default });
    }

    static void AssertSame(Envelope expected, Envelope actual)
    {
        Assert.Equal(Flat(expected), Flat(actual));
        // Equality of instants would not notice a lost offset.
        Assert.Equal(expected.HappenedAt.Offset, actual.HappenedAt.Offset);
    }

    static string Flat(Envelope envelope) => JsonSerializer.Serialize(envelope);
}
