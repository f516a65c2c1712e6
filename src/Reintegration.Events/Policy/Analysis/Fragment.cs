using Reintegration.Cedar;

namespace Reintegration.Events.Policy.Analysis;

/// <summary>The finite part of the language that bundles use, turned into conditions over variables.</summary>
/// <remarks>
/// It knows words compared with words, flags, numbers compared with numbers, sets asked for one member, agencies
/// compared with agencies and asked for their sector. On it every question has an exact answer, and no condition can
/// fail. What lies outside is refused.
/// </remarks>
internal sealed class Fragment(Schema schema)
{
    private readonly Vocabularies words = new();
    private readonly List<Variable> variables = [];
    private readonly Dictionary<string, Variable> byName = [];
    private readonly HashSet<(string Set, string Path)> pathMembers = [];
    private readonly HashSet<(string Set, string Literal)> literalMembers = [];
    private readonly SortedSet<string> agencies = new(StringComparer.Ordinal) { Requesters, Originator };
    private readonly HashSet<string> overlaps = [];

    public const string Requesters = "principal.agency";

    public const string Originator = "resource.originator";

    public IReadOnlyList<Variable> Variables => variables;

    public IReadOnlyCollection<string> Agencies => agencies;

    public IEnumerable<(string Set, string Path)> PathMembers => pathMembers;

    public IEnumerable<(string Set, string Literal)> LiteralMembers => literalMembers;

    /// <summary>Sets that are compared with whole sets.</summary>
    public IReadOnlySet<string> Overlapping => overlaps;

    /// <summary>Remembers every word a rule compares something with, before anything is translated.</summary>
    public void Learn(Expr condition) => words.Learn(condition);

    /// <exception cref="OutsideFragment">The condition uses something whose values cannot be enumerated.</exception>
    public Formula Translate(Expr expr, Frame frame) => expr switch
    {
        Expr.Literal { Value: BoolValue flag } => Formula.Of(flag.Flag),
        Expr.And and => Formula.All(Translate(and.Left, frame), Translate(and.Right, frame)),
        Expr.Or or => Formula.Any(Translate(or.Left, frame), Translate(or.Right, frame)),
        Expr.Unary { Operator: UnaryOperator.Not } not => Formula.Opposite(Translate(not.Operand, frame)),
        Expr.If choice => If(choice, frame),
        Expr.Binary { Operator: BinaryOperator.NotEqual } unequal =>
            Formula.Opposite(Equal(unequal.Left, unequal.Right, frame)),
        Expr.Binary binary => Binary(binary, frame),
        Expr.HasAttribute has when IsPath(has.Target) => Has(has),
        Expr.GetAttribute get when IsPath(get) && TypeOf(get) is CedarType.BoolType =>
            Flag(Variable(get.ToString(), Booleans), true),
        Expr.Is test when TypeOf(test.Target) is CedarType.EntityType type =>
            Formula.Of(type.Name == test.EntityType),
        _ => throw new OutsideFragment(expr),
    };

    /// <summary>Holds a flag; without effect where no rule asks for it.</summary>
    public Formula Flag(string name, bool value) =>
        byName.TryGetValue(name, out var variable) ? Flag(variable, value) : Formula.True;

    public static Formula Flag(Variable variable, bool value) => new Formula.OneOf(variable, value ? 2UL : 1UL);

    /// <summary>Holds a word to those that fit; without effect where no rule asks for it.</summary>
    public Formula Word(string name, Func<string, bool> fits) =>
        byName.TryGetValue(name, out var variable) ? Word(variable, fits) : Formula.True;

    public Formula Is(string name, string value) => byName.TryGetValue(name, out var variable)
        ? Word(variable, word => word == (variable.Values.Contains(value) ? value : Vocabularies.Other))
        : Formula.True;

    public Formula Member(string set, string literal, bool value) => Flag($"{set} has \"{literal}\"", value);

    public IEnumerable<string> Literals(string set) =>
        literalMembers.Where(member => member.Set == set).Select(member => member.Literal);

    public Variable? Find(string name) => byName.GetValueOrDefault(name);

    public Variable SectorOf(string agency) => Variable($"sector of {agency}", Vocabularies.Sectors);

    public Variable Equality(string a, string b) => string.CompareOrdinal(a, b) < 0
        ? Variable($"{a} == {b}", Booleans)
        : Variable($"{b} == {a}", Booleans);

    private static ImmutableArray<string> Booleans { get; } = ["false", "true"];

    private static Formula Word(Variable variable, Func<string, bool> fits)
    {
        var values = 0UL;
        for (var i = 0; i < variable.Values.Length; i++)
            values |= fits(variable.Values[i]) ? 1UL << i : 0;
        return values == 0 ? Formula.False
            : values == variable.Whole ? Formula.True
            : new Formula.OneOf(variable, values);
    }

    private Variable Variable(string name, ImmutableArray<string> values)
    {
        if (byName.TryGetValue(name, out var known)) return known;
        if (values.Length > Analysis.Variable.LimitValues)
            throw new InvalidOperationException($"{name} is compared with more words than can be analysed.");
        var variable = new Variable(variables.Count, name, values);
        variables.Add(variable);
        return byName[name] = variable;
    }

    private Formula If(Expr.If choice, Frame frame)
    {
        var test = Translate(choice.Condition, frame);
        return Formula.Any(
            Formula.All(test, Translate(choice.Then, frame)),
            Formula.All(Formula.Opposite(test), Translate(choice.Else, frame)));
    }

    private Formula Binary(Expr.Binary binary, Frame frame) => binary.Operator switch
    {
        BinaryOperator.Equal => Equal(binary.Left, binary.Right, frame),
        BinaryOperator.In => In(binary, frame),
        BinaryOperator.Contains => Contains(binary.Left, binary.Right, frame),
        BinaryOperator.ContainsAny => Overlap(binary, frame),
        BinaryOperator.ContainsAll when binary.Right is Expr.Set all =>
            Formula.All(all.Items.Select(item => Contains(binary.Left, item, frame))),
        BinaryOperator.Less => Compare(binary, (a, b) => a < b),
        BinaryOperator.LessOrEqual => Compare(binary, (a, b) => a <= b),
        BinaryOperator.Greater => Compare(binary, (a, b) => a > b),
        BinaryOperator.GreaterOrEqual => Compare(binary, (a, b) => a >= b),
        _ => throw new OutsideFragment(binary),
    };

    private Formula Equal(Expr left, Expr right, Frame frame)
    {
        if (left is Expr.Literal && right is not Expr.Literal) return Equal(right, left, frame);
        return (left, right) switch
        {
            (Expr.Var { Variable: Cedar.Variable.Action }, Expr.Literal { Value: EntityUid action }) =>
                Formula.Of(action.Equals(CaseEntities.Action(frame.Level))),
            (_, Expr.Literal { Value: StringValue word }) when IsPath(left) => Word(Words(left), w => w == word.Text),
            (_, Expr.Literal { Value: BoolValue flag }) => flag.Flag
                ? Translate(left, frame)
                : Formula.Opposite(Translate(left, frame)),
            (_, Expr.Literal { Value: LongValue }) => Compare(new Expr.Binary(BinaryOperator.Equal, left, right), (a, b) => a == b),
            _ when Agency(left) is { } a && Agency(right) is { } b =>
                a == b ? Formula.True : Flag(Equality(a, b), true),
            _ when IsPath(left) && IsPath(right) && TypeOf(left) == CedarType.String && TypeOf(right) == CedarType.String =>
                SameText(left, right),
            _ => throw new OutsideFragment(new Expr.Binary(BinaryOperator.Equal, left, right) { Span = left.Span }),
        };
    }

    /// <summary>Two texts nobody compares with a word: they are the same or not.</summary>
    private Formula SameText(Expr left, Expr right)
    {
        if (words.Has(left.ToString()) || words.Has(right.ToString()))
            throw new OutsideFragment(left);
        return Flag(Variable($"{left} == {right}", Booleans), true);
    }

    private Formula In(Expr.Binary binary, Frame frame)
    {
        if (binary.Right is Expr.Set set)
            return Formula.Any(set.Items.Select(item => In(binary with { Right = item }, frame)));
        if (binary.Right is not Expr.Literal { Value: EntityUid group }) throw new OutsideFragment(binary);
        return binary.Left switch
        {
            Expr.Var { Variable: Cedar.Variable.Resource } => Formula.Of(frame.Shape.Groups.Contains(group.Id)),
            Expr.Var { Variable: Cedar.Variable.Action } => Formula.Of(
                group.Id == CaseEntities.Disclose || group.Equals(CaseEntities.Action(frame.Level))),
            Expr.Var { Variable: Cedar.Variable.Principal } => Requester(group, frame, binary),
            _ when Agency(binary.Left) is { } agency => IsIn(agency, group, frame, binary),
            _ => throw new OutsideFragment(binary),
        };
    }

    private static Formula Requester(EntityUid group, Frame frame, Expr at) => group.Type switch
    {
        CaseEntities.Panel => Formula.Of(frame.Sector is null),
        CaseEntities.Sector => Formula.Of(frame.Sector is { } sector && CaseEntities.Word(sector) == group.Id),
        _ => throw new OutsideFragment(at),
    };

    private Formula IsIn(string agency, EntityUid group, Frame frame, Expr at)
    {
        if (group.Type != CaseEntities.Sector) throw new OutsideFragment(at);
        return agency == Requesters && frame.Sector is { } sector
            ? Formula.Of(CaseEntities.Word(sector) == group.Id)
            : Word(SectorOf(agency), word => word == group.Id);
    }

    private Formula Contains(Expr set, Expr item, Frame frame)
    {
        if (set is Expr.Set listed)
            return Formula.Any(listed.Items.Select(each => Equal(item, each, frame)));
        if (!IsPath(set)) throw new OutsideFragment(set);
        var name = set.ToString();
        if (item is Expr.Literal { Value: StringValue word })
        {
            literalMembers.Add((name, word.Text));
            return Flag(Variable($"{name} has \"{word.Text}\"", Booleans), true);
        }

        if (!IsPath(item)) throw new OutsideFragment(item);
        if (TypeOf(item) is CedarType.EntityType) agencies.Add(Agency(item) ?? throw new OutsideFragment(item));
        else Words(item);
        pathMembers.Add((name, item.ToString()));
        return Flag(Variable($"{name} has {item}", Booleans), true);
    }

    private Formula Overlap(Expr.Binary binary, Frame frame)
    {
        if (binary.Right is Expr.Set any)
            return Formula.Any(any.Items.Select(item => Contains(binary.Left, item, frame)));
        if (!IsPath(binary.Left) || !IsPath(binary.Right)) throw new OutsideFragment(binary);
        overlaps.Add(binary.Left.ToString());
        overlaps.Add(binary.Right.ToString());
        return Flag(Variable(binary.ToString(), Booleans), true);
    }

    private Formula Compare(Expr.Binary binary, Func<long, long, bool> holds)
    {
        var pairs =
            from left in Numbers(binary.Left)
            from right in Numbers(binary.Right)
            where holds(left.Number, right.Number)
            select Formula.All(left.Holds, right.Holds);
        return Formula.Any(pairs);
    }

    private IEnumerable<(long Number, Formula Holds)> Numbers(Expr expr)
    {
        if (expr is Expr.Literal { Value: LongValue number }) return [(number.Number, Formula.True)];
        if (!IsPath(expr) || TypeOf(expr) != CedarType.Long) throw new OutsideFragment(expr);
        var variable = Variable(expr.ToString(), Vocabularies.Numbers);
        return variable.Values.Select((value, i) =>
            (long.Parse(value, System.Globalization.CultureInfo.InvariantCulture), (Formula)new Formula.OneOf(variable, 1UL << i)));
    }

    private Formula Has(Expr.HasAttribute has) => Attribute(TypeOf(has.Target), has.Name) is { } attribute
        ? attribute.IsRequired ? Formula.True : Flag(Variable(has.ToString(), Booleans), true)
        : Formula.False;

    private Variable Words(Expr path)
    {
        if (TypeOf(path) != CedarType.String) throw new OutsideFragment(path);
        return Variable(path.ToString(), words.Of(path.ToString()));
    }

    /// <summary>The name of an agency a path leads to; null if it leads elsewhere.</summary>
    private string? Agency(Expr expr)
    {
        if (!IsPath(expr) || TypeOf(expr) is not CedarType.EntityType { Name: CaseEntities.AgencyType }) return null;
        agencies.Add(expr.ToString());
        return expr.ToString();
    }

    private static bool IsPath(Expr expr) => expr switch
    {
        Expr.Var => true,
        Expr.GetAttribute get => IsPath(get.Target),
        _ => false,
    };

    private CedarType? TypeOf(Expr path) => path switch
    {
        Expr.Var { Variable: Cedar.Variable.Principal } => new CedarType.EntityType(CaseEntities.Principal.Type),
        Expr.Var { Variable: Cedar.Variable.Resource } => new CedarType.EntityType(CaseEntities.Datum.Type),
        Expr.Var { Variable: Cedar.Variable.Context } => schema.Actions[CaseEntities.Action(Level.Full)].Context,
        Expr.GetAttribute get => Attribute(TypeOf(get.Target), get.Name)?.Type,
        _ => null,
    };

    private AttributeType? Attribute(CedarType? type, string name) => type switch
    {
        CedarType.RecordType record => record.Attributes.GetValueOrDefault(name),
        CedarType.EntityType entity => schema.EntityTypes.GetValueOrDefault(entity.Name)?.Attributes.Attributes.GetValueOrDefault(name),
        _ => null,
    };
}

/// <summary>An expression outside what can be analysed exactly.</summary>
internal sealed class OutsideFragment(Expr expr) : FormatException(
    $"'{expr}' lies outside what can be analysed: compare words with words, numbers with numbers and agencies with "
    + "agencies, and ask sets for one member at a time.")
{
    public SourceSpan Span { get; } = expr.Span;
}
