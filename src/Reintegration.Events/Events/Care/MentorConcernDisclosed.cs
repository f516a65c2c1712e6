namespace Reintegration.Events.Events.Care;

/// <summary>A religious mentor has broken confidence because somebody is in serious danger.</summary>
/// <remarks>
/// The mentor's own decision: nobody can ask for it, and there is no duty to report belief. Concrete facts of imminent
/// harm; what the person believes has no member here. Recorded for reintegration unless the mentor says otherwise,
/// which keeps it from police: whoever means it for them names the purpose.
/// </remarks>
[EventType("reintegration.care.mentor-concern-disclosed.v1", "privileged-religion", Row = 43,
    Category = Category.Religion, Producers = [Sector.Prison, Sector.Probation, Sector.Community],
    Sensitivity = Sensitivity.S3, Handling = HandlingCode.H3, Retention = RetentionClass.Sensitive, HumanOnly = true,
    Summary = "A religious mentor has broken confidence because somebody is in serious danger.")]
public sealed record MentorConcernDisclosed : IEvent<MentorConcernDisclosed>
{
    /// <summary>The threshold of professional law that was met.</summary>
    [Field("threshold")]
    public required DutyThreshold Threshold { get; init; }

    /// <summary>What was said or seen, and nothing beside it.</summary>
    [Field("facts", Ladder = Ladder.Text)]
    public required string ConcreteFacts { get; init; }

    /// <summary>Somebody in particular is in danger; who is told by word of mouth.</summary>
    [Field("target")]
    public required bool TargetKnown { get; init; }

    /// <summary>The agencies that were told; releasing it to them is the owner's to say.</summary>
    [Field("disclosed-to", MinItems = 1)]
    public required ImmutableArray<AgencyId> DisclosedTo { get; init; }

    public static MentorConcernDisclosed Example => new()
    {
        Threshold = DutyThreshold.ImminentSeriousHarm,
        ConcreteFacts =
            "Said on Monday that he would go to the flat of a named man on Friday with a knife; has the address.",
        TargetKnown = true,
        DisclosedTo = [new AgencyId("police")],
    };
}
