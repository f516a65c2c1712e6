using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>The words of <c>schema.cedarschema</c>: what seats, events and their context look like to a rule.</summary>
internal static class CaseEntities
{
    public const string FieldClass = "Case::FieldClass";

    public const string Sector = "Case::Sector";

    public const string Panel = "Case::Panel";

    public const string AgencyType = "Case::Agency";

    /// <summary>The group of all levels.</summary>
    public const string Disclose = "disclose";

    private static readonly ImmutableDictionary<Events.Sector, EntityUid> Sectors = Enum.GetValues<Events.Sector>()
        .ToImmutableDictionary(sector => sector, sector => new EntityUid(Sector, Word(sector)));

    private static readonly ImmutableArray<EntityUid> Actions =
        [.. Levels.Granted.Select(level => new EntityUid("Case::Action", level.Word()))];

    private static readonly ImmutableDictionary<CasePhase, string> Phases = new Dictionary<CasePhase, string>
    {
        [CasePhase.Opened] = "opened",
        [CasePhase.Custody] = "custody",
        [CasePhase.PreRelease] = "pre-release",
        [CasePhase.Release] = "release",
        [CasePhase.Supervision] = "supervision",
        [CasePhase.Aftercare] = "aftercare",
    }.ToImmutableDictionary();

    /// <summary>Whom the rules for panels speak of; it has one member.</summary>
    private static readonly EntityUid PanelGroup = new(Panel, "panel");

    public static EntityUid Class(string name) => new(FieldClass, name);

    public static EntityUid Agency(AgencyId agency) => new(AgencyType, agency.Value);

    public static EntityUid Action(Level level) => Actions[(int)level - 1];

    public static EntityUid Principal { get; } = new("Case::Official", "requester");

    public static EntityUid Datum { get; } = new("Case::Datum", "datum");

    public static string Word(Events.Sector sector) => sector.ToString().ToLowerInvariant();

    public static string Word(Category category) => category.ToString().ToUpperInvariant();

    /// <summary>
    /// What stays the same for every decision: sectors, actions, the panel, enrolled agencies, field classes.
    /// </summary>
    public static Entities Standing(FieldClasses classes, OrganisationContext organisations)
    {
        var disclose = new EntityUid("Case::Action", Disclose);
        return Entities.Of(
        [
            .. classes.Entities,
            .. Sectors.Values.Select(sector => new Entity(sector)),
            new Entity(disclose),
            .. Actions.Select(action => new Entity(action, null, disclose)),
            new Entity(PanelGroup),
            .. organisations.Members.Values.Select(member => new Entity(
                Agency(member.Agency),
                Value.Record(("regime", member.Regime), ("country", member.Country)),
                Sectors[member.Sector])),
        ]);
    }

    /// <summary>The requester, as the member of an agency, or, in the panel's column, of the panel alone.</summary>
    public static Entity Official(Seat seat, bool asPanel, bool seated, Member? member) => new(
        Principal,
        Value.Record(
            ("agency", Agency(seat.Agency)),
            ("role", seat.Role),
            ("clearance", (long)seat.Clearance),
            ("certifiedFor", Texts(seat.CertifiedFor)),
            ("authorised", Texts(member?.AuthorisedPurposes ?? [])),
            ("seated", seated)),
        asPanel ? PanelGroup : Agency(seat.Agency));

    /// <summary>One field of an event, with the labels of the event and the moment of its case.</summary>
    public static Entity Field(string fieldClass, RecordValue attributes) => new(Datum, attributes, Class(fieldClass));

    public static RecordValue Attributes(Envelope envelope, CaseMoment? moment, BundleHeader header)
    {
        var attributes = new List<(string, Value)>
        {
            ("eventType", envelope.MarkedAs ?? envelope.Type),
            ("originator", Agency(envelope.Owner)),
            ("category", Word(envelope.Category)),
            ("sensitivity", envelope.Sensitivity.ToString()),
            ("handling", envelope.Handling.Code.ToString()),
            ("purposes", Texts(envelope.Purposes)),
            ("labels", Texts(envelope.Labels.Keys.Where(envelope.HasLabel).Where(IsMarking))),
            ("releasableTo", Agencies(envelope.Handling.ReleasableTo)),
            ("minClearance", (long)header.MinimumClearance(envelope.Sensitivity)),
            ("juvenile", envelope.Juvenile || moment is { Juvenile: true }),
            ("inCase", moment is not null),
            ("phase", moment is null ? "none" : Phases[moment.Phase]),
            ("windowsOpen", Texts(moment?.WindowsOpen ?? [])),
            ("onCase", Agencies(moment?.OnCase ?? [])),
            ("consentsFor", Agencies(moment?.ConsentsFor(envelope.Category) ?? [])),
            ("shownTo", Agencies(envelope.AgencyLabel("agency") is { } named ? [named] : [])),
            ("communityRelevant", envelope.HasLabel("communityRelevant")),
        };
        if (moment?.Lead is { } lead) attributes.Add(("lead", Agency(lead)));
        if (envelope.TextLabel("tool") is { } tool) attributes.Add(("tool", tool));
        return Value.Record(attributes);
    }

    public static RecordValue Context(Seat seat, BundleHeader header, DateTimeOffset now) => Value.Record(
        ("purpose", seat.Purpose),
        ("legalBasis", seat.LegalBasis),
        ("compatible", Texts(header.CompatiblePurposes.GetValueOrDefault(seat.Purpose, []))),
        ("now", DatetimeValue.Of(now)));

    /// <summary>Markings are written in capitals (ORCON); label members carry the member's name (validUntil).</summary>
    private static bool IsMarking(string label) => label.Length > 0 && char.IsAsciiLetterUpper(label[0]);

    private static SetValue Texts(IEnumerable<string> texts) => new(texts.Select(text => (Value)text));

    private static SetValue Agencies(IEnumerable<AgencyId> agencies) => new(agencies.Select(Agency));
}
