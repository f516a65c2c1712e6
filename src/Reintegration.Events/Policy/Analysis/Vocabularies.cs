using Reintegration.Cedar;

namespace Reintegration.Events.Policy.Analysis;

/// <summary>
/// The words each text may be: those of its closed list, or those the rules compare it with and one that is none of
/// them.
/// </summary>
internal sealed class Vocabularies
{
    /// <summary>Stands for every word no rule knows.</summary>
    public const string Other = "another";

    private readonly SortedDictionary<string, SortedSet<string>> compared = new(StringComparer.Ordinal);

    public static ImmutableArray<string> Sectors { get; } = [.. Enum.GetValues<Sector>().Select(CaseEntities.Word)];

    /// <summary>Clearances, and what sensitivities ask for: 0 to 4.</summary>
    public static ImmutableArray<string> Numbers { get; } = ["0", "1", "2", "3", "4"];

    public void Learn(Expr condition)
    {
        foreach (var expr in ExprWalk.All(condition))
        {
            switch (expr)
            {
                case Expr.Binary { Operator: BinaryOperator.Equal or BinaryOperator.NotEqual } equal:
                    Learn(equal.Left, equal.Right);
                    Learn(equal.Right, equal.Left);
                    break;
                case Expr.Binary { Operator: BinaryOperator.Contains, Left: Expr.Set list } contains:
                    foreach (var item in list.Items) Learn(contains.Right, item);
                    break;
                default:
                    break;
            }
        }
    }

    public bool Has(string path) => compared.ContainsKey(path);

    public ImmutableArray<string> Of(string path) => path switch
    {
        "context.purpose" => Vocabulary.Purposes,
        "context.legalBasis" => Vocabulary.LegalBases,
        "principal.role" => Vocabulary.Roles,
        "resource.category" => [.. Enum.GetValues<Category>().Select(CaseEntities.Word)],
        "resource.sensitivity" => [.. Enum.GetNames<Sensitivity>()],
        "resource.handling" => [.. Enum.GetNames<HandlingCode>()],
        _ => [.. compared.GetValueOrDefault(path, []), Other],
    };

    private void Learn(Expr path, Expr literal)
    {
        if (literal is not Expr.Literal { Value: StringValue word }) return;
        var name = path.ToString();
        if (!compared.TryGetValue(name, out var known)) compared[name] = known = new(StringComparer.Ordinal);
        known.Add(word.Text);
    }
}
