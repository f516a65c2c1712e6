using System.Text;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class WitnessTests
{
    static readonly byte[][] Leaves = Trees.LeafHashes(60);

    static WitnessState State(int size) => new(size, MerkleTree.Root(Leaves.Take(size)));

    static async Task<AddCheckpoint> Request(
        int old, int size, byte[][]? leaves = null, SignerKey? signer = null, string origin = Keys.Origin)
    {
        byte[][] tree = leaves ?? Leaves;
        IReadOnlyList<byte[]> proof =
            old is > 0 && old <= size ? ProofPlan.Consistency(old, size).Assemble(new LeafNodes(tree)) : [];
        SignedNote note = await Keys.Checkpoint(tree, size, signer, origin);
        return new AddCheckpoint(old, proof, note, Checkpoint.Parse(note.Text, out _)!);
    }

    [Fact]
    public async Task A_witness_follows_a_growing_log_and_cosigns_each_step()
    {
        WitnessState state = WitnessState.None;
        foreach (int size in new[] { 0, 1, 1, 2, 7, 8, 33, 60 })
        {
            AddCheckpoint request = await Request((int)state.Size, size);
            WitnessDecision decision = Witness.Decide(request, Keys.Policy, state);
            Assert.Equal(200, decision.Status);
            Assert.Equal(size, decision.Next!.Size);
            Assert.Equal(request.Checkpoint.Root, decision.Next.Root);
            state = decision.Next;
        }
    }

    [Fact]
    public async Task A_request_survives_its_text_form()
    {
        AddCheckpoint request = await Request(5, 33);
        AddCheckpoint? read = AddCheckpoint.Parse(request.ToBytes(), out string? fault);
        Assert.Null(fault);
        Assert.Equal(request.ToString(), read!.ToString());
        Assert.Equal(200, Witness.Decide(read, Keys.Policy, State(5)).Status);
    }

    [Fact]
    public async Task An_unknown_log_gets_404_and_an_unsigned_one_403()
    {
        using var stranger = new SignerKey(Keys.Origin, NoteKeyType.Ed25519, Keys.Seed("stranger"));
        AddCheckpoint other = await Request(0, 3, origin: "ledger.example/other");
        AddCheckpoint substituted = await Request(0, 3, signer: stranger);
        Assert.Equal(404, Witness.Decide(other, Keys.Policy, WitnessState.None).Status);
        Assert.Equal(404, Witness.Decide(other, null, WitnessState.None).Status);
        Assert.Equal(403, Witness.Decide(substituted, Keys.Policy, WitnessState.None).Status);
    }

    [Fact]
    public async Task An_old_size_above_the_new_one_gets_400() =>
        Assert.Equal(400, Witness.Decide(await Request(9, 8), Keys.Policy, State(9)).Status);

    [Theory]
    [InlineData(4, 20, 5)]
    [InlineData(0, 20, 5)]
    [InlineData(6, 20, 5)]
    [InlineData(5, 20, 0)]
    public async Task Another_old_size_gets_409_with_the_size_it_should_be(int old, int size, int remembered)
    {
        WitnessDecision decision = Witness.Decide(await Request(old, size), Keys.Policy, State(remembered));
        Assert.Equal(new WitnessDecision(409, null, $"{remembered}\n", "text/x.tlog.size"), decision);
    }

    [Fact]
    public async Task A_second_root_for_the_same_size_gets_409()
    {
        byte[][] fork = [.. Leaves];
        fork[2] = MerkleTree.LeafHash("fork"u8);
        Assert.Equal(409, Witness.Decide(await Request(8, 8, fork), Keys.Policy, State(8)).Status);
        Assert.Equal(200, Witness.Decide(await Request(8, 8), Keys.Policy, State(8)).Status);
    }

    [Fact]
    public async Task A_forked_history_gets_422()
    {
        byte[][] fork = [.. Leaves];
        fork[2] = MerkleTree.LeafHash("fork"u8);
        Assert.Equal(422, Witness.Decide(await Request(8, 20, fork), Keys.Policy, State(8)).Status);
    }

    [Fact]
    public async Task A_proof_where_none_belongs_gets_422()
    {
        AddCheckpoint first = await Request(0, 8);
        AddCheckpoint same = await Request(8, 8);
        Assert.Equal(422, Witness.Decide(first with { Proof = [Leaves[0]] }, Keys.Policy, WitnessState.None).Status);
        Assert.Equal(422, Witness.Decide(same with { Proof = [Leaves[0]] }, Keys.Policy, State(8)).Status);
    }

    [Fact]
    public async Task A_refusal_never_moves_the_state()
    {
        for (int old = 0; old < 12; old++)
            for (int size = 0; size < 12; size++)
            {
                WitnessDecision decision = Witness.Decide(await Request(old, size), Keys.Policy, State(6));
                Assert.Equal(decision.Status == 200, decision.Next is not null);
                Assert.Equal(old == 6 && size >= 6, decision.Status == 200);
            }
    }

    [Theory]
    [InlineData("old 01\n")]
    [InlineData("old -1\n")]
    [InlineData("old\n")]
    [InlineData("new 1\n")]
    [InlineData("old 1\nAAAA\n")]
    [InlineData("")]
    public async Task A_malformed_request_is_refused_with_a_reason(string head)
    {
        SignedNote note = await Keys.Checkpoint(Leaves, 3);
        Assert.Null(AddCheckpoint.Parse(Encoding.UTF8.GetBytes($"{head}\n{note}"), out string? fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public async Task Sixty_three_proof_lines_are_read_and_no_more()
    {
        string line = Convert.ToBase64String(Leaves[0]) + "\n";
        SignedNote note = await Keys.Checkpoint(Leaves, 3);
        string Body(int lines) => $"old 1\n{string.Concat(Enumerable.Repeat(line, lines))}\n{note}";
        Assert.NotNull(AddCheckpoint.Parse(Encoding.UTF8.GetBytes(Body(63)), out _));
        Assert.Null(AddCheckpoint.Parse(Encoding.UTF8.GetBytes(Body(64)), out _));
    }
}
