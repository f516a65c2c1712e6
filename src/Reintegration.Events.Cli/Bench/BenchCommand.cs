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
        return new Command("bench", "Measures this machine.") { append, Verify() };
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
