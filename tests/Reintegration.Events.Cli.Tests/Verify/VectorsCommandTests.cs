using System.Text.Json;
using Reintegration.Events.Cli.Verify;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Tests.Verify;

public sealed class VectorsCommandTests : IDisposable
{
    static readonly byte[][] Leaves = [.. Enumerable.Range(0, 9).Select(i => MerkleTree.LeafHash([(byte)i]))];

    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Vectors_are_found_at_any_depth_alone_and_in_arrays()
    {
        _scratch.Write("inclusion/4/happy-path.json", JsonSerializer.Serialize(Inclusion(3, 9)));
        _scratch.Write(
            "consistency/deep/er/all.json", JsonSerializer.Serialize(new[] { Consistency(3, 9), Consistency(8, 8) }));
        var book = new { trees = new { inclusion = new[] { Inclusion(0, 1) } } };
        _scratch.Write("book.json", JsonSerializer.Serialize(book));
        _scratch.Write("unrelated.json", """{"a":[1,2,{"b":null}]}""");
        _scratch.Write("readme.txt", "not a vector");
        Assert.Equal((0, "4 passed, 0 failed\n"), Run());
    }

    [Fact]
    public void A_proof_that_should_have_been_refused_fails_the_run_and_is_named()
    {
        _scratch.Write("good.json", JsonSerializer.Serialize(Inclusion(3, 9)));
        _scratch.Write("sub/bad.json", JsonSerializer.Serialize(Inclusion(3, 9, wantErr: true)));
        (int exit, string output) = Run();
        Assert.Equal(1, exit);
        string name = Path.Combine("sub", "bad.json");
        Assert.Equal($"{name}: \"3 of 9\" was accepted but must be refused\n1 passed, 1 failed\n", output);
    }

    [Fact]
    public void A_proof_that_should_hold_and_does_not_fails_the_run_with_its_verdict()
    {
        Dictionary<string, object?> vector = Inclusion(3, 9);
        vector["leafHash"] = Leaves[4];
        _scratch.Write("bad.json", JsonSerializer.Serialize(vector));
        Assert.Equal((1, "bad.json: \"3 of 9\" was refused: RootDiffers\n0 passed, 1 failed\n"), Run());
    }

    [Theory]
    [InlineData("leafIdx", "-1")]
    [InlineData("leafIdx", "18446744073709551615")]
    [InlineData("leafIdx", "99999999999999999999999")]
    [InlineData("leafIdx", "\"3\"")]
    [InlineData("treeSize", "0")]
    [InlineData("treeSize", "null")]
    [InlineData("leafHash", "\"\"")]
    [InlineData("leafHash", "\"!\"")]
    [InlineData("root", "\"\"")]
    [InlineData("root", "null")]
    [InlineData("proof", "null")]
    [InlineData("proof", "[]")]
    [InlineData("proof", "[\"\"]")]
    [InlineData("proof", "7")]
    public void An_odd_inclusion_vector_is_refused_and_never_throws(string member, string value)
    {
        Dictionary<string, object?> vector = Inclusion(3, 9, wantErr: true);
        vector[member] = JsonDocument.Parse(value).RootElement;
        _scratch.Write("odd.json", JsonSerializer.Serialize(vector));
        Assert.Equal((0, "1 passed, 0 failed\n"), Run());
    }

    [Theory]
    [InlineData("""{"size1":2,"size2":1,"root1":"QQ==","root2":"Qg==","proof":[],"wantErr":true}""")]
    [InlineData("""{"size1":0,"size2":1,"root1":"QQ==","root2":"Qg==","proof":[],"wantErr":true}""")]
    [InlineData("""{"size1":0,"size2":1,"root1":"QQ==","root2":"QQ==","proof":["QQ=="],"wantErr":true}""")]
    [InlineData("""{"size1":0,"size2":0,"root1":"QQ==","root2":"QQ==","proof":[],"wantErr":false}""")]
    [InlineData("""{"size1":0,"size2":0,"root1":"QQ==","root2":"Qg==","proof":[],"wantErr":true}""")]
    [InlineData("""{"size1":1,"size2":1,"root1":"QQ==","root2":"QQ==","proof":null,"wantErr":false}""")]
    [InlineData("""{"size1":1,"size2":1,"root1":"QQ==","root2":"Qg==","proof":[],"wantErr":true}""")]
    [InlineData("""{"size1":1,"size2":1,"root1":"QQ==","root2":"QQ==","proof":["QQ=="],"wantErr":true}""")]
    [InlineData("""{"size1":1,"size2":18446744073709551615,"root1":"QQ==","root2":"QQ==","proof":[],"wantErr":true}""")]
    [InlineData("""{"size1":-1,"size2":1,"root1":"QQ==","root2":"QQ==","proof":[],"wantErr":true}""")]
    public void Corner_cases_of_consistency_are_judged_as_the_common_vectors_want(string vector)
    {
        _scratch.Write("corner.json", vector);
        Assert.Equal((0, "1 passed, 0 failed\n"), Run());
    }

    [Fact]
    public void Nothing_found_or_nothing_there_is_not_success()
    {
        Assert.Equal((2, "0 passed, 0 failed\n"), Run());
        Assert.Equal(
            2, VerifyCommand.Run(["verify", "vectors", Path.Combine(_scratch.Folder, "none")], TextWriter.Null));
    }

    [Fact]
    public void A_broken_file_fails_the_run()
    {
        _scratch.Write("good.json", JsonSerializer.Serialize(Inclusion(3, 9)));
        _scratch.Write("zz.json", "{\"leafIdx\":");
        (int exit, string output) = Run();
        Assert.Equal(1, exit);
        Assert.StartsWith("zz.json: cannot be read", output, StringComparison.Ordinal);
        Assert.EndsWith("\n1 passed, 1 failed\n", output, StringComparison.Ordinal);
    }

    (int Exit, string Output) Run()
    {
        var output = new StringWriter { NewLine = "\n" };
        int exit = VerifyCommand.Run(["verify", "vectors", _scratch.Folder], output);
        return (exit, output.ToString());
    }

    static Dictionary<string, object?> Inclusion(int index, int size, bool wantErr = false) => new()
    {
        ["leafIdx"] = index,
        ["treeSize"] = size,
        ["root"] = MerkleTree.Root(Leaves.Take(size)),
        ["leafHash"] = Leaves[index],
        ["proof"] = ProofPlan.Inclusion(index, size).Assemble(new LeafNodes(Leaves)),
        ["desc"] = $"{index} of {size}",
        ["wantErr"] = wantErr,
    };

    static Dictionary<string, object?> Consistency(int older, int newer) => new()
    {
        ["size1"] = older,
        ["size2"] = newer,
        ["root1"] = MerkleTree.Root(Leaves.Take(older)),
        ["root2"] = MerkleTree.Root(Leaves.Take(newer)),
        ["proof"] = ProofPlan.Consistency(older, newer).Assemble(new LeafNodes(Leaves)),
        ["desc"] = $"{older} to {newer}",
        ["wantErr"] = false,
    };
}
