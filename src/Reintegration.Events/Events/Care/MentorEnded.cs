namespace Reintegration.Events.Events.Care;

/// <summary>A mentor no longer accompanies the person.</summary>
/// <remarks>
/// Mentors move, and so do people; the reason is one of a few words and none of them blames. Whether another follows is
/// told by another assignment.
/// </remarks>
[EventType("reintegration.care.mentor-ended.v1", "service", Row = 41, Category = Category.Service,
    Producers = [Sector.Community, Sector.Prison, Sector.Probation], Handling = HandlingCode.H1,
    Summary = "A mentor no longer accompanies the person.")]
public sealed record MentorEnded : IEvent<MentorEnded>
{
    /// <summary>The mentor, under the owner's own reference.</summary>
    [Field("mentor", Ladder = Ladder.Person), About, Form(TextForm.Reference)]
    public required string MentorRef { get; init; }

    [Field("kind")]
    public required MentorKind Kind { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Start { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly End { get; init; }

    [Field("reason")]
    public required MentorEnd Reason { get; init; }

    public static MentorEnded Example => new()
    {
        MentorRef = "mentor-51",
        Kind = MentorKind.Community,
        Start = new DateOnly(2026, 10, 20),
        End = new DateOnly(2027, 8, 31),
        Reason = MentorEnd.AimReached,
    };
}

public enum MentorEnd { AimReached, MentorLeft, PersonsWish, NoMatch, Moved }
