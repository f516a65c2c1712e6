namespace Reintegration.Events.Events.Care;

/// <summary>A mentor has begun to accompany the person.</summary>
/// <remarks>
/// Who, of what kind, and since when vetted. The mentor is nobody's informant, and what they talk about has no place in
/// any event.
/// </remarks>
[EventType("reintegration.care.mentor-assigned.v1", "service", Row = 41, Category = Category.Service,
    Producers = [Sector.Community, Sector.Prison, Sector.Probation], Handling = HandlingCode.H1,
    Summary = "A mentor has begun to accompany the person.")]
public sealed record MentorAssigned : IEvent<MentorAssigned>
{
    /// <summary>The mentor, under the owner's own reference.</summary>
    [Field("mentor", Ladder = Ladder.Person), About, Form(TextForm.Reference)]
    public required string MentorRef { get; init; }

    [Field("kind")]
    public required MentorKind Kind { get; init; }

    /// <summary>The day on which the mentor was last vetted.</summary>
    [Field("vetting", Ladder = Ladder.Date)]
    public required DateOnly Vetted { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Start { get; init; }

    public static MentorAssigned Example => new()
    {
        MentorRef = "mentor-51",
        Kind = MentorKind.Community,
        Vetted = new DateOnly(2026, 6, 30),
        Start = new DateOnly(2026, 10, 20),
    };
}

public enum MentorKind { Religious, Community, Psychological }
