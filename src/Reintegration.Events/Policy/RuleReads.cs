using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>What the rules of a bundle can read at all: two inputs that agree on it are decided alike.</summary>
/// <remarks>
/// Found in the text of the rules, never too little: an attribute counts as read wherever its name is asked for. Rules
/// that name no agency, and ask of sets of agencies only whether the requester's or the event's agencies are in them,
/// cannot tell one agency from another of the same kind. Then an agency's kind and its part stand for it.
/// </remarks>
internal sealed class RuleReads
{
    private static readonly string[] KindsWithoutAgencies =
        [CaseEntities.Sector, CaseEntities.Panel, CaseEntities.FieldClass, CaseEntities.ActionType];

    private readonly HashSet<string> names;

    private RuleReads(HashSet<string> names, bool tellsAgenciesApart, bool contextWhole) =>
        (this.names, TellsAgenciesApart, ReadsContextWhole) = (names, tellsAgenciesApart, contextWhole);

    /// <summary>Some rule may answer differently for two agencies of the same kind in the same part.</summary>
    public bool TellsAgenciesApart { get; }

    /// <summary>Some rule asks for the clock.</summary>
    public bool ReadsNow => ReadsContextWhole || names.Contains("now");

    /// <summary>The context of the request is used as a whole, and not by its members alone.</summary>
    public bool ReadsContextWhole { get; }

    public bool Reads(string attribute) => names.Contains(attribute);

    public static RuleReads Of(IEnumerable<Rule> rules)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var (apart, whole) = (false, false);
        foreach (var policy in rules.Select(rule => rule.Policy))
        {
            apart |= NamesAgency(policy.Principal) || NamesAgency(policy.Resource) || !AsksMembershipOnly(policy.Body);
            whole |= UsesContextWhole(policy.Body);
            foreach (var part in ExprWalk.All(policy.Body))
            {
                if (part is Expr.GetAttribute get) names.Add(get.Name);
                else if (part is Expr.HasAttribute has) names.Add(has.Name);
                else if (part is Expr.Literal literal) apart |= NamesAgency(literal.Value);
            }
        }

        return new RuleReads(names, apart, whole);
    }

    /// <summary>Whether a value names an entity anywhere in it.</summary>
    public static bool NamesEntity(Value value) => value switch
    {
        EntityUid => true,
        SetValue set => set.Any(NamesEntity),
        RecordValue record => record.Any(member => NamesEntity(member.Value)),
        _ => false,
    };

    private static bool NamesAgency(Scope scope) => scope.Entities.Any(uid => NamesAgency(uid));

    private static bool NamesAgency(Value value) => value switch
    {
        EntityUid uid => !KindsWithoutAgencies.Contains(uid.Type),
        SetValue set => set.Any(NamesAgency),
        RecordValue record => record.Any(member => NamesAgency(member.Value)),
        _ => false,
    };

    /// <summary>
    /// Whether every set of agencies is asked only whether it contains the requester's agency or one of the event's.
    /// </summary>
    private static bool AsksMembershipOnly(Expr body)
    {
        var reads = ExprWalk.All(body).Count(part => part is Expr.GetAttribute get && IsSetOfAgencies(get.Name));
        var memberships = ExprWalk.All(body).Count(part =>
            part is Expr.Binary { Operator: BinaryOperator.Contains, Left: Expr.GetAttribute set, Right: var asked }
            && set.Target is Expr.Var { Variable: Variable.Resource } && IsSetOfAgencies(set.Name) && IsPart(asked));
        return reads == memberships;
    }

    /// <summary><c>principal.agency</c>, <c>resource.originator</c> and the like.</summary>
    private static bool IsPart(Expr expr) => expr is Expr.GetAttribute { Target: Expr.Var of } get
        && (of.Variable == Variable.Principal
            ? get.Name == CaseEntities.OfficialsAgency
            : of.Variable == Variable.Resource
                && DatumAttribute.All.Any(known => known.Name == get.Name && known.Agency is not null));

    private static bool IsSetOfAgencies(string name) =>
        DatumAttribute.All.Any(known => known.Name == name && known.Agencies is not null);

    private static bool UsesContextWhole(Expr body)
    {
        var named = ExprWalk.All(body).Count(part => part is Expr.Var { Variable: Variable.Context });
        var members = ExprWalk.All(body).Count(part =>
            part is Expr.GetAttribute { Target: Expr.Var { Variable: Variable.Context } }
                or Expr.HasAttribute { Target: Expr.Var { Variable: Variable.Context } });
        return named != members;
    }
}
