using Reintegration.Cedar;

namespace Reintegration.Events.Policy.Analysis;

/// <summary>Which rules' scopes admit which frames, and which frames no rule can tell apart.</summary>
internal sealed class FrameIndex
{
    private readonly ImmutableArray<Rule> rules;
    private readonly ImmutableArray<ClassShape> shapes;
    private readonly Dictionary<string, int> places;
    private readonly Dictionary<ClassShape, ulong[]> byShape;
    private readonly Dictionary<Level, ulong[]> byLevel;
    private readonly Dictionary<string, ulong[]> byColumn;
    private readonly bool tellsClasses;
    private readonly bool tellsLevels;

    /// <param name="rules">Rules and invariants; an invariant may have the id of a rule, so they count by place.</param>
    public FrameIndex(ImmutableArray<Rule> rules, ImmutableArray<ClassShape> shapes)
    {
        (this.rules, this.shapes) = (rules, shapes);
        places = rules.Select((rule, place) => (rule, place)).ToDictionary(pair => Key(pair.rule), pair => pair.place);
        byShape = shapes.ToDictionary(shape => shape, shape =>
            Bits(rule => Admits(rule.Policy.Resource, uid => shape.Groups.Contains(uid.Id))));
        byLevel = Levels.Granted.ToDictionary(level => level, level =>
            Bits(rule => Admits(rule.Policy.Action, uid => uid.Id == CaseEntities.Disclose || uid.Equals(CaseEntities.Action(level)))));
        byColumn = Columns.ToDictionary(
            column => Name(column), column => Bits(rule => Admits(rule.Policy.Principal, uid => IsColumn(uid, column))));
        var bodies = rules.SelectMany(rule => ExprWalk.All(rule.Policy.Body)).OfType<Expr.Var>().ToList();
        tellsLevels = bodies.Exists(named => named.Variable == Cedar.Variable.Action);
        tellsClasses = rules.SelectMany(rule => ExprWalk.All(rule.Policy.Body)).Any(expr =>
            expr is Expr.Binary { Operator: BinaryOperator.In, Left: Expr.Var { Variable: Cedar.Variable.Resource } });
    }

    private static IEnumerable<Sector?> Columns => [.. Enum.GetValues<Sector>().Select(sector => (Sector?)sector), null];

    public bool Admits(Rule rule, Frame frame)
    {
        var place = places[Key(rule)];
        return Has(byShape[frame.Shape], place) && Has(byLevel[frame.Level], place) && Has(byColumn[frame.Column], place);
    }

    public IEnumerable<Frame> Of(Rule rule)
    {
        var place = places[Key(rule)];
        var seen = new HashSet<string>();
        foreach (var shape in shapes.Where(shape => Has(byShape[shape], place)))
        {
            foreach (var column in Columns.Where(column => Has(byColumn[Name(column)], place)))
            {
                foreach (var level in Levels.Granted.Where(level => Has(byLevel[level], place)))
                {
                    if (seen.Add(Like(shape, column, level))) yield return new Frame(column, level, shape);
                }
            }
        }
    }

    /// <summary>
    /// The frames in which a level could be allowed and the one below it not: a permit speaks for it that does not
    /// speak for the lower one, or a forbid that holds below does not hold here.
    /// </summary>
    public IEnumerable<Frame> Gaps() =>
        from shape in shapes
        from column in Columns
        from level in Levels.Granted
        where level > Level.Exists && MayGap(new Frame(column, level, shape))
        group new Frame(column, level, shape) by Like(shape, column, level) into alike
        select alike.First();

    private bool MayGap(Frame frame) => tellsLevels || rules.Any(rule => rule.IsForbid
        ? Admits(rule, frame with { Level = frame.Level - 1 }) && !Admits(rule, frame)
        : Admits(rule, frame) && !Admits(rule, frame with { Level = frame.Level - 1 }));

    private static string Name(Sector? column) => column is { } sector ? CaseEntities.Word(sector) : "panel";

    private static string Key(Rule rule) => $"{rule.File} {rule.Id}";

    private static bool IsColumn(EntityUid uid, Sector? column) => column is { } sector
        ? uid.Type == CaseEntities.Sector && uid.Id == CaseEntities.Word(sector)
        : uid.Type == CaseEntities.Panel;

    private static bool Admits(Scope scope, Func<EntityUid, bool> isIn) =>
        scope.Kind is ScopeKind.Any or ScopeKind.Is || scope.Entities.Any(isIn);

    private static bool Has(ulong[] bits, int place) => (bits[place / 64] >> (place % 64) & 1) == 1;

    /// <summary>Equal for frames with the same rules about the same kinds of events.</summary>
    private string Like(ClassShape shape, Sector? column, Level level)
    {
        var (a, b, c) = (byShape[shape], byLevel[level], byColumn[Name(column)]);
        var words = a.Select((word, i) => word & b[i] & c[i]);
        return $"{Name(column)} {(tellsLevels ? level : null)} {(tellsClasses ? shape.Example : null)} {shape.Kind} {string.Join(' ', words)}";
    }

    private ulong[] Bits(Func<Rule, bool> admits)
    {
        var bits = new ulong[(rules.Length + 63) / 64];
        for (var i = 0; i < rules.Length; i++)
            bits[i / 64] |= admits(rules[i]) ? 1UL << (i % 64) : 0;
        return bits;
    }
}
