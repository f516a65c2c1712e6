using Reintegration.Events.Policy;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>One case summed up for a seat: the latest of what it may know, each with the event that says so.</summary>
/// <remarks>Null and empty mean "not known to this seat"; whether something is hidden cannot be told from
/// them.</remarks>
public sealed record CaseOverviewRow
{
    public string? DisplayName { get; init; }
    public JsonElement? Language { get; init; }
    public string? Lead { get; init; }
    public ImmutableSortedSet<string> Agencies { get; init; } = ImmutableSortedSet.Create<string>(
        StringComparer.Ordinal);
    public ImmutableList<OverviewFact> Current { get; init; } = [];
    public ImmutableList<OverviewFact> Conditions { get; init; } = [];
    public ImmutableList<OverviewPointer> Exists { get; init; } = [];
    /// <summary>Cases found to be about the same person and not split off since; they stay cases of their own.</summary>
    public ImmutableSortedSet<string> LinkedCases { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
    public int Events { get; init; }
    public JsonElement? LastHappenedAt { get; init; }
}

/// <summary>The latest event of a type, with the facts shown.</summary>
public sealed record OverviewFact(
    string Type, string Owner, string Event, JsonElement? HappenedAt, DisclosedQuality? Quality,
    ImmutableSortedDictionary<string, JsonElement> Facts)
{
    /// <summary>Its owner withdrew it: it is no longer known, and stays here with this mark.</summary>
    public string? RetractedBy { get; init; }
    /// <summary>Another agency disagrees, and it is not settled.</summary>
    public ImmutableSortedSet<string>? ContestedBy { get; init; }
}

/// <summary>Something exists, and whom to ask.</summary>
public sealed record OverviewPointer(string Owner, Category Category, string ContactDesk);

/// <summary>What a practitioner reads first.</summary>
public sealed class CaseOverview : IView<CaseOverview, CaseOverviewRow>
{
    const string Opened = "reintegration.coordination.case-opened.v1";
    const string AgencyJoined = "reintegration.coordination.case-agency-joined.v1";
    const string Merged = "reintegration.coordination.identities-merged.v1";
    const string Split = "reintegration.coordination.identities-split.v1";
    const string ConditionImposed = "reintegration.supervision.supervision-condition-imposed.v1";

    const string ConsentGiven = "reintegration.governance.consent-given.v1";
    const string ConsentWithdrawn = "reintegration.governance.consent-withdrawn.v1";

    public static string Name => "case-overview";
    public static int Version => 3;
    public static CaseOverviewRow Empty => new();

    public static CaseOverviewRow Fold(CaseOverviewRow row, Disclosure disclosure)
    {
        if (disclosure.IsExistenceOnly) return Pointer(row, disclosure);
        row = row with { Events = row.Events + 1, LastHappenedAt = disclosure.HappenedAt ?? row.LastHappenedAt };
        if (disclosure.Relates is { } relation)
            return Told(row, relation.Target, fact => Told(fact, relation.Kind, disclosure));
        return disclosure.Type switch
        {
            Opened =>
                row with { DisplayName = Text(disclosure, "displayName"), Language = Value(disclosure, "language"), Lead = disclosure.Owner.Value },
            AgencyJoined when Text(disclosure, "agency") is { } agency =>
                row with { Agencies = row.Agencies.Add(agency) },
            ConsentWithdrawn => Withdrawn(row, disclosure),
            Merged => row with { LinkedCases = row.LinkedCases.Union(Texts(disclosure, "mergedFrom")) },
            Split => row with { LinkedCases = row.LinkedCases.Except(Texts(disclosure, "splitFrom")) },
            ConditionImposed => row with { Conditions = row.Conditions.Add(Fact(disclosure)) },
            { } type when type.StartsWith("reintegration.coordination.", StringComparison.Ordinal) => row,
            _ => Latest(row, Fact(disclosure)),
        };
    }

    /// <summary>
    /// Pointers of one owner and category are one line: how many there are is not known at this level.
    /// </summary>
    static CaseOverviewRow Pointer(CaseOverviewRow row, Disclosure disclosure)
    {
        var pointer = new OverviewPointer(disclosure.Owner.Value, disclosure.Category, disclosure.ContactDesk);
        return row.Exists.Contains(pointer) ? row : row with { Exists = row.Exists.Add(pointer) };
    }

    static CaseOverviewRow Latest(CaseOverviewRow row, OverviewFact fact)
    {
        var older = row.Current.FindIndex(current => current.Type == fact.Type && current.Owner == fact.Owner);
        return row with { Current = (older < 0 ? row.Current : row.Current.RemoveAt(older)).Add(fact) };
    }

    /// <summary>
    /// A consent that was withdrawn in all it covers is no current fact, and neither is its withdrawal: the timeline keeps
    /// both. One that takes back a part is a fact beside it.
    /// </summary>
    static CaseOverviewRow Withdrawn(CaseOverviewRow row, Disclosure withdrawal)
    {
        var fact = Fact(withdrawal);
        var left = row.Current.RemoveAll(given => given.Type == ConsentGiven && Consent.IsCovered(given.Facts, fact.Facts));
        return left.Count == row.Current.Count ? Latest(row, fact) : row with { Current = left };
    }

    static CaseOverviewRow Told(CaseOverviewRow row, EventName target, Func<OverviewFact, OverviewFact> told)
    {
        var name = target.ToString();
        ImmutableList<OverviewFact> Of(ImmutableList<OverviewFact> facts) =>
            facts.ConvertAll(fact => fact.Event == name ? told(fact) : fact);
        return row with { Current = Of(row.Current), Conditions = Of(row.Conditions) };
    }

    static OverviewFact Told(OverviewFact fact, RelationKind kind, Disclosure later) => kind switch
    {
        RelationKind.Corrects when fact.RetractedBy is null => fact with
        {
            Facts = fact.Facts.SetItems(later.NewValues.Select(value => KeyValuePair.Create(value.Key, value.Value.Value))),
        },
        RelationKind.Retracts => fact with { Facts = fact.Facts.Clear(), RetractedBy = later.Name.ToString() },
        RelationKind.Contradicts => fact with { ContestedBy = (fact.ContestedBy ?? []).Add(later.Name.ToString()!) },
        _ when later.Fields.TryGetValue("contradiction", out var over) && fact.ContestedBy is { } open =>
            fact with { ContestedBy = open.Remove(over.Value.GetString()!) is { IsEmpty: false } left ? left : null },
        _ => fact,
    };

    static OverviewFact Fact(Disclosure disclosure) => new(
        disclosure.Type!, disclosure.Owner.Value, disclosure.Name.ToString()!, disclosure.HappenedAt,
        disclosure.Quality,
        disclosure.Fields.ToImmutableSortedDictionary(
            field => field.Key, field => field.Value.Value, StringComparer.Ordinal));

    static JsonElement? Value(Disclosure disclosure, string member) =>
        disclosure.Fields.TryGetValue(member, out var field) ? field.Value : null;

    static IEnumerable<string> Texts(Disclosure disclosure, string member) =>
        Value(disclosure, member) is { ValueKind: JsonValueKind.Array } values
            ? values.EnumerateArray().Select(value => value.ToString())
            : [];

    static string? Text(Disclosure disclosure, string member) =>
        Value(disclosure, member) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
