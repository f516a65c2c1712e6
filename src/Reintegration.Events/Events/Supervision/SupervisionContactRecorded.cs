namespace Reintegration.Events.Events.Supervision;

/// <summary>The person and a supervising officer have met or spoken.</summary>
/// <remarks>
/// What happened and what the officer makes of it stand in separate members and are never mixed. It is no breach and no
/// assessment of risk; those are other events.
/// </remarks>
[EventType("reintegration.supervision.supervision-contact-recorded.v1", "compliance", Row = 18,
    Category = Category.Compliance, Producers = [Sector.Probation, Sector.Police], Handling = HandlingCode.H1,
    Summary = "The person and a supervising officer have met or spoken.")]
public sealed record SupervisionContactRecorded : IEvent<SupervisionContactRecorded>
{
    [Field("kind")]
    public required ContactMode Mode { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    [Field("location")]
    public required ContactLocation Location { get; init; }

    /// <summary>What was seen, said and done.</summary>
    [Field("narrative", Ladder = Ladder.Text)]
    public required string FactNote { get; init; }

    /// <summary>What the officer makes of it; a judgement, shown as one.</summary>
    [Field("assessment", Ladder = Ladder.Text)]
    public string? AssessmentNote { get; init; }

    public static SupervisionContactRecorded Example => new()
    {
        Mode = ContactMode.Office,
        At = new DateTimeOffset(2026, 10, 24, 14, 0, 0, TimeSpan.FromHours(2)),
        Location = ContactLocation.Office,
        FactNote = "Came on time. Brought the tenancy papers and asked for help with the language course form.",
        AssessmentNote = "Open and at ease; the waiting time for the course worries him more than the curfew.",
    };
}

public enum ContactMode { Office, Home, Phone, Video, Field }

public enum ContactLocation { Office, Home, Community, Custody, Remote }
