using System.Collections.Immutable;
using System.Text.Json;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;

namespace Support.Ledger;

/// <summary>The laws about reading.</summary>
public abstract partial class LedgerLaws
{
    [Fact]
    public async Task Reads_give_every_event_once_in_order_and_start_where_asked()
    {
        var stream = Some.Stream();
        var receipts = (await Append(Some.Command([.. Enumerable.Range(0, 30).Select(_ => Some.Event(stream))]))).Receipts;
        await AssertWhole();

        var tail = await Ledger.Read(receipts[9].Position, default).ToListAsync();

        Assert.Equal(receipts[10].Position, tail[0].Position);
        Assert.Equal(receipts[^1].Position, tail[^1].Position);
        Assert.Empty(await Ledger.Read(receipts[^1].Position, default).ToListAsync());
    }

    [Fact]
    public async Task The_leaves_are_those_of_the_events_and_make_the_root()
    {
        var stream = Some.Stream();
        var receipts = (await Append(Some.Command(Some.Event(stream), Some.Event(stream), Some.Event(stream)))).Receipts;
        var head = await Ledger.Head(default);

        var leaves = await Ledger.Leaves(-1, default).ToListAsync();
        var tail = await Ledger.Leaves(receipts[0].Position, default).ToListAsync();

        var tree = new MerkleFrontier();
        foreach (var leaf in leaves) tree.Append(MerkleTree.LeafHash(leaf.Span));
        Assert.Equal(head.Root.ToArray(), tree.Root());
        Assert.Equal(leaves[^tail.Count..].Select(leaf => leaf.ToArray()), tail.Select(leaf => leaf.ToArray()));
        Assert.Equal(receipts[1].LeafHash.ToArray(), MerkleTree.LeafHash(tail[0].Span));
        Assert.Empty(await Ledger.Leaves(receipts[^1].Position, default).ToListAsync());
    }

    [Fact]
    public async Task A_case_is_read_over_its_owners_and_filtered_by_type()
    {
        var @case = Some.Case();
        var (a, b) = (new StreamId(Some.Agency(), @case), new StreamId(Some.Agency("prison"), @case));
        var receipts = (await Append(Some.Command(
            Some.Event(a), Some.Event(b, type: "t.one.v1"), Some.Event(Some.Stream()),
            Some.Event(a, type: "t.two.v1")))).Receipts;
        var types = new HashSet<string> { "t.one.v1", "t.two.v1" };

        Assert.Equal(
            [receipts[0].Name, receipts[1].Name, receipts[3].Name], Names(
                await Ledger.ReadCase(@case, null, -1, default)));
        Assert.Equal([receipts[1].Name, receipts[3].Name], Names(await Ledger.ReadCase(@case, types, -1, default)));
        Assert.Equal([receipts[3].Name], Names(await Ledger.ReadCase(@case, types, receipts[1].Position, default)));
        Assert.Empty(await Ledger.ReadCase(Some.Case(), null, -1, default));
    }

    [Fact]
    public async Task What_governs_is_read_when_governing_versions_moved_and_not_before()
    {
        var @case = Some.Case();
        var (a, b) = (new StreamId(Some.Agency(), @case), new StreamId(Some.Agency("prison"), @case));
        var types = new HashSet<string> { "t.rule.v1" };
        var first = (await Append(Some.Command(Some.Event(a, type: "t.rule.v1", governs: true)))).Receipts.Single();
        Assert.Single(await Ledger.ReadGoverning(@case, types, -1, 0, default));

        await Append(Some.Command(Some.Event(a), Some.Event(b), Some.Event(a)));
        Assert.Empty(await Ledger.ReadGoverning(@case, types, first.Position, first.Version, default));

        // By another owner, at its second version: the sum tells.
        var second = (await Append(Some.Command(Some.Event(b, type: "t.rule.v1", governs: true)))).Receipts.Single();
        Assert.Equal(
            [second.Name], Names(await Ledger.ReadGoverning(@case, types, first.Position, first.Version, default)));
        Assert.Empty(await Ledger.ReadGoverning(
            @case, types, first.Position, first.Version + second.Version, default));
    }

    [Fact]
    public async Task What_concerns_no_case_is_read_as_such()
    {
        var none = new StreamId(Some.Agency(), null);
        var name = (await Append(Some.Command(Some.Event(none)))).Receipts.Single().Name;

        Assert.Contains(name, Names(await Ledger.ReadCase(null, null, -1, default)));
        Assert.Null((await Ledger.Find(name, default))!.Envelope.Case);
        Assert.All(await Ledger.ReadCase(null, null, -1, default), e => Assert.Null(e.Envelope.Case));
    }

    [Fact]
    public async Task An_owner_reads_its_own_events_in_pages()
    {
        var owner = Some.Agency();
        var (a, b) = (new StreamId(owner, Some.Case()), new StreamId(owner, Some.Case()));
        var receipts = (await Append(Some.Command(Some.Event(a), Some.Event(b), Some.Event(Some.Stream()), Some.Event(a)))).Receipts;

        var first = await Ledger.ReadOwner(owner, null, -1, 2, default);
        Assert.Equal([receipts[0].Name, receipts[1].Name], Names(first));
        Assert.Equal([receipts[3].Name], Names(await Ledger.ReadOwner(owner, null, first[^1].Position, 2, default)));
        Assert.Equal(
            [receipts[0].Name, receipts[3].Name], Names(await Ledger.ReadOwner(owner, a.Case, -1, 10, default)));
    }

    [Fact]
    public async Task Cases_are_found_by_label_each_once()
    {
        var (region, type) = (Guid.NewGuid().ToString(), "t.labelled.v1");
        var stream = Some.Stream();
        ImmutableSortedDictionary<string, JsonElement> One(string json) =>
            ImmutableSortedDictionary<string, JsonElement>.Empty.Add("region", Some.Json(json));
        await Append(Some.Command(
            Some.Event(stream, type: type, labels: One($"\"{region}\"")), Some.Event(
                stream, type: type, labels: One($"\"{region}\"")),
            Some.Event(Some.Stream(), labels: One($"\"{region}\"")), Some.Event(
                Some.Stream(), type: type, labels: One("\"elsewhere\""))));
        var listed = Some.Stream();
        await Append(Some.Command(Some.Event(listed, type: type, labels: One($"[\"{region}\",\"x\"]"))));

        Assert.Equal(
            [stream.Case!.Value, listed.Case!.Value], await Ledger.CasesByLabel(type, "region", region, default));
        Assert.Empty(await Ledger.CasesByLabel(type, "other", region, default));
    }
}
