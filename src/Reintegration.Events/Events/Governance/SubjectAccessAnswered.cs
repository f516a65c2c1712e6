namespace Reintegration.Events.Events.Governance;

/// <summary>An agency has answered a person who asked what it holds about them.</summary>
/// <remarks>
/// How it answered, by the same few words whatever it holds: nobody can read from an answer that something was held
/// back. A human answers, and the way to the supervisory authority was pointed out.
/// </remarks>
[EventType("reintegration.governance.subject-access-answered.v1", "rights", Row = 70, Category = Category.Dataq,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health, Sector.Oversight,
        Sector.Coordination,
    ],
    HumanOnly = true,
    Summary = "An agency has answered a person who asked what it holds about them.")]
public sealed record SubjectAccessAnswered : IEvent<SubjectAccessAnswered>
{
    /// <summary>The request it answers.</summary>
    [Field("request"), Label]
    public required EventName Request { get; init; }

    [Field("dates", Ladder = Ladder.Date)]
    public required DateTimeOffset AnsweredAt { get; init; }

    [Field("kind")]
    public required RightsRequest Kind { get; init; }

    [Field("outcome")]
    public required RightsOutcome Outcome { get; init; }

    /// <summary>The person was told whom to turn to if dissatisfied.</summary>
    [Field("outcome")]
    public required bool AuthorityNamed { get; init; }

    public static SubjectAccessAnswered Example => new()
    {
        Request = EventName.Parse("/agencies/prison/events/0190c56b-acd7-791c-8824-4b4411b76cd0"),
        AnsweredAt = new DateTimeOffset(2027, 1, 29, 15, 0, 0, TimeSpan.FromHours(1)),
        Kind = RightsRequest.Access,
        Outcome = RightsOutcome.Answered,
        AuthorityNamed = true,
    };
}

/// <summary>Neither word says what is held.</summary>
public enum RightsOutcome { Answered, AnsweredInPart, Declined }
