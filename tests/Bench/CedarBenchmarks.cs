using BenchmarkDotNet.Running;

namespace Bench;

/// <summary>The benchmarks of the policy and its language: percentiles first, then BenchmarkDotNet if asked for.</summary>
internal static class CedarBenchmarks
{
    public static int Run(string[] arguments)
    {
        if (!arguments.Contains("--policy"))
            CedarPercentiles.Run(Console.Out);
        PolicyPercentiles.Run(Console.Out);
        if (arguments.Contains("--full"))
            BenchmarkRunner.Run<CedarDecisions>();
        return 0;
    }
}
