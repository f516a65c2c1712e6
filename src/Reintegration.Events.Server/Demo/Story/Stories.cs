namespace Reintegration.Events.Server.Demo.Story;

/// <summary>
/// The demo: three made-up people on their way back, told by the agencies around them over eighteen months.
/// </summary>
public static class Stories
{
    /// <summary>Day of the story that is today.</summary>
    public const int Today = 548;

    /// <summary>The case the walk-through looks at.</summary>
    public static readonly string FirstCase = Telling.Name("prison", "alem/opened");

    public static ImmutableArray<Step> Tell(DateTimeOffset anchor)
    {
        var telling = new Telling(anchor);
        Staff(telling);
        Alem.Tell(telling);
        Mirsa.Tell(telling);
        Tomas.Tell(telling);
        return telling.Steps();
    }

    static void Staff(Telling telling)
    {
        void Certified(int day, string official, string tool) => telling.Tell(
            day, "coordination", $"certified/{official}", "community.practitioner-certified", null,
            new { official, tool, from = telling.Date(day), to = telling.Date(day + 1095) },
            role: "national-coordinator");
        Certified(0, "official-probation-1", "vera-2r");
        Certified(0, "official-prison-2", "vera-2r");
        Certified(1, "official-prison-1", "ir46");
    }
}
