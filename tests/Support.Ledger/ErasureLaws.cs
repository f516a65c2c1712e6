using System.Collections.Immutable;
using System.Text.Json;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;

namespace Support.Ledger;

/// <summary>The laws about erasure.</summary>
public abstract partial class LedgerLaws
{
    /// <summary>The data keys of the ledger under test.</summary>
    protected abstract IKeyStore Keys { get; }

    [Fact]
    public async Task An_erased_event_is_in_no_read_and_its_proof_stands()
    {
        var stream = Some.Stream();
        var label = Guid.NewGuid().ToString();
        var labels = ImmutableSortedDictionary<string, JsonElement>.Empty.Add("region", Some.Json($"\"{label}\""));
        var (kept, gone) = (Some.Event(stream), Some.Event(stream, type: "t.erased.v1", labels: labels));
        var receipts = (await Append(Some.Command(kept, gone, Some.Event(stream)))).Receipts;
        var leaf = (await Ledger.Find(gone.Envelope.Name, default))!.Leaf.ToArray();
        Assert.NotEmpty(await Ledger.CasesByLabel("t.erased.v1", "region", label, default));

        var by = await Expunge(stream.Owner, gone.Envelope.Name);
        for (var round = 0; round < 3; round++)
        {
            Assert.Null(await Ledger.Find(gone.Envelope.Name, default));
            EventName[] left = [receipts[0].Name, receipts[2].Name];
            Assert.Equal(left, Names(await Ledger.ReadCase(stream.Case, null, -1, default)));
            Assert.Equal(left, Names(await Ledger.ReadOwner(stream.Owner, stream.Case, -1, 2, default)));
            Assert.Equal(left, Names(await Ledger.ReadOwner(stream.Owner, null, -1, 2, default)));
            Assert.DoesNotContain(gone.Envelope.Name, Names(await Ledger.Read(-1, default).ToListAsync()));
            Assert.Empty(await Ledger.CasesByLabel("t.erased.v1", "region", label, default));
            Assert.Equal(leaf, (await Ledger.Leaves(receipts[1].Position - 1, default).FirstAsync()).ToArray());
            Assert.Equal(by.Position, Ledger.LastErasure);
            var erased = Assert.Single(await Ledger.Expunged(receipts[0].Position, receipts[2].Position, default));
            Assert.Equal(
                (receipts[1].Position, by.Position, stream, receipts[1].Version, receipts[1].RecordedAt),
                (erased.Position, erased.By, erased.Stream, erased.Version, erased.RecordedAt));
            Assert.Equal(erased, Assert.Single(await Ledger.Expunged(stream.Case!.Value, default)));
            // As named; as destroyed; and once more.
            await Ledger.Erase(default);
        }
        await AssertTreeStands();
    }

    [Fact]
    public async Task The_name_of_an_erased_event_answers_its_first_receipt_whatever_is_sent_under_it()
    {
        var (stream, id) = (Some.Stream(), Guid.NewGuid());
        var first = (await Append(Some.Command(Some.Event(stream, id)))).Receipts.Single();
        await Expunge(stream.Owner, first.Name);
        await Ledger.Erase(default);
        await Reopen();

        foreach (var content in (string[])["attended", "missed"])
        {
            var again = await Append(Some.Command(Some.Event(stream, id, content)));
            Assert.Equal(AppendVerdict.AlreadyRecorded, again.Verdict);
            AssertSame(first with { First = false, Type = "" }, again.Receipts.Single());
        }
        Assert.Null((await Ledger.Known([first.Name], default))[first.Name].RequestDigest);
    }

    [Fact]
    public async Task Erasing_one_owners_data_of_a_case_takes_its_keys_and_nobody_elses()
    {
        var @case = Some.Case();
        var (mine, theirs) = (new StreamId(Some.Agency(), @case), new StreamId(Some.Agency("prison"), @case));
        var elsewhere = new StreamId(mine.Owner, Some.Case());
        await Append(Some.Command(Some.Event(mine), Some.Event(theirs), Some.Event(mine), Some.Event(elsewhere)));
        var part = (await Ledger.ReadCase(@case, null, -1, default))[0].Parts[0];
        Assert.NotNull(Keys.Unwrap(new KeyScope(mine.Owner, part.Person), part.WrappedKey.Span));

        await Expunge(mine.Owner, mine);
        await Ledger.Erase(default);

        Assert.Null(Keys.Unwrap(new KeyScope(mine.Owner, part.Person), part.WrappedKey.Span));
        foreach (var stream in (StreamId[])[theirs, elsewhere])
        {
            var kept = Assert.Single(await Ledger.ReadOwner(stream.Owner, stream.Case, -1, 10, default));
            Assert.NotNull(Keys.Unwrap(new KeyScope(stream.Owner, kept.Parts[0].Person), kept.Parts[0].WrappedKey.Span));
        }
        Assert.Equal(2, (await Ledger.Expunged(@case, default)).Count);

        // The owner may begin anew: what it records now is sealed under another key, and stays.
        var later = (await Append(Some.Command(Some.Event(mine)))).Receipts.Single();
        Assert.Equal(3, later.Version);
        await Ledger.Erase(default);
        var found = (await Ledger.Find(later.Name, default))!;
        Assert.NotNull(Keys.Unwrap(new KeyScope(mine.Owner, part.Person), found.Parts[0].WrappedKey.Span));
        await AssertTreeStands();
    }

    [Fact]
    public async Task Nothing_recorded_while_a_case_is_erased_is_acknowledged_and_lost()
    {
        var stream = Some.Stream();
        await Append(Some.Command(Some.Event(stream)));
        using var over = new CancellationTokenSource();
        var posting = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            List<Receipt> receipts = [];
            while (!over.IsCancellationRequested)
                receipts.AddRange((await Append(Some.Command(Some.Event(stream)))).Receipts);
            return receipts;
        })).ToArray();
        for (var round = 0; round < 5; round++)
        {
            await Expunge(stream.Owner, stream);
            await Ledger.Erase(default);
        }
        await over.CancelAsync();
        var receipts = (await Task.WhenAll(posting)).SelectMany(own => own).ToList();

        var erased = (await Ledger.Expunged(stream.Case!.Value, default)).Select(each => each.Position).ToHashSet();
        var read = (await Ledger.ReadOwner(stream.Owner, stream.Case, -1, int.MaxValue, default)).ToDictionary(e => e.Position);
        Assert.All(receipts, receipt => Assert.True(
            erased.Contains(receipt.Position)
            || Keys.Unwrap(new KeyScope(stream.Owner, read[receipt.Position].Parts[0].Person), read[receipt.Position].Parts[0].WrappedKey.Span) is not null,
            $"{receipt.Position} was acknowledged, is named by no RecordExpunged, and cannot be opened"));
        await AssertTreeStands();
    }

    [Fact]
    public async Task What_governed_and_whom_it_protected_is_told_of_what_is_erased()
    {
        var stream = Some.Stream();
        await Append(Some.Command(
            Some.Event(stream, type: "reintegration.governance.consent-withdrawn.v1", governs: true),
            Some.Event(stream)));

        await Expunge(stream.Owner, stream);

        var erased = await Ledger.Expunged(stream.Case!.Value, default);
        Assert.Equal([(true, true), (false, true)], erased.Select(each => (each.Governed, each.Juvenile)));
    }

    [Fact]
    public async Task Nobody_erases_what_is_not_their_own()
    {
        var (mine, theirs) = (Some.Stream(), Some.Stream());
        var name = (await Append(Some.Command(Some.Event(theirs)))).Receipts.Single().Name;
        var by = Some.Event(new StreamId(mine.Owner, null), type: Expunged.Type);

        foreach (var what in (Expunging[])
            [new([name], null), new([], theirs), new([], new StreamId(mine.Owner, null))])
            await Assert.ThrowsAsync<ArgumentException>(() => Append(Some.Command(by) with { Expunges = what }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Append(Some.Command(Some.Event(mine)) with { Expunges = new([], mine) }));
        Assert.NotNull(await Ledger.Find(name, default));
    }

    [Fact]
    public async Task A_case_that_moved_since_it_was_read_is_not_erased_and_nothing_is_left_of_the_try()
    {
        var stream = Some.Stream();
        await Append(Some.Command(Some.Event(stream), Some.Event(stream)));
        var by = Some.Event(new StreamId(stream.Owner, null), type: Expunged.Type);
        Task<AppendOutcome> Erase(long read) => Append(
            Some.Command(by) with { Expunges = new([], stream) { StreamVersion = read } });

        // As it is remembered, and as it is found by one who remembers nothing; too low, and too high.
        foreach (var isReopened in (bool[])[false, true])
            foreach (var read in (long[])[1, 3])
            {
                if (isReopened) await Reopen();
                var refused = await Erase(read);
                Assert.Equal((AppendVerdict.WrongVersion, stream, 2), (refused.Verdict, refused.Stream, refused.FoundVersion));
                Assert.Empty(refused.Receipts);
            }
        Assert.Null(await Ledger.Find(by.Envelope.Name, default));
        Assert.Empty(await Ledger.Expunged(stream.Case!.Value, default));
        await Ledger.Erase(default);
        Assert.All(await Ledger.ReadOwner(stream.Owner, stream.Case, -1, 10, default), kept => Assert.NotNull(
            Keys.Unwrap(new KeyScope(stream.Owner, kept.Parts[0].Person), kept.Parts[0].WrappedKey.Span)));

        // Its keys were closed for nothing: what is recorded now is sealed under others, and goes with the rest.
        Assert.Equal(3, (await Append(Some.Command(Some.Event(stream)))).Receipts.Single().Version);
        Assert.Equal(AppendVerdict.WrongVersion, (await Erase(2)).Verdict);
        await Reopen();
        Assert.Equal(AppendVerdict.Appended, (await Erase(3)).Verdict);
        Assert.Equal([1, 2, 3], (await Ledger.Expunged(stream.Case!.Value, default)).Select(each => each.Version));
        await AssertTreeStands();
    }

    Task<Receipt> Expunge(AgencyId owner, EventName name) => Expunge(owner, new Expunging([name], null));

    Task<Receipt> Expunge(AgencyId owner, StreamId stream) => Expunge(owner, new Expunging([], stream));

    async Task<Receipt> Expunge(AgencyId owner, Expunging what)
    {
        var by = Some.Event(new StreamId(owner, null), type: Expunged.Type);
        var outcome = await Append(Some.Command(by) with { Expunges = what });
        Assert.Equal(AppendVerdict.Appended, outcome.Verdict);
        await Ledger.ReadCase(Some.Case(), null, -1, default);
        return outcome.Receipts.Single();
    }

    /// <summary>The root is that of the leaves, every position is there or erased, and no other.</summary>
    async Task AssertTreeStands()
    {
        var head = await Ledger.Head(default);
        var tree = new MerkleFrontier();
        await foreach (var leaf in Ledger.Leaves(-1, default)) tree.Append(MerkleTree.LeafHash(leaf.Span));
        Assert.Equal(head.Root.ToArray(), tree.Root());
        var read = (await Ledger.Read(-1, default).ToListAsync()).Select(e => e.Position);
        var erased = (await Ledger.Expunged(-1, long.MaxValue, default)).Select(each => each.Position);
        Assert.Equal(Enumerable.Range(0, (int)head.Size).Select(i => (long)i), read.Concat(erased).Order());
    }
}
