namespace Reintegration.Events.Server.Tests;

/// <summary>What an auditor is served of the two trees is enough to check them, and holds no word of any event.</summary>
public class LedgerProofTests
{
    static async Task<SignedCheckpoint> Head(World world, string ledger)
    {
        var key = VerifierKey.Parse((await world.Get("auditor", $"/ledgers/{ledger}/vkeys")).Text.TrimEnd('\n'))!;
        var reply = await world.Get("auditor", $"/ledgers/{ledger}/checkpoint");
        Assert.Equal(200, reply.Status);
        var opened = SignedCheckpoint.Open(reply.Body, new LogPolicy(key.Name, key), out var verdict);
        Assert.Equal(CheckpointVerdict.Trusted, verdict);
        return opened!;
    }

    static async Task<World> Told(int sessions)
    {
        var world = await World.Begin();
        await world.Record("prison", Post.Opened());
        for (var i = 0; i < sessions; i++)
            await world.Record("prison", Post.Mentoring(Post.Name("prison", "opened"), "prison", $"proof/{i}"));
        return world;
    }

    [Theory]
    [InlineData("events")]
    [InlineData("access")]
    public async Task The_tiles_make_the_root_that_was_signed(string ledger)
    {
        await using var world = await Told(5);
        for (var i = 0; i < 3; i++) await world.Get("auditor", "/audit/events?limit=1");

        var head = (await Head(world, ledger)).Checkpoint;

        Assert.True(head.Size > 1, head.Text);
        Assert.Equal($"reintegration/{ledger}/{new string(ledger[0] == 'e' ? 'a' : 'b', 32)}", head.Origin);
        var tiles = new Dictionary<TileId, byte[]>();
        foreach (var tile in TileId.All(head.Size))
            tiles[tile] = (await world.Get("auditor", $"/ledgers/{ledger}/{tile.Path}")).Body;
        Assert.Equal(head.Root.ToArray(), new TileNodes(head.Size, tile => tiles[tile]).Root());
    }

    [Fact]
    public async Task A_receipt_leads_to_a_proof_that_is_checked_offline()
    {
        await using var world = await Told(6);
        var receipt = (await world.Record("prison", Post.Mentoring(Post.Name("prison", "opened"), "prison", "x"))).Json;
        var leafHash = receipt.GetProperty("leafHash").GetString()!;
        var head = await Head(world, "events");

        var proof = await world.Get("auditor", $"/ledgers/events/tlog-proof?leafHash={leafHash}");
        var read = TlogProof.Parse(proof.Body, out var fault);
        Assert.True(read is not null, fault);
        var policy = new LogPolicy(head.Checkpoint.Origin, head.SignedBy);
        Assert.Equal(ProofVerdict.Proved, read.Verify(Convert.FromHexString(leafHash), policy, out _));

        var inclusion = (await world.Get("auditor", $"/ledgers/events/proof/inclusion?leafHash={leafHash}")).Json;
        Assert.Equal(ProofVerdict.Proved, Proofs.VerifyInclusion(
            inclusion.GetProperty("leafIndex").GetUInt64(), inclusion.GetProperty("treeSize").GetUInt64(),
            Convert.FromHexString(leafHash), Hashes(inclusion), head.Checkpoint.Root));

        var consistency = (await world.Get("auditor", "/ledgers/events/proof/consistency?from=2")).Json;
        Assert.Equal(ProofVerdict.Proved, Proofs.VerifyConsistency(
            2, (ulong)head.Checkpoint.Size, consistency.GetProperty("fromRoot").GetBytesFromBase64(),
            head.Checkpoint.Root, Hashes(consistency)));
    }

    [Fact]
    public async Task An_acknowledged_event_that_is_lost_is_unknown_to_the_tree()
    {
        await using var world = await Told(1);
        await using var restored = await Told(0);
        var receipt = (await world.Record("prison", Post.Mentoring(Post.Name("prison", "opened"), "prison", "x"))).Json;
        var key = VerifierKey.Parse((await world.Get("auditor", "/ledgers/events/vkeys")).Text.TrimEnd('\n'))!;
        Assert.True(ReceiptSignature.Verifies(receipt, key));

        var reply = await restored.Get(
            "auditor", $"/ledgers/events/tlog-proof?leafHash={receipt.GetProperty("leafHash").GetString()}");

        Assert.Equal((404, "unknown-leaf"), (reply.Status, reply.Problem));
    }

    [Theory]
    [InlineData("/ledgers/events/tile/0/001", 404, "unknown-tile")]
    [InlineData("/ledgers/events/tile/0/000.p/0", 404, "unknown-tile")]
    [InlineData("/ledgers/events/tile/0/000.p/256", 404, "unknown-tile")]
    [InlineData("/ledgers/events/tile/00/000", 404, "unknown-tile")]
    [InlineData("/ledgers/events/tile/0/x000/000", 404, "unknown-tile")]
    [InlineData("/ledgers/events/tile/9/000", 404, "unknown-tile")]
    [InlineData("/ledgers/events/tile/1/000.p/1", 404, "unknown-tile")]
    [InlineData("/ledgers/other/checkpoint", 404, "not-found")]
    [InlineData("/ledgers/events/checkpoint?sealed=true", 404, "not-sealed")]
    [InlineData("/ledgers/events/checkpoint?sealed=yes", 400, "malformed-query")]
    [InlineData("/ledgers/events/proof/inclusion", 400, "malformed-query")]
    [InlineData("/ledgers/events/proof/inclusion?leafHash=XX", 400, "malformed-query")]
    [InlineData("/ledgers/events/proof/consistency", 400, "malformed-query")]
    [InlineData("/ledgers/events/proof/consistency?from=-1", 400, "malformed-query")]
    [InlineData("/ledgers/events/proof/consistency?from=0", 422, "tree-size")]
    [InlineData("/ledgers/events/proof/consistency?from=3&to=2", 422, "tree-size")]
    [InlineData("/ledgers/events/proof/consistency?from=1&to=1000000", 422, "tree-size")]
    public async Task What_the_tree_does_not_have_is_refused_by_name(string path, int status, string problem)
    {
        await using var world = await Told(0);
        var reply = await world.Get("auditor", path);
        Assert.Equal((status, problem), (reply.Status, reply.Problem));
    }

    [Fact]
    public async Task A_leaf_is_in_no_tree_that_is_smaller()
    {
        await using var world = await Told(3);
        var receipt = (await world.Record("prison", Post.Mentoring(Post.Name("prison", "opened"), "prison", "x"))).Json;
        var hash = receipt.GetProperty("leafHash").GetString();
        foreach (var size in (string[])["1", "99999"])
        {
            var reply = await world.Get("auditor", $"/ledgers/events/proof/inclusion?leafHash={hash}&size={size}");
            Assert.Equal((422, "tree-size"), (reply.Status, reply.Problem));
        }
    }

    static List<byte[]> Hashes(JsonElement proof) =>
        [.. proof.GetProperty("hashes").EnumerateArray().Select(hash => hash.GetBytesFromBase64())];
}
