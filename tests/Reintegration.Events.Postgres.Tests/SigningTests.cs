using System.Diagnostics;
using System.Security.Cryptography;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Cluster;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

/// <summary>A signer signs one history, whatever is done to the database beneath it.</summary>
public sealed class SigningTests : IDisposable
{
    readonly string _memory = Directory.CreateTempSubdirectory("reintegration-signer-").FullName;
    readonly MemoryKeyStore _keys = new(RandomNumberGenerator.Fill);

    public void Dispose() => Directory.Delete(_memory, recursive: true);

    [Fact]
    public async Task Database_rolled_back_is_refused()
    {
        var (cluster, folder) = await TestServer.StartCluster();
        await Append(cluster, 5);
        await cluster.DisposeAsync();
        var backup = await Copy(folder);
        cluster = await PrivateCluster.Start(folder, default);
        await Append(cluster, 3);
        Assert.Equal(8, await Sign(cluster));
        await cluster.DisposeAsync();

        await using var restored = (await TestServer.StartCluster(backup)).Cluster;
        await Assert.ThrowsAsync<LedgerBrokenException>(() => Sign(restored));
        // Other events grow over the lost tail, in number beyond it: still another history.
        await Append(restored, 3);
        await Assert.ThrowsAsync<LedgerBrokenException>(() => Sign(restored));
        await Append(restored, 9);
        await Assert.ThrowsAsync<LedgerBrokenException>(() => Sign(restored));
    }

    [Fact]
    public async Task Two_forked_instances_cannot_both_sign()
    {
        var (cluster, folder) = await TestServer.StartCluster();
        await Append(cluster, 4);
        Assert.Equal(4, await Sign(cluster));
        await cluster.DisposeAsync();
        var copy = await Copy(folder);
        await using var one = await PrivateCluster.Start(folder, default);
        await using var two = (await TestServer.StartCluster(copy)).Cluster;
        await Task.WhenAll(Append(one, 3), Append(two, 3));

        var signed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => TrySign(i % 2 == 0 ? one : two))));

        Assert.Contains(7, signed);
        Assert.True(
            signed.Where((_, i) => i % 2 == 0).All(size => size is null) || signed.Where((_, i) => i % 2 == 1).All(size => size is null),
            $"Both were signed: {string.Join(' ', signed)}");
    }

    [Fact]
    public async Task One_process_signs_and_another_takes_over_when_it_falls_silent()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var one = await database.Open(new TestClock());
        await using var two = await database.Open(new TestClock());

        Assert.Equal(1, await one.SigningLease.Hold(default));
        Assert.Null(await two.SigningLease.Hold(default));
        Assert.Equal(1, await one.SigningLease.Hold(default));
        await using (var admin = new Npgsql.NpgsqlConnection(database.Source.Admin))
        {
            await admin.OpenAsync();
            await using var silence = new Npgsql.NpgsqlCommand(
                "update reintegration.signing_lease set until = clock_timestamp() - interval '1 second'", admin);
            await silence.ExecuteNonQueryAsync();
        }

        Assert.Equal(2, await two.SigningLease.Hold(default));
        Assert.Null(await one.SigningLease.Hold(default));
    }

    [Fact]
    public async Task Both_ledgers_are_signed_and_proved_from_their_rows_alone()
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(new TestClock());
        var stream = Some.Stream();
        await store.Ledger.Append(Some.Command([.. Enumerable.Range(0, 700).Select(_ => Some.Event(stream))]), default);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => store.AccessLedger.Record(Some.Access(0), default)));
        foreach (var (leaves, rows) in ((ILeaves, ITreeRows)[])[(store.Ledger, store.EventTree), (store.AccessLedger, store.AccessTree)])
        {
            var head = await leaves.Head(default);
            var tree = new TreeIndex(leaves, rows);
            Assert.Equal(head.Root.ToArray(), await tree.Root(head.Size, default));
            var hash = MerkleTree.LeafHash((await leaves.Leaves(270, default).FirstAsync()).Span);
            Assert.Equal(271, await tree.Find(hash, default));
            var proof = await tree.Inclusion(271, head.Size, default);
            Assert.Equal(ProofVerdict.Proved, Proofs.VerifyInclusion(271, (ulong)head.Size, hash, proof, head.Root.Span));
        }

        // What another process added first is not added twice.
        Assert.Equal(700, await new TreeIndex(store.Ledger, store.EventTree).CatchUp(default));
        Assert.False(await store.EventTree.Add(0, new byte[32], [], default));
    }

    async Task<long?> TrySign(PrivateCluster cluster)
    {
        try
        {
            return await Sign(cluster);
        }
        catch (Exception e) when (e is LedgerBrokenException or LedgerUnavailableException)
        {
            return null;
        }
    }

    async Task<long> Sign(PrivateCluster cluster)
    {
        await using var store = await Open(cluster);
        var ledger = (await store.Ledger.Head(default)).Ledger;
        using var key = new SignerKey(CheckpointSigner.Origin(ledger), NoteKeyType.Ed25519, new byte[32]);
        var memory = new FileSignerMemory(Path.Combine(_memory, "events.signed"));
        var note = await new CheckpointSigner(store.Ledger, key, memory).Sign(default);
        return Checkpoint.Parse(note.Text, out _)!.Size;
    }

    async Task Append(PrivateCluster cluster, int count)
    {
        await using var store = await Open(cluster);
        var stream = Some.Stream();
        for (var i = 0; i < count; i++)
            Assert.True((await store.Ledger.Append(Some.Command(Some.Event(stream)), default)).Accepted);
    }

    Task<PostgresStore> Open(PrivateCluster cluster) => PostgresStore.Open(
        ConnectionSource.Private(cluster, "postgres"), _keys, TimeProvider.System, default);

    /// <summary>A backup of a stopped cluster, as an operator would take it: the folder, owners and all.</summary>
    static async Task<string> Copy(string folder)
    {
        var copy = TestServer.NewFolder();
        using var process = Process.Start("cp", ["-a", folder, copy]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return copy;
    }
}
