using Reintegration.Cedar;

namespace Reintegration.Events.Policy.Analysis;

/// <summary>A request with its entities that shows what was asked for, ready for any Cedar engine.</summary>
public sealed class Witness
{
    /// <summary>Any instant will do: no condition that can be analysed asks for it.</summary>
    private static readonly DateTimeOffset Instant = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Inquiry inquiry;
    private readonly Fragment fragment;
    private readonly Frame frame;
    private readonly Model model;
    private readonly Dictionary<string, EntityUid> agencies;
    private readonly Lazy<Entities> entities;

    internal Witness(Inquiry inquiry, Fragment fragment, Frame frame, Model model)
    {
        (this.inquiry, this.fragment, this.frame, this.model) = (inquiry, fragment, frame, model);
        agencies = NameAgencies();
        entities = new Lazy<Entities>(() => Entities.Of(
        [
            .. inquiry.ClassesAbove(frame.Shape.Example), .. inquiry.Bundle.Schema.ActionEntities,
            .. agencies.GroupBy(pair => pair.Value).Select(alike => Agency(alike.Key, alike.First().Key)),
            Official(), Datum(),
        ]));
    }

    /// <summary>What the request comes down to, in the words of the rules.</summary>
    public IEnumerable<(string Name, string Value)> Circumstances => model.Chosen;

    public Request Request(Level level) => new(
        CaseEntities.Principal, CaseEntities.Action(level), CaseEntities.Datum, Fill("context", ContextType));

    /// <summary>What the bundle itself answers.</summary>
    public Response Decide(Level level) => new Authorizer(inquiry.Bundle.Policies).Decide(Request(level), entities.Value);

    public override string ToString()
    {
        // What is not said does not hold: nobody consented, no window is open.
        var said = Circumstances.Where(pair => pair.Value != "false")
            .Select(pair => pair.Value == "true" ? pair.Name : $"{pair.Name} = {pair.Value}");
        return $"{frame.Column} asks {frame.Level.Word()} of {frame.Shape.Example} with {string.Join(", ", said)}";
    }

    /// <summary>The request and its entities as JSON.</summary>
    public string ToJson() =>
        $$"""
        {"principal":{"type":"{{CaseEntities.Principal.Type}}","id":"{{CaseEntities.Principal.Id}}"},"action":{"type":"Case::Action","id":"{{frame.Level.Word()}}"},
         "resource":{"type":"{{CaseEntities.Datum.Type}}","id":"{{CaseEntities.Datum.Id}}"},"context":{{ContextJson()}},
         "entities":{{EntityJson.Write(entities.Value.Where(entity => entity.Uid.Type != "Case::Action"))}}}
        """;

    private CedarType.RecordType ContextType =>
        inquiry.Bundle.Schema.Actions[CaseEntities.Action(Level.Full)].Context;

    private string ContextJson()
    {
        using var json = JsonDocument.Parse(EntityJson.Write([new Entity(CaseEntities.Datum, Fill("context", ContextType))]));
        return json.RootElement[0].GetProperty("attrs").GetRawText();
    }

    /// <summary>Agencies that are equal get one name.</summary>
    private Dictionary<string, EntityUid> NameAgencies()
    {
        var named = new Dictionary<string, EntityUid>();
        foreach (var agency in fragment.Agencies)
        {
            var same = named.Keys.FirstOrDefault(other => Has(fragment.Equality(agency, other).Name));
            named[agency] = same is null ? CaseEntities.Agency(AgencyId.Parse($"agency-{named.Count + 1}")) : named[same];
        }

        return named;
    }

    private Entity Agency(EntityUid uid, string name) => new(
        uid,
        Value.Record(
            ("regime", Shared(name, "regime")), ("country", Shared(name, "country")),
            ("transferBasis", Text($"{name}.transferBasis") ?? Vocabularies.Other)),
        new EntityUid(CaseEntities.Sector, model[fragment.SectorOf(name)]));

    /// <summary>Two agencies of which a rule found an attribute alike get the same text, any others texts of their own.</summary>
    private string Shared(string agency, string attribute)
    {
        var alike = fragment.Agencies.Where(other =>
            agencies[other].Equals(agencies[agency])
            || Has($"{agency}.{attribute} == {other}.{attribute}") || Has($"{other}.{attribute} == {agency}.{attribute}"));
        return $"{attribute} of {alike.Min(StringComparer.Ordinal)}";
    }

    private Entity Official()
    {
        var type = inquiry.Bundle.Schema.EntityTypes[CaseEntities.Principal.Type].Attributes;
        var group = frame.Sector is null ? new EntityUid(CaseEntities.Panel, "panel") : agencies[Fragment.Requesters];
        return new Entity(CaseEntities.Principal, Fill("principal", type), group);
    }

    private Entity Datum() => CaseEntities.Field(
        frame.Shape.Example, Fill("resource", inquiry.Bundle.Schema.EntityTypes[CaseEntities.Datum.Type].Attributes));

    private RecordValue Fill(string path, CedarType.RecordType type) => Value.Record(
        type.Attributes
            .Where(pair => pair.Value.IsRequired || Has($"{path} has {pair.Key}"))
            .Select(pair => (pair.Key, Of($"{path}.{pair.Key}", pair.Value.Type))));

    private Value Of(string path, CedarType type) => type switch
    {
        CedarType.BoolType => Has(path),
        CedarType.SetType { Element: CedarType.EntityType } => Value.Set(
            fragment.PathMembers.Where(member => member.Set == path && Has($"{path} has {member.Path}"))
                .Select(member => (Value)agencies[member.Path])),
        CedarType.SetType => Value.Set(Members(path).Select(word => (Value)word)),
        CedarType.EntityType => agencies.TryGetValue(path, out var agency)
            ? agency
            : CaseEntities.Agency(AgencyId.Parse("agency-0")),
        CedarType.PrimitiveType { Kind: ValueKind.Long } => long.Parse(Text(path) ?? "0", System.Globalization.CultureInfo.InvariantCulture),
        CedarType.RecordType record => Fill(path, record),
        CedarType.PrimitiveType { Kind: ValueKind.Datetime } => DatetimeValue.Of(Instant),
        _ => Text(path) ?? Vocabularies.Other,
    };

    private IEnumerable<string> Members(string set)
    {
        foreach (var literal in fragment.Literals(set))
            if (Has($"{set} has \"{literal}\"")) yield return literal;
        foreach (var (_, path) in fragment.PathMembers.Where(member => member.Set == set))
            if (Has($"{set} has {path}") && Text(path) is { } word) yield return word;
        foreach (var overlap in fragment.Variables)
            if (overlap.Name.Contains(".containsAny(", StringComparison.Ordinal)
                && overlap.Name.Contains(set, StringComparison.Ordinal) && Has(overlap.Name)) yield return "shared";
    }

    private string? Text(string name) => fragment.Find(name) is { } variable ? model[variable] : null;

    private bool Has(string name) => Text(name) == "true";
}
