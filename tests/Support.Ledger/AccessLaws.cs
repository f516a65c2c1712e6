using System.Text;
using Reintegration.Events;
using Reintegration.Events.Ledger;

namespace Support.Ledger;

/// <summary>What every access ledger promises, beside the events ledger whose fences it heeds.</summary>
public abstract class AccessLaws
{
    protected abstract ILedger Ledger { get; }
    protected abstract IAccessLedger Access { get; }
    protected abstract IKeyStore Keys { get; }
    protected abstract Task Reopen();

    [Fact]
    public async Task A_record_is_read_back_whole_at_its_place()
    {
        var record = Some.Access(await Epoch(), Some.Case());
        var before = await Access.Head(default);

        var receipt = await Access.Record(record, default);
        await Reopen();

        Assert.NotNull(receipt);
        Assert.Equal((record.Id, before.Size), (receipt.Id, receipt.Position));
        var read = (await Access.Read(new AccessQuery { After = before.Size - 1 }, default)).Single();
        Assert.Equal((receipt.Position, receipt.RecordedAt), (read.Position, read.RecordedAt));
        Assert.Equal(AccessRecordJson.Write(record), AccessRecordJson.Write(read.Record!));
        Assert.Equal((record.Agency, record.Case), (read.Agency, read.Case));
        Assert.Equal(
            ["ciphertextDigests", "fieldsRoot", "ledger", "recordedAt", "v"],
            Some.Json(Encoding.UTF8.GetString(read.Leaf.Span)).EnumerateObject().Select(member => member.Name));
        Assert.Equal(receipt.RecordedAt, Leaf.RecordedAt(read.Leaf.Span));
    }

    [Fact]
    public async Task A_month_whose_key_is_destroyed_is_read_no_more_and_proved_as_before()
    {
        var first = await Access.Record(Some.Access(await Epoch(), Some.Case()), default);
        var before = (await Access.Read(new AccessQuery { After = first!.Position - 1 }, default)).Single();
        var root = (await Access.Head(default)).Root.ToArray();

        var month = KeyScope.Access(AccessSealer.MonthOf(first.RecordedAt));
        Keys.Destroy(month, Keys.Close(month));
        await Reopen();

        var after = (await Access.Read(new AccessQuery { After = first.Position - 1 }, default)).Single();
        Assert.Null(after.Record);
        Assert.Equal((before.Agency, before.Case, before.RecordedAt), (after.Agency, after.Case, after.RecordedAt));
        Assert.Equal(before.Leaf.ToArray(), after.Leaf.ToArray());
        Assert.Equal(root, (await Access.Head(default)).Root.ToArray());
        var leaves = await Access.Leaves(-1, default).ToListAsync();
        Assert.Equal(root, MerkleTree.Root(leaves.Select(leaf => MerkleTree.LeafHash(leaf.Span))));
        // What is recorded from now on is sealed under the next key and can be read.
        var next = await Access.Record(Some.Access(await Epoch()), default);
        Assert.NotNull((await Access.Read(new AccessQuery { After = next!.Position - 1 }, default)).Single().Record);
    }

    [Fact]
    public async Task Nothing_is_written_for_an_answer_decided_before_a_fence()
    {
        var epoch = await Epoch();
        Assert.NotNull(await Access.Record(Some.Access(epoch), default));
        await Ledger.Append(Some.Command(Some.Event(Some.Stream())) with { Fences = [new Fence(null, null)] }, default);
        var before = await Access.Head(default);

        Assert.Null(await Access.Record(Some.Access(epoch), default));
        Assert.Null(await Access.Record(Some.Access(epoch + 2), default));
        Assert.Equal(before.Size, (await Access.Head(default)).Size);
        Assert.NotNull(await Access.Record(Some.Access(epoch + 1), default));
    }

    [Fact]
    public async Task Records_of_one_batch_are_judged_one_by_one()
    {
        var epoch = await Epoch();
        var size = (await Access.Head(default)).Size;

        var receipts = await Task.WhenAll(Enumerable.Range(0, 64).Select(i =>
            Task.Run(() => Access.Record(Some.Access(i % 4 == 0 ? epoch - 1 : epoch), default))));

        Assert.Equal(16, receipts.Count(r => r is null));
        Assert.Equal(
            Enumerable.Range(0, 48).Select(i => size + i),
            receipts.OfType<AccessReceipt>().Select(r => r.Position).Order());
    }

    [Fact]
    public async Task The_root_is_that_of_the_leaves()
    {
        await Access.Record(Some.Access(await Epoch()), default);
        await Access.Record(Some.Access(await Epoch()), default);

        var records = await Access.Read(new AccessQuery { Limit = int.MaxValue }, default);

        var head = await Access.Head(default);
        Assert.Equal(head.Size, records.Count);
        Assert.Equal(Enumerable.Range(0, records.Count).Select(i => (long)i), records.Select(r => r.Position));
        Assert.Equal(MerkleTree.Root(records.Select(r => MerkleTree.LeafHash(r.Leaf.Span))), head.Root.ToArray());
        Assert.NotEqual(head.Ledger, (await Ledger.Head(default)).Ledger);
    }

    [Fact]
    public async Task Records_are_filtered_by_the_closed_fields()
    {
        var (@case, agency) = (Some.Case(), Some.Agency());
        var epoch = await Epoch();
        await Access.Record(Some.Access(epoch, @case), default);
        await Access.Record(Some.Access(epoch, @case, agency), default);
        await Access.Record(Some.Access(epoch, null, agency), default);
        var all = await Access.Read(new AccessQuery { Limit = int.MaxValue }, default);
        var last = all[^1];

        Assert.Equal(2, (await Access.Read(new AccessQuery { Case = @case }, default)).Count);
        Assert.Equal(2, (await Access.Read(new AccessQuery { Agency = agency }, default)).Count);
        Assert.Equal(
            all[^2].Record!.Id, (
                await Access.Read(new AccessQuery { Case = @case, Agency = agency }, default)).Single().Record!.Id);
        Assert.Equal(
            [last.Position], (
                await Access.Read(new AccessQuery { Agency = agency, After = last.Position - 1 }, default)).Select(r =>
                    r.Position));
        Assert.Single(await Access.Read(new AccessQuery { Case = @case, Limit = 1 }, default));
        Assert.Equal(
            [last.Position], (await Access.Read(new AccessQuery { WithoutCase = true, After = all[^3].Position }, default)).Select(r => r.Position));
        Assert.Empty(await Access.Read(new AccessQuery { WithoutCase = true, Agency = Some.Agency() }, default));
        Assert.Equal(
            2, (await Access.Read(new AccessQuery { Agency = agency, From = all[^2].RecordedAt }, default)).Count);
        Assert.Empty(await Access.Read(new AccessQuery { Agency = agency, To = all[^3].RecordedAt }, default));
    }

    async Task<long> Epoch() => (await Ledger.Head(default)).Epoch;
}
