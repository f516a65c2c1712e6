using System.Reflection;
using System.Runtime.Loader;
using Reintegration.Events.Cli.Verify;
using Reintegration.Events.Ledger;

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
    public void Verifying_loads_no_driver_and_no_server()
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

        var output = new StringWriter();
        object? exit = run.Invoke(null, [new[] { "verify", "vectors", _scratch.Folder }, output]);

        Assert.True(0 == (int)exit!, output.ToString());
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
