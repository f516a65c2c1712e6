using System.Diagnostics;
using Reintegration.Events.Policy;

namespace Bench;

/// <summary>What a decision of the policy costs: through the table deciders share, and where it has no answer yet.</summary>
internal static class PolicyPercentiles
{
    private const int Rounds = 4_000;

    /// <summary>Decisions timed together: one alone is shorter than the clock is precise.</summary>
    private const int Batch = 8;

    public static void Run(TextWriter output)
    {
        var world = new PolicyWorld();
        var cold = Stopwatch.GetTimestamp();
        foreach (var decider in world.Deciders())
            foreach (var envelope in world.Events) decider.Decide(envelope);
        var evaluated = world.Deciders().Count() * world.Events.Length;
        output.WriteLine(
            $"first asked: {Stopwatch.GetElapsedTime(cold).TotalMicroseconds / evaluated:F0} us an event over {evaluated} events, compiling included");

        var deciders = world.Deciders().ToArray();
        for (var i = 0; i < 400; i++)
            foreach (var decider in deciders)
                foreach (var envelope in world.Events) decider.Decide(envelope);
        Measure(output, world, deciders);
        Making(output, world);
    }

    private static void Measure(TextWriter output, PolicyWorld world, Decider[] deciders)
    {
        var (events, fields) = (new List<double>(Rounds * 5), new List<double>(Rounds * 5));
        var random = new Random(4711);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var decider in deciders)
            {
                var envelope = world.Events[random.Next(world.Events.Length)];
                Decision decision = null!;
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < Batch; i++) decision = decider.Decide(envelope);
                var each = (Stopwatch.GetTimestamp() - start) * 1e9 / Stopwatch.Frequency / Batch;
                events.Add(each);
                fields.Add(each / decision.Fields.Count);
            }
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        Write(output, "an event, all its fields", events);
        Write(output, "a field", fields);
        output.WriteLine($"{bytes / (double)(Rounds * deciders.Length * Batch):F0} bytes an event");
    }

    private static void Making(TextWriter output, PolicyWorld world)
    {
        var times = new List<double>(Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Batch; i++) world.DeciderOf(Reintegration.Events.Events.Sector.Probation, "supervision");
            times.Add((Stopwatch.GetTimestamp() - start) * 1e9 / Stopwatch.Frequency / Batch);
        }

        Write(output, "a decider made", times);
    }

    private static void Write(TextWriter output, string name, List<double> times)
    {
        times.Sort();
        output.WriteLine(
            $"{name}: median {times[times.Count / 2]:F0} ns, p90 {times[times.Count * 9 / 10]:F0} ns, "
            + $"p99 {times[times.Count * 99 / 100]:F0} ns, worst {times[^1]:F0} ns");
    }
}
