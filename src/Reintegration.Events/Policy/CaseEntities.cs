using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>The words of <c>schema.cedarschema</c>: what seats, events and their context look like to a rule.</summary>
internal static class CaseEntities
{
    public const string FieldClass = "Case::FieldClass";

    public const string Sector = "Case::Sector";

    public const string Panel = "Case::Panel";

    public const string AgencyType = "Case::Agency";

    public const string ActionType = "Case::Action";

    /// <summary>The attribute of an official that names the own agency.</summary>
    public const string OfficialsAgency = "agency";

    /// <summary>The transfer basis of an agency for which none is recorded.</summary>
    public const string NoTransfer = "none";

    /// <summary>The group of all levels.</summary>
    public const string Disclose = "disclose";

    private static readonly ImmutableDictionary<Events.Sector, EntityUid> Sectors = Enum.GetValues<Events.Sector>()
        .ToImmutableDictionary(sector => sector, sector => new EntityUid(Sector, Word(sector)));

    private static readonly ImmutableArray<EntityUid> Actions =
        [.. Levels.Granted.Select(level => new EntityUid(ActionType, level.Word()))];

    /// <summary>Whom the rules for panels speak of; it has one member.</summary>
    public static readonly EntityUid PanelGroup = new(Panel, "panel");

    public static EntityUid Class(string name) => new(FieldClass, name);

    public static EntityUid Agency(AgencyId agency) => new(AgencyType, agency.Value);

    public static EntityUid Action(Level level) => Actions[(int)level - 1];

    public static EntityUid Principal { get; } = new("Case::Official", "requester");

    public static EntityUid Datum { get; } = new("Case::Datum", "datum");

    public static string Word(Events.Sector sector) => sector.ToString().ToLowerInvariant();

    public static string Word(Category category) => category.ToString().ToUpperInvariant();

    public static string Word(CasePhase phase) => phase == CasePhase.PreRelease ? "pre-release" : phase.ToString().ToLowerInvariant();

    /// <summary>
    /// What stays the same for every decision: sectors, actions, the panel, enrolled agencies, field classes.
    /// </summary>
    public static Entities Standing(FieldClasses classes, OrganisationContext organisations)
    {
        var disclose = new EntityUid(ActionType, Disclose);
        return Entities.Of(
        [
            .. classes.Entities,
            .. Sectors.Values.Select(sector => new Entity(sector)),
            new Entity(disclose),
            .. Actions.Select(action => new Entity(action, null, disclose)),
            new Entity(PanelGroup),
            .. organisations.Members.Values.Select(member => new Entity(
                Agency(member.Agency),
                Value.Record(
                    ("regime", member.Regime), ("country", member.Country),
                    ("transferBasis", member.TransferBasis ?? NoTransfer)),
                Sectors[member.Sector])),
        ]);
    }

    /// <summary>The requester, as a member of what their column is of: the own agency, the panel, or both.</summary>
    public static Entity Official(Seat seat, ImmutableArray<EntityUid> groups, bool seated, bool suspended, Member? member) => new(
        Principal,
        Value.Record(
            (OfficialsAgency, Agency(seat.Agency)),
            ("role", seat.Role),
            ("clearance", (long)seat.Clearance),
            ("certifiedFor", Texts(seat.CertifiedFor)),
            ("authorised", Texts(member?.AuthorisedPurposes ?? [])),
            ("seated", seated),
            ("suspended", suspended)),
        groups);

    /// <summary>One field of an event, with the labels of the event and the moment of its case.</summary>
    public static Entity Field(string fieldClass, RecordValue attributes) => new(Datum, attributes, Class(fieldClass));

    /// <summary>All that rules may read of an event; see <see cref="DatumAttribute"/>.</summary>
    public static RecordValue Attributes(DatumFacts datum) => Value.Record(
        DatumAttribute.All.Select(attribute => (attribute.Name, Value: attribute.Read(datum)))
            .Where(read => read.Value is not null).Select(read => (read.Name, read.Value!)));

    /// <param name="emergency">The emergency access under which it is asked, if it is.</param>
    public static RecordValue Context(Seat seat, BundleHeader header, DateTimeOffset now, EmergencyAccess? emergency)
    {
        var members = new List<(string, Value)>
        {
            ("purpose", seat.Purpose),
            ("legalBasis", seat.LegalBasis),
            ("compatible", Texts(header.CompatiblePurposes.GetValueOrDefault(seat.Purpose, []))),
            ("now", DatetimeValue.Of(now)),
        };
        if (emergency is not null)
            members.Add(("breakGlass", Value.Record(("justification", emergency.Invocation.ToString()))));
        return Value.Record(members);
    }

    public static SetValue Texts(IEnumerable<string> texts) => new(texts.Select(text => (Value)text));

    public static SetValue Agencies(IEnumerable<AgencyId> agencies) => new(agencies.Select(Agency));
}
