namespace Reintegration.Events.Policy;

/// <summary>A condition obliges the person to attend an agency's service from one day to another, both included.</summary>
public sealed record ServiceCondition(EventName Condition, AgencyId Service, DateOnly From, DateOnly? To)
{
    public bool Binds(DateTimeOffset at) => From.Begins() <= at && (To is null || at < To.Value.Ends());
}

/// <summary>Which services are conditions of supervision ({8}), and who has agreed to which feedback.</summary>
/// <remarks>A part of <see cref="CaseContext"/>, folded with it.</remarks>
public sealed record Undertakings
{
    private const string Imposed = "reintegration.supervision.supervision-condition-imposed.v1";
    private const string Varied = "reintegration.supervision.supervision-condition-varied.v1";
    private const string Discharged = "reintegration.supervision.supervision-condition-discharged.v1";
    private const string Agreed = "reintegration.coordination.circle-feedback-approved.v1";

    public static ImmutableArray<string> Governing { get; } = [Imposed, Varied, Discharged, Agreed];

    public static Undertakings None { get; } = new();

    public ImmutableArray<ServiceCondition> Services { get; init; } = [];

    private ImmutableDictionary<EventName, ImmutableSortedSet<AgencyId>> Approvals { get; init; } =
        ImmutableDictionary<EventName, ImmutableSortedSet<AgencyId>>.Empty;

    /// <summary>Instants at which a condition begins or ends by itself.</summary>
    public IEnumerable<DateTimeOffset?> Instants =>
        Services.SelectMany(service => new DateTimeOffset?[] { service.From.Begins(), service.To?.Ends() });

    /// <summary>
    /// A conference of the social circle that not every agency at its table has agreed to tell of (domain.md 3.5, 7).
    /// </summary>
    public bool AwaitsConsensus(Envelope envelope)
    {
        if (envelope.TextLabel("circle") != "social") return false;
        var approved = Approvals.GetValueOrDefault(envelope.Name, []);
        return Attendees(envelope) is not { IsEmpty: false } attended || !attended.IsSubsetOf(approved);
    }

    /// <summary>The agencies at the table of a session; null for what is no session.</summary>
    public static ImmutableSortedSet<AgencyId>? Attendees(Envelope envelope)
    {
        if (!envelope.Labels.TryGetValue("attendees", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        return
        [
            .. list.EnumerateArray()
                .Select(seat => seat.ValueKind == JsonValueKind.Object && seat.TryGetProperty("agency", out var id)
                    && id.ValueKind == JsonValueKind.String && AgencyId.TryParse(id.GetString(), out var agency) ? agency : (AgencyId?)null)
                .OfType<AgencyId>(),
        ];
    }

    internal Undertakings Apply(Envelope envelope)
    {
        switch (envelope.Type)
        {
            case Imposed:
                return this with { Services = Services.AddRange(Of(envelope, envelope.Name)) };
            case Varied when Named(envelope) is { } condition:
                return this with { Services = Services.RemoveAll(s => s.Condition == condition).AddRange(Of(envelope, condition)) };
            case Discharged when Named(envelope) is { } condition && envelope.DateLabel("from") is { } from:
                return this with { Services = [.. Services.Select(s => s.Condition == condition ? Until(s, from) : s)] };
            case Agreed when envelope.NameLabel("conference") is { } conference:
                var approved = Approvals.GetValueOrDefault(conference, []).Add(envelope.Owner);
                return this with { Approvals = Approvals.SetItem(conference, approved) };
            default:
                return this;
        }
    }

    /// <summary>A condition is varied and discharged by whoever imposed it.</summary>
    private static EventName? Named(Envelope envelope) =>
        envelope.NameLabel("condition") is { } condition && condition.Owner == envelope.Owner ? condition : null;

    private static IEnumerable<ServiceCondition> Of(Envelope envelope, EventName condition) =>
        envelope.AgencyLabel("serviceBy") is { } service && envelope.DateLabel("from") is { } from
            ? [new ServiceCondition(condition, service, from, envelope.DateLabel("to"))]
            : [];

    private static ServiceCondition Until(ServiceCondition service, DateOnly from)
    {
        var last = from == DateOnly.MinValue ? from : from.AddDays(-1);
        return service with { To = service.To is { } to && to < last ? to : last };
    }
}
