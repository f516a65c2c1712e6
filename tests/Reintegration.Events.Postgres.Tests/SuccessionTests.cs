using System.Text;
using Reintegration.Events.Events.Coordination;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Succession;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

/// <summary>A successor is opened step by step, and each step may be the last of a process.</summary>
public sealed class SuccessionTests : IDisposable
{
    const int Steps = 6;

    readonly string _data = Directory.CreateTempSubdirectory("reintegration-succession-").FullName;

    SignerFolder Folder => new(_data, "events");

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Ended_after_any_step_it_is_finished_by_the_next_run(int steps)
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(TimeProvider.System);
        var origin = await Lose(store, found: 9, signed: 12);
        var loss = await Succession(store).Find([], default);
        Assert.Equal((12, 9, 8), (loss!.LostSize, loss.SurvivingSize, loss.ProvedSize));
        var plan = await Succession(store).Plan(loss, ["operator-a", "operator-b"], default);
        await foreach (var step in Succession(store).CarryOut(plan, default))
            if (--steps == 0) break;
        if (File.Exists(Folder.Plan)) Assert.Throws<InvalidOperationException>(Folder.RequireSettled);

        if (!MemoryHasBegun(plan)) await Assert.ThrowsAsync<LedgerBrokenException>(() => Sign(store));
        if (Succession(store).Begun() is { } begun)
            Assert.Equal(Steps, await Succession(store).CarryOut(begun, default).CountAsync());

        Folder.RequireSettled();
        Assert.Null(await Succession(store).Find([], default));
        var told = Assert.Single(await store.Ledger.ReadCase(null, new HashSet<string> { LedgerSucceeded.WireName }, -1, default));
        Assert.Equal(9, told.Position);
        Assert.Equal(origin.Successor, await origin.InForce(store.Ledger, default));
        var note = await Sign(store);
        Assert.Equal((origin.Successor.ToString(), 10), (note.Origin, note.Size));
        foreach (var path in (string[])[Folder.Memory, Folder.Checkpoint, Folder.Key])
            Assert.True(File.Exists(SignerFolder.Aside(path, origin, 12)), path);
        Assert.Equal(plan.Memory, await File.ReadAllBytesAsync(SignerFolder.Aside(Folder.Memory, origin, 12)));
    }

    [Fact]
    public async Task Whole_and_unsigned_ledgers_have_nothing_to_succeed()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(TimeProvider.System);
        Assert.Null(await Succession(store).Find([], default));
        await Lose(store, found: 5, signed: 5);
        Assert.Null(await Succession(store).Find([], default));
        await Append(store, 3);
        Assert.Null(await Succession(store).Find([], default));
    }

    [Fact]
    public async Task Other_leaves_over_the_lost_tail_are_a_loss_and_an_older_checkpoint_proves_more_of_what_is_left()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(TimeProvider.System);
        await Lose(store, found: 7, signed: 8);
        var older = (await Sign(store, new MemorySignerMemory())).Note.ToBytes();
        await Append(store, 4);
        var loss = await Succession(store).Find([], default);
        Assert.Equal((8, 11, 0), (loss!.LostSize, loss.SurvivingSize, loss.ProvedSize));
        Assert.Equal(7, (await Succession(store).Find([older], default))!.ProvedSize);
        // What another key signed proves nothing.
        Assert.Equal(0, (await Succession(store).Find([Encoding.UTF8.GetBytes("no note")], default))!.ProvedSize);
    }

    [Fact]
    public async Task An_access_ledger_is_succeeded_too_and_the_events_ledger_tells_of_it()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(TimeProvider.System);
        for (var i = 0; i < 3; i++) await store.AccessLedger.Record(Some.Access(0), default);
        var folder = new SignerFolder(_data, "access");
        var origin = new LedgerOrigin("access", (await store.AccessLedger.Head(default)).Ledger);
        await Memorise(folder, store.AccessLedger, origin, signed: 5);
        var succession = new LedgerSuccession(store, folder, TimeProvider.System);
        var plan = await succession.Plan((await succession.Find([], default))!, ["a", "b"], default);
        await succession.CarryOut(plan, default).CountAsync();

        Assert.Equal(origin.Successor, await origin.InForce(store.Ledger, default));
        using var key = SignerKey.Parse(await File.ReadAllTextAsync(folder.Key))!;
        var note = await new CheckpointSigner(store.AccessLedger, key, new FileSignerMemory(folder.Memory)).Sign(default);
        Assert.Equal((origin.Successor.ToString(), 3L), (Checkpoint.Parse(note.Text, out _)!.Origin, Checkpoint.Parse(note.Text, out _)!.Size));
        Assert.Equal(1, (await store.Ledger.Head(default)).Size);
    }

    [Fact]
    public async Task Nothing_is_changed_while_a_server_signs()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(TimeProvider.System);
        await Lose(store, found: 3, signed: 4);
        await using var server = await database.Open(TimeProvider.System);
        Assert.NotNull(await server.SigningLease.Hold(default));
        var plan = await Succession(store).Plan((await Succession(store).Find([], default))!, ["a", "b"], default);
        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => Succession(store).CarryOut(plan, default).CountAsync().AsTask());
        Assert.False(File.Exists(Folder.Plan));
        Assert.Equal(3, (await store.Ledger.Head(default)).Size);
    }

    [Fact]
    public async Task The_key_of_an_origin_that_was_given_up_is_refused()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(TimeProvider.System);
        await Lose(store, found: 3, signed: 4);
        var given = await File.ReadAllBytesAsync(Folder.Key);
        var plan = await Succession(store).Plan((await Succession(store).Find([], default))!, ["a", "b"], default);
        await Succession(store).CarryOut(plan, default).CountAsync();
        await File.WriteAllBytesAsync(Folder.Key, given);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Succession(store).Find([], default));
    }

    LedgerSuccession Succession(PostgresStore store) => new(store, Folder, TimeProvider.System);

    bool MemoryHasBegun(SuccessionPlan plan) =>
        !MemorySignerMemory.SameAs(File.ReadAllBytes(Folder.Memory), plan.Memory);

    /// <summary>A ledger of some leaves, and the memory of a tree that begins with them and had more.</summary>
    async Task<LedgerOrigin> Lose(PostgresStore store, int found, int signed)
    {
        var origin = new LedgerOrigin("events", (await store.Ledger.Head(default)).Ledger);
        await Append(store, found);
        await Memorise(Folder, store.Ledger, origin, signed);
        return origin;
    }

    static async Task Memorise(SignerFolder folder, ILeaves leaves, LedgerOrigin origin, int signed)
    {
        var tree = new MerkleFrontier();
        await foreach (var leaf in leaves.Leaves(-1, default)) tree.Append(MerkleTree.LeafHash(leaf.Span));
        while (tree.Size < signed) tree.Append(MerkleTree.LeafHash(BitConverter.GetBytes(tree.Size)));
        DurableFile.Write(folder.Memory, tree.ToBytes());
        DurableFile.Write(folder.Key, Encoding.ASCII.GetBytes(
            SignerKey.Format(origin.ToString(), NoteKeyType.Ed25519, new byte[Ed25519.SeedLength])));
    }

    static async Task Append(PostgresStore store, int count)
    {
        var stream = Some.Stream();
        for (var i = 0; i < count; i++)
            Assert.True((await store.Ledger.Append(Some.Command(Some.Event(stream)), default)).Accepted);
    }

    async Task<(string Origin, long Size, SignedNote Note)> Sign(PostgresStore store, ISignerMemory? memory = null)
    {
        using var key = SignerKey.Parse(await File.ReadAllTextAsync(Folder.Key))!;
        var note = await new CheckpointSigner(store.Ledger, key, memory ?? new FileSignerMemory(Folder.Memory)).Sign(default);
        var checkpoint = Checkpoint.Parse(note.Text, out _)!;
        return (checkpoint.Origin, checkpoint.Size, note);
    }
}
