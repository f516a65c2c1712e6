using BenchmarkDotNet.Attributes;
using Reintegration.Cedar;

namespace Bench;

/// <summary>Decisions by the compiled authorizer beside those of the plain interpreter.</summary>
[MemoryDiagnoser]
public class CedarDecisions
{
    private CedarBundle bundle = null!;
    private Authorizer authorizer = null!;
    private int next;

    [Params(10, 100, 1_000)]
    public int Policies { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        bundle = new CedarBundle(Policies, everyScopeMatches: false);
        authorizer = new Authorizer(bundle.Policies);
    }

    [Benchmark]
    public bool Compiled()
    {
        var (request, entities) = bundle.Cases[next++ % bundle.Cases.Length];
        return authorizer.Decide(request, entities).IsAllow;
    }

    [Benchmark(Baseline = true)]
    public int Interpreted()
    {
        var (request, entities) = bundle.Cases[next++ % bundle.Cases.Length];
        var interpreter = new Interpreter(request, entities);
        var satisfied = 0;
        foreach (var policy in bundle.Policies.Policies)
            satisfied += interpreter.IsSatisfied(policy) ? 1 : 0;
        return satisfied;
    }
}
