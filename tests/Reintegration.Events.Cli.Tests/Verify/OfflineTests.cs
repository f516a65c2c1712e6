using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using Reintegration.Events.Cli.Verify;
using Reintegration.Events.Ledger;
using Support.Audit;

namespace Reintegration.Events.Cli.Tests.Verify;

public sealed class OfflineTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_verifying_assembly_references_the_base_library_and_the_policy_language_only()
    {
        IEnumerable<string?> references = typeof(Proofs).Assembly.GetReferencedAssemblies().Select(name => name.Name);
        Assert.All(references, name => Assert.True(
            name == "Reintegration.Cedar" || name!.StartsWith("System.", StringComparison.Ordinal), name));
    }

    [Fact]
    public async Task Verifying_loads_no_driver_and_no_server()
    {
        _scratch.Write(
            "vector.json",
            """
            {"leafIdx":0,"treeSize":1,"root":"bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
             "leafHash":"bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=","proof":null,"wantErr":false}
            """);
        var room = new ClosedRoom(typeof(VerifyCommand).Assembly.Location);
        MethodInfo run = room.LoadFromAssemblyPath(typeof(VerifyCommand).Assembly.Location)
            .GetType(typeof(VerifyCommand).FullName!)!
            .GetMethod(nameof(VerifyCommand.Run))!;

        using var ledger = await AuditedLedger.Begin();
        var checkpoint = await ledger.Checkpoint();
        var hashes = (await ledger.Events()).Select(recorded => MerkleTree.LeafHash(recorded.Leaf.Span)).ToList();
        var receipt = JsonSerializer.SerializeToElement(new { id = "7", leafHash = "ab12" });
        string[] trust = ["--origin", AuditedLedger.Origin, "--key", ledger.Signer.Key.ToString()];
        string[][] commands =
        [
            ["vectors", _scratch.Folder],
            ["ledger", _scratch.Write("export", string.Join('\n', [.. await ledger.Export(), ""])), .. trust],
            [
                "view", _scratch.Write("view", await ledger.Timeline()), "--partial", "--inclusion",
                .. Enumerable.Range(2, 6).Select(at => _scratch.Write($"{at}.proof", new TlogProof(
                    at, ProofPlan.Inclusion(at, 12).Assemble(new LeafNodes(hashes)), checkpoint).ToBytes())),
                .. trust,
            ],
            [
                "receipt", _scratch.Write("receipt", JsonSerializer.Serialize(new
                {
                    id = "7", leafHash = "ab12", signature = await ReceiptSignature.Sign(receipt, ledger.Signer, default),
                })),
                "--vkey", ledger.Signer.Key.ToString(),
            ],
        ];
        foreach (var command in commands)
        {
            var output = new StringWriter();
            object? exit = run.Invoke(null, [(string[])["verify", .. command], output]);
            Assert.True(0 == (int)exit!, $"{command[0]}: {output}");
        }

        string[] loaded = [.. room.Assemblies.Select(assembly => assembly.GetName().Name!).Order()];
        Assert.Equal(["Reintegration.Events", "System.CommandLine", "reintegration"], loaded);
    }

    /// <summary>Loads the program afresh beside the tests, so what it loads is seen apart from what they do.</summary>
    sealed class ClosedRoom(string program) : AssemblyLoadContext("closed room")
    {
        readonly AssemblyDependencyResolver _resolver = new(program);

        protected override Assembly? Load(AssemblyName name) =>
            _resolver.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
