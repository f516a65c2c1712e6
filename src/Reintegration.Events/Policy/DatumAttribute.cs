using System.Collections.Concurrent;
using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>What the rules are told of one event: its labels and markings, and the moment of its case.</summary>
internal readonly record struct DatumFacts(Envelope Envelope, CaseFacts? Case, BundleHeader Header)
{
    public CaseMoment? Moment => Case?.Moment;
}

/// <summary>A moment of a case, with what every event of the case would ask of it again worked out once.</summary>
internal sealed class CaseFacts
{
    private readonly OrganisationContext organisations;
    private readonly Dictionary<(AgencyId, Category), ImmutableArray<AgencyId>> sharing = [];
    private readonly ImmutableSortedSet<AgencyId>?[] consents =
        new ImmutableSortedSet<AgencyId>?[Enum.GetValues<Category>().Length];

    private SetValue? windowsOpen;

    public CaseFacts(CaseMoment moment, Seat seat, OrganisationContext organisations)
    {
        (Moment, this.organisations) = (moment, organisations);
        HarmInForce = moment.HarmFor(seat, organisations);
        Emergency = seat.BreaksGlass && HarmInForce ? moment.EmergencyOf(seat.Agency, seat.Official) : null;
    }

    public CaseMoment Moment { get; }

    /// <summary>Imminent harm stands declared, by somebody whose word counts for the requester.</summary>
    public bool HarmInForce { get; }

    /// <summary>The emergency access under which the requester asks, while it and the harm last.</summary>
    public EmergencyAccess? Emergency { get; }

    /// <summary>Agencies with which an originator's sharing of a kind of information is not suspended now.</summary>
    public ImmutableArray<AgencyId> Sharing(AgencyId originator, Category category)
    {
        if (sharing.TryGetValue((originator, category), out var known)) return known;
        return sharing[(originator, category)] =
        [
            .. organisations.Members.Keys.Where(
                agency => organisations.Agreements.MayShare(originator, agency, category, Moment.Now)),
        ];
    }

    public SetValue WindowsOpen => windowsOpen ??= DatumAttribute.Texts([.. Moment.WindowsOpen]);

    public ImmutableSortedSet<AgencyId> ConsentsFor(Category category) =>
        consents[(int)category] ??= Moment.ConsentsFor(category);
}

/// <summary>One attribute of <c>Case::Datum</c> in <c>schema.cedarschema</c>, and how it is read.</summary>
/// <remarks>
/// INVARIANT: agencies stand only in attributes made by <see cref="OfAgency"/> and <see cref="OfAgencies"/>. The
/// decision table treats agencies of one kind alike as long as no rule tells them apart, and has to see them for that.
/// </remarks>
internal sealed class DatumAttribute
{
    /// <summary>As many as a key has room for.</summary>
    internal const int Limit = 32;

    /// <summary>Purposes come from a closed vocabulary, so that few lists of them occur; beyond it none is kept.</summary>
    private const int KeptTextsLimit = 4_096;

    private static readonly ConcurrentDictionary<ImmutableArray<string>, SetValue> KeptTexts = new(new Alike());

    private static readonly ImmutableArray<Value> Categories = Words<Category>(CaseEntities.Word);
    private static readonly ImmutableArray<Value> Sensitivities = Words<Sensitivity>(word => word.ToString());
    private static readonly ImmutableArray<Value> Handlings = Words<HandlingCode>(word => word.ToString());
    private static readonly ImmutableArray<Value> Phases = Words<CasePhase>(CaseEntities.Word);
    private static readonly Value NoPhase = "none";

    /// <summary>Every attribute, in no particular order. A rule can read nothing of an event that is not here.</summary>
    public static readonly ImmutableArray<DatumAttribute> All =
    [
        Of("eventType", datum => datum.Envelope.MarkedAs ?? datum.Envelope.Type),
        OfAgency("originator", datum => datum.Envelope.Owner),
        Of("category", datum => Categories[(int)datum.Envelope.Category]),
        Of("sensitivity", datum => Sensitivities[(int)datum.Envelope.Sensitivity]),
        Of("handling", datum => Handlings[(int)datum.Envelope.Handling.Code]),
        Of("purposes", datum => Texts(datum.Envelope.Purposes)),
        Of("labels", datum => Markings(datum.Envelope)),
        OfAgencies(
            "releasableTo",
            datum => datum.Moment is { } moment ? moment.ReleasableTo(datum.Envelope)
                : datum.Envelope.Handling.ReleasableTo is { IsEmpty: false } released ? released : null),
        Of("minClearance", datum => (long)datum.Header.MinimumClearance(datum.Envelope.Sensitivity)),
        Of("juvenile", datum => datum.Envelope.Juvenile || datum.Moment is { Juvenile: true }),
        Of("inCase", datum => datum.Moment is not null),
        Of("phase", datum => datum.Moment is { } moment ? Phases[(int)moment.Phase] : NoPhase),
        Of("windowsOpen", datum => datum.Case?.WindowsOpen ?? SetValue.Empty),
        OfAgencies("onCase", datum => datum.Moment?.OnCase),
        OfAgencies("consentsFor", datum => datum.Case?.ConsentsFor(datum.Envelope.Category)),
        OfAgencies("shownTo", datum => Named(datum.Envelope)),
        Of("communityRelevant", datum => datum.Envelope.HasLabel("communityRelevant")),
        Of("serviceIsCondition", datum => datum.Moment?.IsCondition(datum.Envelope.Owner) ?? false),
        Of("harmInForce", datum => datum.Case is { HarmInForce: true }),
        OfAgencies("agreements", datum => datum.Case?.Sharing(datum.Envelope.Owner, datum.Envelope.Category)),
        Of("restricted", datum => datum.Moment?.Restraints.IsRestricted(datum.Envelope) ?? false),
        Of("barred", datum => datum.Moment?.Restraints.Present(datum.Envelope) is not null),
        OfAgencies("hadBefore", datum => datum.Moment?.Restraints.Present(datum.Envelope)),
        OfAgencies("recalledFrom", datum => datum.Moment?.Restraints.RecalledFrom(datum.Envelope)),
        Of("awaitsConsensus", datum => datum.Moment?.Undertakings.AwaitsConsensus(datum.Envelope) ?? false),
        Of("session", datum => Undertakings.Attendees(datum.Envelope) is not null),
        OfAgencies("attendedBy", datum => Undertakings.Attendees(datum.Envelope)),
        OfAgency("lead", datum => datum.Moment?.Lead),
        Of("tool", datum => datum.Envelope.TextLabel("tool") is { } tool ? Value.Of(tool) : null),
    ];

    private DatumAttribute(string name) => Name = name;

    public string Name { get; }

    /// <summary>Its value; null when the event has none. Set for what is no agency.</summary>
    public Func<DatumFacts, Value?>? Word { get; private init; }

    /// <summary>The one agency it names; set for what is one.</summary>
    public Func<DatumFacts, AgencyId?>? Agency { get; private init; }

    /// <summary>The agencies it holds; set for what is a set of them. Null is empty.</summary>
    public Func<DatumFacts, IReadOnlyCollection<AgencyId>?>? Agencies { get; private init; }

    /// <summary>The value as a rule sees it.</summary>
    public Value? Read(DatumFacts datum) =>
        Word is not null ? Word(datum)
        : Agency is not null ? (Agency(datum) is { } agency ? CaseEntities.Agency(agency) : null)
        : CaseEntities.Agencies(Agencies!(datum) ?? []);

    /// <summary>Agencies that the event is addressed to, or is about.</summary>
    private static ImmutableSortedSet<AgencyId>? Named(Envelope envelope) =>
        (envelope.AgencyLabel("agency") ?? envelope.AgencyLabel("toOwner")) is { } named ? [named] : null;

    public static SetValue Texts(ImmutableArray<string> texts)
    {
        if (texts.IsEmpty) return SetValue.Empty;
        if (KeptTexts.TryGetValue(texts, out var known)) return known;
        var made = CaseEntities.Texts(texts);
        if (KeptTexts.Count < KeptTextsLimit) KeptTexts.TryAdd(texts, made);
        return made;
    }

    /// <summary>
    /// Markings are written in capitals (ORCON) and so stand first; label members carry the member's name (validUntil).
    /// </summary>
    private static SetValue Markings(Envelope envelope)
    {
        if (envelope.Labels.IsEmpty) return SetValue.Empty;
        ImmutableArray<string> markings = [];
        foreach (var (name, value) in envelope.Labels)
        {
            if (name.Length == 0 || name[0] < 'A') continue;
            if (!char.IsAsciiLetterUpper(name[0])) break;
            if (value.ValueKind != JsonValueKind.False) markings = markings.Add(name);
        }

        return Texts(markings);
    }

    private static DatumAttribute Of(string name, Func<DatumFacts, Value?> read) => new(name) { Word = read };

    private static DatumAttribute OfAgency(string name, Func<DatumFacts, AgencyId?> read) => new(name) { Agency = read };

    private static DatumAttribute OfAgencies(string name, Func<DatumFacts, IReadOnlyCollection<AgencyId>?> read) =>
        new(name) { Agencies = read };

    private static ImmutableArray<Value> Words<T>(Func<T, string> word) where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(each => (Value)word(each))];

    private sealed class Alike : IEqualityComparer<ImmutableArray<string>>
    {
        public bool Equals(ImmutableArray<string> x, ImmutableArray<string> y) => x.AsSpan().SequenceEqual(y.AsSpan());

        public int GetHashCode(ImmutableArray<string> texts)
        {
            var hash = texts.Length;
            foreach (var text in texts) hash = (hash * 31) + text.GetHashCode(StringComparison.Ordinal);
            return hash;
        }
    }
}
