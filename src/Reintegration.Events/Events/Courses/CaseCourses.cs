namespace Reintegration.Events.Events.Courses;

/// <summary>Every course of one case, as its steps have been recorded: a pure fold over them, in ledger order.</summary>
/// <remarks>
/// Steps are kept and not only the state, because each agency's decisions rest on the steps that it is itself shown
/// (law 5). A step that was retracted counts no more.
/// </remarks>
public sealed record CaseCourses
{
    /// <summary>Every kind there is.</summary>
    public static ImmutableArray<CourseKind> Kinds { get; } =
    [
        Handover.Kind, ServiceReferral.Kind, PanelAction.Kind, SupervisionCondition.Kind, BreachSuspicion.Kind,
        Permission.Kind, MonitoringAlert.Kind, SupportGap.Kind, Contradiction.Kind, CaseConference.Kind,
        RightsCourse.Kind, ReleasePlan.Kind, Recall.Kind,
    ];

    const string Merged = "reintegration.coordination.identities-merged.v1";
    const string Split = "reintegration.coordination.identities-split.v1";
    const string Retracted = "reintegration.governance.statement-retracted.v1";

    static readonly ImmutableDictionary<string, CourseKind> Firsts =
        Kinds.SelectMany(kind => kind.First.Select(type => KeyValuePair.Create(type, kind))).ToImmutableDictionary(StringComparer.Ordinal);

    static readonly ImmutableDictionary<string, CourseKind> Laters =
        Kinds.SelectMany(kind => kind.Later.Select(type => KeyValuePair.Create(type, kind))).ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The event types that are steps: each is decided, and guards the decisions after it.</summary>
    public static ImmutableSortedSet<string> Types { get; } =
        Firsts.Keys.Concat(Laters.Keys).Concat([Merged, Split]).ToImmutableSortedSet(StringComparer.Ordinal);

    public static CaseCourses None { get; } = new();

    ImmutableDictionary<EventName, ImmutableArray<Envelope>> Steps { get; init; } =
        ImmutableDictionary<EventName, ImmutableArray<Envelope>>.Empty;

    /// <summary>Mergers and splits, in order.</summary>
    ImmutableArray<Envelope> Links { get; init; } = [];

    /// <summary>Cases that an agency has linked to this one and not split off since.</summary>
    public ImmutableHashSet<CaseId> LinkedBy(AgencyId owner)
    {
        var linked = ImmutableHashSet<CaseId>.Empty;
        foreach (var link in Links.Where(link => link.Owner == owner))
            linked = link.Type == Merged ? linked.Union(Cases(link, "mergedFrom")) : linked.Except(Cases(link, "splitFrom"));
        return linked;
    }

    static IEnumerable<CaseId> Cases(Envelope link, string label) =>
        link.Labels.TryGetValue(label, out var cases) && cases.ValueKind == JsonValueKind.Array
            ? cases.EnumerateArray().Select(id => CaseId.Parse(id.GetString()!))
            : [];

    /// <summary>The courses after one more event; unchanged by one that is no step of any.</summary>
    public CaseCourses Apply(Envelope envelope)
    {
        if (envelope.Type is Merged or Split) return this with { Links = Links.Add(envelope) };
        if (Firsts.ContainsKey(envelope.Type)) return this with { Steps = Steps.SetItem(envelope.Name, [envelope]) };
        if (envelope.Type == Retracted) return Without(envelope.Relates!.Target);
        return Laters.TryGetValue(envelope.Type, out var kind) && new Step(envelope).Event(kind.Reference) is { } begun
            && Steps.TryGetValue(begun, out var steps)
                ? this with { Steps = Steps.SetItem(begun, steps.Add(envelope)) }
                : this;
    }

    CaseCourses Without(EventName retracted)
    {
        if (Links.Any(link => link.Name == retracted))
            return this with { Links = Links.RemoveAll(link => link.Name == retracted) };
        if (Steps.ContainsKey(retracted)) return this with { Steps = Steps.Remove(retracted) };
        var of = Steps.FirstOrDefault(course => course.Value.Any(step => step.Name == retracted));
        return of.Value.IsDefault
            ? this
            : this with { Steps = Steps.SetItem(of.Key, of.Value.RemoveAll(step => step.Name == retracted)) };
    }

    /// <summary>Whether an event may be recorded as a step, and on whose events that rests.</summary>
    /// <param name="isShown">Whether the deciding agency is itself shown an event of the case.</param>
    public (Ruling Ruling, ImmutableArray<AgencyId> Rests) Decide(
        Envelope next, AgencyId? lead, Func<Envelope, bool> isShown)
    {
        var step = new Step(next);
        if (Firsts.TryGetValue(next.Type, out var begun)) return (begun.MayBegin?.Invoke(step) ?? Ruling.Take, []);
        if (!Laters.TryGetValue(next.Type, out var kind) || step.Text(kind.Reference) is null) return (Ruling.Take, []);
        var steps = step.Event(kind.Reference) is { } name && Steps.TryGetValue(name, out var all)
            ? all.Where(isShown).ToImmutableArray()
            : [];
        // Of another kind, hidden, or nothing at all: answered alike.
        if (steps.IsEmpty || !kind.First.Contains(steps[0].Type))
            return (new Ruling.Refused(kind.Pointer, $"The name of {kind.Noun} in this case, which your agency is shown, is expected."), []);
        var course = steps.Skip(1).Aggregate(kind.Begin(new Step(steps[0])), (state, told) => state.Evolve(new Step(told)));
        return (course.Decide(step, lead), [.. steps.Select(told => told.Owner).Distinct()]);
    }
}
