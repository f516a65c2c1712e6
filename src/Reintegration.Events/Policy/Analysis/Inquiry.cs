using Reintegration.Cedar;

namespace Reintegration.Events.Policy.Analysis;

/// <summary>Exact questions about a bundle: is there a request that ...?</summary>
/// <remarks>
/// Asked about every requester the schema can describe and every event the catalogue can hold. An answer comes with a
/// request that was decided by the real evaluator and found to be what was asked for. Not for several threads at once.
/// </remarks>
public sealed class Inquiry
{
    private readonly Fragment fragment;
    private readonly FrameIndex frames;
    private readonly ImmutableArray<Formula> theory;
    private readonly Dictionary<Frame, Formula> allowed = [];
    private readonly Dictionary<(string, Frame), Formula> matches = [];
    private readonly Dictionary<string, Entity> classes;
    private readonly Dictionary<ClassShape, Formula> facts = [];

    /// <exception cref="BundleRefused">A rule lies outside what can be analysed exactly.</exception>
    public Inquiry(Bundle bundle, Catalog catalog)
    {
        (Bundle, Catalog) = (bundle, catalog);
        fragment = new Fragment(bundle.Schema);
        classes = bundle.Classes.Entities.ToDictionary(entity => entity.Uid.Id);
        ImmutableArray<Rule> all = [.. bundle.Rules.Values, .. bundle.Invariants];
        foreach (var rule in all) fragment.Learn(rule.Policy.Condition);
        var named = all.SelectMany(rule => ExprWalk.All(rule.Policy.Condition)).OfType<Expr.Literal>()
            .Select(literal => literal.Value).OfType<EntityUid>()
            .Where(uid => uid.Type == CaseEntities.FieldClass).Select(uid => uid.Id).ToHashSet();
        Shapes = ClassShape.Of(bundle, catalog, named);
        frames = new FrameIndex(all, Shapes);
        foreach (var rule in all) Register(rule);
        try
        {
            theory = Theory.Of(fragment, bundle.Header);
        }
        catch (InvalidOperationException e)
        {
            throw new BundleRefused(all[0].File, 1, e.Message);
        }
    }

    public Bundle Bundle { get; }

    public Catalog Catalog { get; }

    internal ImmutableArray<ClassShape> Shapes { get; }

    /// <summary>
    /// Requests within a rule's scopes, of every kind the rules tell apart, with what the analysis says of each: one
    /// that is allowed and one that is denied, where there are such.
    /// </summary>
    public IEnumerable<(Witness Witness, Level Level, bool IsAllowed)> Samples(Rule rule)
    {
        foreach (var frame in Frames(rule))
        {
            var may = Allowed(frame);
            if (Find(frame, may) is { } yes) yield return (yes, frame.Level, true);
            if (Find(frame, Formula.Opposite(may)) is { } no) yield return (no, frame.Level, false);
        }
    }

    /// <summary>Every column, level and kind of field a rule's scopes admit: of those no rule tells apart, the lowest.</summary>
    internal IEnumerable<Frame> Frames(Rule rule) => frames.Of(rule);

    /// <summary>Where a level could be allowed while the one below it is not.</summary>
    internal IEnumerable<Frame> Gaps => frames.Gaps();

    /// <summary>The condition under which a rule applies in a frame.</summary>
    internal Formula Matches(Rule rule, Frame frame)
    {
        if (!frames.Admits(rule, frame)) return Formula.False;
        if (matches.TryGetValue((rule.Id, frame), out var known)) return known;
        return matches[(rule.Id, frame)] = fragment.Translate(rule.Policy.Condition, frame);
    }

    /// <summary>A class with all groups it is in.</summary>
    internal IEnumerable<Entity> ClassesAbove(string name)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>([name]);
        while (open.TryPop(out var next))
        {
            if (!found.Add(next)) continue;
            yield return classes[next];
            foreach (var parent in classes[next].Parents) open.Push(parent.Id);
        }
    }

    internal Formula Permitted(Frame frame, Rule? except = null) => Formula.Any(
        Bundle.Rules.Values.Where(rule => !rule.IsForbid && rule != except).Select(rule => Matches(rule, frame)));

    internal Formula Forbidden(Frame frame, Rule? except = null) => Formula.Any(
        Bundle.Rules.Values.Where(rule => rule.IsForbid && rule != except).Select(rule => Matches(rule, frame)));

    /// <summary>The condition under which a level is allowed; whether lower ones are too is not asked.</summary>
    internal Formula Allowed(Frame frame)
    {
        if (allowed.TryGetValue(frame, out var known)) return known;
        return allowed[frame] = Formula.All(Permitted(frame), Formula.Opposite(Forbidden(frame)));
    }

    /// <summary>The condition under which a level is reached: it and every lower one are allowed.</summary>
    internal Formula Reached(Frame frame) => Formula.All(
        Levels.Granted.Where(level => level <= frame.Level).Select(level => Allowed(frame with { Level = level })));

    /// <summary>Holds a text to one word: <c>principal.role</c>, <c>context.purpose</c>, <c>resource.category</c>.</summary>
    internal Formula Is(string text, string word) => fragment.Is(text, word);

    /// <summary>Holds the sector of the requester's agency, which in the panel's column no scope says.</summary>
    internal Formula OfSector(Sector sector) => Formula.Any(
        fragment.Word(fragment.SectorOf(Fragment.Requesters).Name, word => word == CaseEntities.Word(sector)));

    /// <summary>A request in this frame that makes the conditions true; null when there is none.</summary>
    internal Witness? Find(Frame frame, params IEnumerable<Formula> conditions)
    {
        if (!facts.TryGetValue(frame.Shape, out var of))
            facts[frame.Shape] = of = Formula.Any(frame.Shape.Types.Select(type => TypeFacts.Of(type, fragment)));
        var model = Solver.Solve(
            fragment.Variables,
            [.. conditions, of, frame.Sector is { } sector ? OfSector(sector) : Formula.True, .. theory]);
        return model is null ? null : new Witness(this, fragment, frame, model);
    }

    /// <summary>Meets every variable of a rule once, in each kind of column.</summary>
    private void Register(Rule rule)
    {
        try
        {
            foreach (var frame in Frames(rule).DistinctBy(frame => frame.Column))
                fragment.Translate(rule.Policy.Condition, frame);
        }
        catch (OutsideFragment e)
        {
            throw new BundleRefused(rule.File, e.Span.Line > 0 ? e.Span.Line : rule.Line, $"rule '{rule.Id}': {e.Message}");
        }
    }
}
