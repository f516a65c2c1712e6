namespace Reintegration.Cedar.Tests.Differential;

/// <summary>Compares worlds answer by answer and keeps count of what was exercised.</summary>
internal sealed class Comparison
{
    private const int LeastHits = 200;
    private readonly SortedDictionary<string, int> hits = new(StringComparer.Ordinal);
    private int allowed;
    private int failed;
    private int policies;
    private int invalid;

    public List<string> Differences { get; } = [];

    public int Requests { get; private set; }

    public void Compare(RandomWorld world, WasmAnswer answer)
    {
        var set = PolicySet.Parse(world.PolicyText);
        CompareVerdicts(world, set, answer);
        CompareSchemas(world, answer);
        var entities = Entities.Of(world.Entities);
        var authorizer = new Authorizer(set, AuthorizerOptions.CedarCompat);
        foreach (var (request, theirs) in world.Requests.Zip(answer.Responses))
        {
            Requests++;
            var ours = authorizer.Decide(request, entities);
            allowed += ours.IsAllow ? 1 : 0;
            failed += ours.Errors.Count > 0 ? 1 : 0;
            Trace(set, request, entities);
            var isEqual = theirs.Failure is null
                && string.Equals(theirs.Decision, ours.Decision.ToString(), StringComparison.OrdinalIgnoreCase)
                && theirs.Reason.ToHashSet().SetEquals(ours.Determining)
                && theirs.Errors.ToHashSet().SetEquals(ours.Errors.Select(error => error.PolicyId));
            if (!isEqual)
            {
                Differences.Add(
                    $"seed {world.Seed}: {request}: ours {ours.Decision} [{string.Join(' ', ours.Determining)}] "
                    + $"errors [{string.Join("; ", ours.Errors)}], theirs {theirs.Failure} {theirs.Decision} "
                    + $"[{string.Join(' ', theirs.Reason)}] errors [{string.Join(' ', theirs.Errors)}]\n{world.PolicyText}");
            }
        }
    }

    public string Summary() =>
        $"{Requests} requests, {100.0 * allowed / Requests:F1} % allowed, {100.0 * failed / Requests:F1} % with errors; "
        + $"{policies} policies validated, {100.0 * invalid / policies:F1} % invalid; hits: "
        + string.Join(", ", hits.Select(pair => $"{pair.Key} {pair.Value}"));

    /// <summary>A comparison means little if it never meets a permit, an error or an operator.</summary>
    public void AssertBreadth()
    {
        Assert.True(allowed >= 0.3 * Requests, $"Only {allowed} of {Requests} are allowed.");
        Assert.True(failed >= 0.2 * Requests, $"Only {failed} of {Requests} have errors.");
        var names = Enum.GetNames<BinaryOperator>().Concat(Enum.GetNames<UnaryOperator>())
            .Concat(ExtensionFunctions.ByName.Keys);
        Assert.All(names, name => Assert.True(hits.GetValueOrDefault(name) >= LeastHits, $"{name} is hit too rarely."));
    }

    private void CompareVerdicts(RandomWorld world, PolicySet set, WasmAnswer answer)
    {
        var report = new Validator(Schema.Parse(world.SchemaText)).Validate(set);
        policies += set.Policies.Length;
        var ours = report.Errors.Select(error => error.PolicyId).ToHashSet();
        invalid += ours.Count;
        if (answer.Failure is null && ours.SetEquals(answer.Invalid!))
            return;
        ours.SymmetricExceptWith(answer.Invalid ?? []);
        foreach (var id in ours)
        {
            Assert.True(set.TryGet(id, out var policy));
            Differences.Add(
                $"seed {world.Seed}: validation of {policy}\nours {string.Join("; ", report.Errors.Where(error => error.PolicyId == id))}\n"
                + $"theirs {answer.Failure} {string.Join("; ", answer.Messages.Where(text => text.StartsWith($"{id}:", StringComparison.Ordinal)))}\n"
                + world.SchemaText);
        }

        if (answer.Failure is not null)
            Differences.Add($"seed {world.Seed}: validation failed: {answer.Failure}\n{world.SchemaText}");
    }

    /// <summary>The official engine writes the schema as JSON; read from there it must be the same schema.</summary>
    private void CompareSchemas(RandomWorld world, WasmAnswer answer)
    {
        var ours = Schema.Parse(world.SchemaText);
        var theirs = Schema.ParseJson(answer.JsonSchema!);
        var isEqual = ours.EntityTypes.Count == theirs.EntityTypes.Count && ours.Actions.Count == theirs.Actions.Count
            && ours.EntityTypes.Values.All(type => IsSame(type, theirs.EntityTypes.GetValueOrDefault(type.Name)))
            && ours.Actions.Values.All(action => IsSame(action, theirs.Actions.GetValueOrDefault(action.Uid)));
        if (!isEqual)
            Differences.Add($"seed {world.Seed}: schemas differ: {world.SchemaText}\n{answer.JsonSchema}");
    }

    private static bool IsSame(EntityTypeDeclaration a, EntityTypeDeclaration? b) =>
        b is not null && a.Attributes.Equals(b.Attributes) && Equals(a.Tags, b.Tags)
        && a.Descendants.SetEquals(b.Descendants) && a.Choices.SequenceEqual(b.Choices);

    private static bool IsSame(ActionDeclaration a, ActionDeclaration? b) =>
        b is not null && a.Context.Equals(b.Context) && a.Descendants.SetEquals(b.Descendants)
        && a.Principals.ToHashSet().SetEquals(b.Principals) && a.Resources.ToHashSet().SetEquals(b.Resources);

    private void Trace(PolicySet set, Request request, Entities entities)
    {
        var interpreter = new Interpreter(request, entities, Hit);
        foreach (var policy in set.Policies)
        {
            try
            {
                interpreter.IsSatisfied(policy);
            }
            catch (EvaluationException)
            {
                // Only what was reached before the error counts.
            }
        }
    }

    private void Hit(Expr expr)
    {
        var name = expr switch
        {
            Expr.Binary binary => binary.Operator.ToString(),
            Expr.Unary unary => unary.Operator.ToString(),
            Expr.Call call => call.Function,
            _ => expr.GetType().Name,
        };
        hits[name] = hits.GetValueOrDefault(name) + 1;
    }
}
