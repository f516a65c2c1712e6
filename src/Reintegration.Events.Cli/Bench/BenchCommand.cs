using System.CommandLine;

namespace Reintegration.Events.Cli.Bench;

/// <summary><c>reintegration bench</c>: what an append costs here, beside what a plain table costs here.</summary>
public static class BenchCommand
{
    public static Command Build()
    {
        var data = new Option<string?>("--data") { Description = "Folder of the private cluster; a temporary one by default." };
        var postgres = new Option<string?>("--postgres") { Description = "Connection string of an empty database to use instead." };
        var seconds = new Option<double>("--seconds") { Description = "Length of each cell.", DefaultValueFactory = _ => 5 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds, interleaved; the median is printed.", DefaultValueFactory = _ => 3 };
        var preload = new Option<long>("--preload") { Description = "Events to append first.", DefaultValueFactory = _ => 0 };
        var only = new Option<string?>("--only") { Description = "Only these cells, e.g. 256x10,32x1." };
        var paths = new Option<string>("--paths") { Description = "process, http, or both.", DefaultValueFactory = _ => "process,http" };
        var warmth = new Option<double>("--warmth") { Description = "Seconds each path runs unmeasured first.", DefaultValueFactory = _ => 3 };
        var stream = new Option<int>("--stream") { Description = "Events of one owner in one case.", DefaultValueFactory = _ => 1000 };
        var append = new Command(
            "append", "Appends from many callers, interleaved with COPY and INSERT at the same durability.")
        {
            data, postgres, seconds, rounds, preload, only, paths, warmth, stream,
        };
        append.SetAction(async (result, ct) =>
        {
            var plan = new AppendBench.Plan(
                TimeSpan.FromSeconds(result.GetValue(seconds)), TimeSpan.FromSeconds(result.GetValue(warmth)),
                result.GetValue(rounds), result.GetValue(preload), AppendBench.Plan.Parse(result.GetValue(only)),
                result.GetValue(paths)!.Split(',').ToHashSet(), result.GetValue(stream));
            return await AppendBench.Run(result.GetValue(data), result.GetValue(postgres), plan, ct);
        });
        return new Command("bench", "Measures this machine.") { append, Verify(), Project(), Node(), Diff(), Audit() };
    }

    static Option<DirectoryInfo> Bundle() => new Option<DirectoryInfo>("--bundle")
    {
        Description = "Folder of the policy bundle.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("contracts", "policy", "unicri-default")),
    }.AcceptExistingOnly();

    static Command Project()
    {
        var data = new Option<string?>("--data") { Description = "Folder of the private cluster; a temporary one by default." };
        var events = new Option<long>("--events") { Description = "How many events.", DefaultValueFactory = _ => 100_000 };
        var perCase = new Option<int>("--per-case") { Description = "Events of one case.", DefaultValueFactory = _ => 100 };
        var single = new Option<int>("--single") { Description = "Events folded one a transaction, to compare with.", DefaultValueFactory = _ => 1000 };
        var rate = new Option<int>("--rate") { Description = "Events a second while the lag is measured.", DefaultValueFactory = _ => 500 };
        var seconds = new Option<double>("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 20 };
        var bundle = Bundle();
        var project = new Command(
            "project", "Builds the rows of all views beside those that serve, and keeps them up.")
        {
            data, events, perCase, single, rate, seconds, bundle,
        };
        project.SetAction((parsed, ct) => ProjectBench.Run(parsed.GetValue(data), new ProjectBench.Plan(
            parsed.GetValue(events), parsed.GetValue(perCase), parsed.GetValue(single), parsed.GetValue(rate),
            TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(bundle)!), ct));
        return project;
    }

    static Command Audit()
    {
        var data = new Option<string?>("--data") { Description = "Folder of the private cluster, kept and not filled again; a temporary one by default." };
        var records = new Option<long>("--records") { Description = "How many access records.", DefaultValueFactory = _ => 1_000_000 };
        var cases = new Option<int>("--cases") { Description = "How many cases.", DefaultValueFactory = _ => 300 };
        var perCase = new Option<int>("--per-case") { Description = "Events of one case.", DefaultValueFactory = _ => 100 };
        var asked = new Option<int>("--asked") { Description = "How often each question is asked.", DefaultValueFactory = _ => 200 };
        var audit = new Command(
            "audit", "Who has seen an event, replay of a case and other questions, over so many looks.")
        {
            data, records, cases, perCase, asked,
        };
        audit.SetAction((parsed, ct) => AuditBench.Run(parsed.GetValue(data), new AuditBench.Plan(
            parsed.GetValue(records), parsed.GetValue(cases), parsed.GetValue(perCase), parsed.GetValue(asked)), ct));
        return audit;
    }

    static Command Diff()
    {
        var data = new Option<string?>("--data") { Description = "Folder of the private cluster, filled when it is new; a temporary one by default." };
        var events = new Option<long>("--events") { Description = "How many events.", DefaultValueFactory = _ => 1_000_000 };
        var perCase = new Option<int>("--per-case") { Description = "Events of one case.", DefaultValueFactory = _ => 100 };
        var rounds = new Option<int>("--rounds") { Description = "How often each bundle is compared.", DefaultValueFactory = _ => 1 };
        var bundle = Bundle();
        var after = new Option<DirectoryInfo[]>("--with")
        {
            Description = "Folders of bundles that would follow it; one that touches everything is compared too.",
            DefaultValueFactory = _ => [],
            AllowMultipleArgumentsPerToken = true,
        }.AcceptExistingOnly();
        var diff = new Command("diff", "Says what bundles would change for all that is recorded, for six agencies.")
        {
            data, events, perCase, rounds, bundle, after,
        };
        diff.SetAction((parsed, ct) => DiffBench.Run(parsed.GetValue(data), new DiffBench.Plan(
            parsed.GetValue(events), parsed.GetValue(perCase), parsed.GetValue(bundle)!, [.. parsed.GetValue(after)!],
            parsed.GetValue(rounds)), ct));
        return diff;
    }

    static Command Node()
    {
        var postgres = new Option<string>("--postgres") { Description = "Connection string of the benchmark's database.", Required = true };
        var data = new Option<string>("--data") { Description = "Its folder of keys.", Required = true };
        var lease = new Option<double>("--lease") { Description = "Seconds after which others take over.", DefaultValueFactory = _ => 2 };
        var bundle = Bundle();
        var node = new Command("node", "One projector over a benchmark's database, until it is ended; it is there to be killed.")
        {
            postgres, data, lease, bundle,
        };
        node.SetAction((parsed, ct) => ProjectNode.Run(
            parsed.GetValue(postgres)!, parsed.GetValue(data)!, TimeSpan.FromSeconds(parsed.GetValue(lease)), parsed.GetValue(bundle)!, ct));
        return node;
    }

    static Command Verify()
    {
        var leaves = new Option<int>("--leaves") { Description = "How many events.", DefaultValueFactory = _ => 200_000 };
        var bytes = new Option<int>("--bytes") { Description = "Length of each ciphertext.", DefaultValueFactory = _ => 1024 };
        var openings = new Option<bool>("--openings") { Description = "With envelopes to open, as an auditor's export has them." };
        var verify = new Command("verify", "Verifies an export of made-up events, on one thread.")
        {
            leaves, bytes, openings,
        };
        verify.SetAction(result => VerifyBench.Run(
            new VerifyBench.Plan(result.GetValue(leaves), result.GetValue(bytes), result.GetValue(openings)),
            result.InvocationConfiguration.Output));
        return verify;
    }
}
