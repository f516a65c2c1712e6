namespace Reintegration.Events.Events.Care;

/// <summary>A psychologist has broken confidence because somebody is in serious danger.</summary>
/// <remarks>
/// The professional's own decision, by professional law; no agency and no machine can ask for it. Concrete facts of
/// imminent harm, no diagnosis and no history. A religious mentor's is a type of its own.
/// </remarks>
[EventType("reintegration.care.privileged-concern-disclosed.v1", "privileged", Row = 43, Category = Category.Health,
    Producers = [Sector.Health], Sensitivity = Sensitivity.S3, Handling = HandlingCode.H3,
    Retention = RetentionClass.Sensitive, HumanOnly = true,
    Summary = "A psychologist has broken confidence because somebody is in serious danger.")]
public sealed record PrivilegedConcernDisclosed : IEvent<PrivilegedConcernDisclosed>
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

    public static PrivilegedConcernDisclosed Example => new()
    {
        Threshold = DutyThreshold.ImminentSeriousHarm,
        ConcreteFacts =
            "Said on Monday that he would go to the flat of a named man on Friday with a knife; has the address.",
        TargetKnown = true,
        DisclosedTo = [new AgencyId("police")],
    };
}

public enum DutyThreshold { ImminentSeriousHarm, DangerToChild, DangerToLife }
