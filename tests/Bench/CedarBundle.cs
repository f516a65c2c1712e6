using System.Text;
using Reintegration.Cedar;

namespace Bench;

/// <summary>Policies, entities and requests of the default bundle's shape, in any number.</summary>
internal sealed class CedarBundle
{
    private static readonly string[] Sectors =
        ["prison", "probation", "police", "intelligence", "community", "health", "oversight", "coordination"];

    private static readonly string[] Purposes = ["custody", "supervision", "resettlement", "protection", "treatment"];
    private static readonly string[] Levels = ["exists", "coarse", "fine", "full"];
    private static readonly string[] Areas = ["custody", "supervision", "needs", "care", "community", "intelligence", "risk"];
    private static readonly string[] Fields = ["level", "narrative", "address", "date", "person", "score"];

    private readonly Random random = new(4711);

    /// <param name="count">How many policies.</param>
    /// <param name="everyScopeMatches">Whether all policies speak about everyone and everything: the worst
    /// case.</param>
    public CedarBundle(int count, bool everyScopeMatches)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
            text.AppendLine(i % 50 == 0 ? Forbid() : Permit(everyScopeMatches));
        Policies = PolicySet.Parse(text.ToString());
        Fixed = Entities.Of(Sectors.SelectMany(AgenciesOf).Concat(FieldClasses()));
        Cases = [.. Enumerable.Range(0, 256).Select(_ => NewCase())];
    }

    public PolicySet Policies { get; }

    /// <summary>What stays for the life of a bundle: agencies and field classes.</summary>
    public Entities Fixed { get; }

    public (Request Request, Entities Entities)[] Cases { get; }

    private static string Agency(string sector, int number) => $"{sector}-{number}";

    private static IEnumerable<Entity> AgenciesOf(string sector) => Enumerable.Range(0, 4).Select(i => new Entity(
        new EntityUid("Case::Agency", Agency(sector, i)),
        Value.Record(("regime", "led"), ("country", "it")),
        new EntityUid("Case::Sector", sector)));

    private static IEnumerable<Entity> FieldClasses() => Areas.SelectMany(area => Fields.Select(field => new Entity(
        new EntityUid("Case::FieldClass", $"{area}.{field}"), null, new EntityUid("Case::FieldClass", area))));

    private string Pick(string[] from) => from[random.Next(from.Length)];

    private string Permit(bool everyScopeMatches)
    {
        var action = random.Next(3) == 0
            ? $"action == Case::Action::\"{Pick(Levels)}\""
            : "action in Case::Action::\"disclose\"";
        var field = random.Next(4) == 0 ? Pick(Areas) : $"{Pick(Areas)}.{Pick(Fields)}";
        var scope = everyScopeMatches
            ? "principal, action, resource"
            : $"principal in Case::Sector::\"{Pick(Sectors)}\", {action}, resource in Case::FieldClass::\"{field}\"";
        return $$"""
            permit ({{scope}})
            when { context.purpose == "{{Pick(Purposes)}}" && resource.windowsOpen.contains("{{Pick(["statutory", "consent", "harm"])}}") };
            """;
    }

    private string Forbid() => random.Next(2) == 0
        ? """
          forbid (principal, action in Case::Action::"disclose", resource)
          when { resource.labels.contains("ORCON") && principal.agency != resource.originator && !resource.releasableTo.contains(principal.agency) };
          """
        : """
          forbid (principal, action, resource)
          when { resource.juvenile && !principal.certifiedFor.contains("juvenile") }
          unless { context has breakGlass };
          """;

    private (Request Request, Entities Entities) NewCase()
    {
        var sector = Pick(Sectors);
        var agency = new EntityUid("Case::Agency", Agency(sector, random.Next(4)));
        var official = new Entity(
            new EntityUid("Case::Official", $"official-{random.Next(1_000)}"),
            Value.Record(
                ("agency", agency), ("role", "practitioner"), ("clearance", 1L),
                ("certifiedFor", Value.Set("juvenile", "supervision"))),
            agency);
        var datum = new Entity(
            new EntityUid("Case::Datum", $"datum-{random.Next(1_000_000)}"),
            Datum(),
            new EntityUid("Case::FieldClass", $"{Pick(Areas)}.{Pick(Fields)}"));
        var context = Value.Record(
            ("purpose", Pick(Purposes)), ("legalBasis", "led-8"), ("now", new DatetimeValue(1_700_000_000_000)));
        var request = new Request(official.Uid, new EntityUid("Case::Action", Pick(Levels)), datum.Uid, context);
        return (request, Fixed.With(official, datum, ActionEntity(request.Action)));
    }

    private static Entity ActionEntity(EntityUid uid) => new(uid, null, new EntityUid("Case::Action", "disclose"));

    private RecordValue Datum() => Value.Record(
        ("eventType", "reintegration.supervision.supervision-commenced.v1"), ("field", "level"),
        ("originator", new EntityUid("Case::Agency", Agency(Pick(Sectors), random.Next(4)))),
        ("category", "risk"), ("sensitivity", "H2"), ("handling", "standard"),
        ("purposes", Value.Set("supervision", "protection")),
        ("labels", random.Next(5) == 0 ? Value.Set("ORCON") : SetValue.Empty),
        ("releasableTo", Value.Set(new EntityUid("Case::Agency", "probation-1"))),
        ("minClearance", 0L), ("juvenile", random.Next(10) == 0), ("phase", "custody"),
        ("windowsOpen", random.Next(3) == 0 ? SetValue.Empty : Value.Set("statutory", "consent")),
        ("consentsFor", SetValue.Empty), ("serviceIsCondition", false), ("harmInForce", false),
        ("agreements", SetValue.Empty));
}
