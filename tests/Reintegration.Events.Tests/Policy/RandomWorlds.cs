using System.Globalization;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>Worlds with random conditions, and one event of every type with random markings.</summary>
static class RandomWorlds
{
    public static (World World, IReadOnlyList<Recorded> Events) Make(Random random)
    {
        var world = World.Standard(windowOpen: Coin(random), juvenile: random.Next(4) == 0);
        foreach (var category in Enum.GetNames<Category>())
            if (random.Next(3) == 0)
                world.Consent(
                    "community-haven", category.ToUpperInvariant(), Pick(
                        random, "person", "relative", "guardian"), Day(random, 0, 300));
        foreach (var agency in (string[])["prison", "probation", "health-north"])
            if (Coin(random)) world.Certify($"{agency}.practitioner", "vera-2r", to: Day(random, 0, 300));
        if (random.Next(3) == 0)
            world.Join(
                Pick(random, "probation", "police", "community-haven", "health-north"), World.Now.AddDays(
                    random.Next(-20, 200)));
        var events = new List<Recorded>();
        foreach (var type in Catalog.Default.All.Where(type => type.Place == CasePlace.InCase && !type.FollowsTarget && !type.Governing && type.NotYetAccepted is null))
            foreach (var sector in type.Producers.Where(sector => sector is not (Sector.Coordination or Sector.Oversight)))
                events.Add(Post(random, world, type, sector));
        return (world, events);
    }

    public static Seat Seat(Random random, World world)
    {
        var sector = Pick(random, Enum.GetValues<Sector>());
        var role = Pick(
            random, "practitioner", "practitioner", "practitioner", "panel-member", "psychologist",
            "intelligence-analyst",
            "agency-system", "auditor", "religious-mentor", "evaluator");
        if (sector == Sector.Intelligence && role == "practitioner") role = "intelligence-analyst";
        if (sector == Sector.Oversight) role = "auditor";
        var purpose = sector switch
        {
            Sector.Intelligence => "threat-prevention",
            Sector.Oversight => "oversight",
            Sector.Police => "public-protection",
            _ => Pick(random, "reintegration", "supervision", "safeguarding", "public-protection"),
        };
        return world.Seat(sector, role, purpose, random.Next(5), certified: Coin(random));
    }

    static Recorded Post(Random random, World world, EventType type, Sector sector)
    {
        var facts = type.Name switch
        {
            "reintegration.needs.risk-assessment-completed.v1" => $$"""{"validUntil":"{{Day(random, -30, 300)}}"}""",
            "reintegration.intelligence.intelligence-registered.v1" => $$"""{"expires":"{{Day(random, -30, 300)}}"}""",
            "reintegration.intelligence.intelligence-advisory-issued.v1" => $$"""{"validUntil":"{{Day(random, -30, 300)}}"}""",
            "reintegration.supervision.supervision-condition-imposed.v1" => $$"""{"communityRelevant":{{(Coin(random) ? "true" : "false")}}}""",
            _ => null,
        };
        var released = string.Join(
            ',', new[] { "prison", "probation", "police", "intelligence", "community-haven", "health-north" }
            .Where(_ => Coin(random)).Select(agency => $"\"{agency}\""));
        var labels = random.Next(6) switch { 0 => "\"ORCON\"", 1 => "\"SOURCE\"", _ => "" };
        var about = $$"""{"handling":{"releasableTo":[{{released}}]},"labels":[{{labels}}]}""";
        return world.Post(World.Short(type), World.AgencyOf(sector), facts, about);
    }

    static string Day(Random random, int from, int to) =>
        World.Now.AddDays(random.Next(from, to)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static bool Coin(Random random) => random.Next(2) == 0;

    static T Pick<T>(Random random, params T[] items) => items[random.Next(items.Length)];
}
