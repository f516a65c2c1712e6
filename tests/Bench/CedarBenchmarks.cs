using BenchmarkDotNet.Running;

namespace Bench;

/// <summary>The benchmarks of the policy language: percentiles first, then BenchmarkDotNet if asked for.</summary>
internal static class CedarBenchmarks
{
    public static int Run(string[] arguments)
    {
        CedarPercentiles.Run(Console.Out);
        if (arguments.Contains("--full"))
            BenchmarkRunner.Run<CedarDecisions>();
        return 0;
    }
}
