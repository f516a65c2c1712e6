namespace Reintegration.Events.Events.Intelligence;

/// <summary>A service holds something on the person and says whom to ask.</summary>
/// <remarks>
/// A pointer only: a topic, a desk and an end. There is no member for content, because the content is classified and
/// stays where it is. Grading and handling stand in <c>about</c>. What others may act on is an
/// <see cref="IntelligenceAdvisoryIssued"/>.
/// </remarks>
[EventType("reintegration.intelligence.intelligence-registered.v1", "intel-pointer", Row = 59,
    Category = Category.Intel,
    Producers = [Sector.Intelligence, Sector.Police, Sector.Prison], Sensitivity = Sensitivity.S4,
    Handling = HandlingCode.H3, StatementKind = StatementKind.Intelligence, Retention = RetentionClass.Intelligence,
    Labels = ["INTEL", "ORCON"],
    Summary = "A service holds something on the person and says whom to ask; never what it is.")]
public sealed record IntelligenceRegistered : IEvent<IntelligenceRegistered>
{
    [Field("topic")]
    public required IntelligenceTopic Topic { get; init; }

    /// <summary>Who answers a hit.</summary>
    [Field("desk")]
    public required string ContactDesk { get; init; }

    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly Expires { get; init; }

    public static IntelligenceRegistered Example => new()
    {
        Topic = IntelligenceTopic.Association,
        ContactDesk = "Liaison desk north, weekdays",
        Expires = new DateOnly(2027, 6, 30),
    };
}

public enum IntelligenceTopic
{
    Travel, Financing, Association, OnlineActivity, AttackPlanning, Weapons, Facilitation, Other,
}
