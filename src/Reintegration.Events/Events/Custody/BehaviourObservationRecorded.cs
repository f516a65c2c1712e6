namespace Reintegration.Events.Events.Custody;

/// <summary>A member of prison staff has noticed how the person behaves, for better or worse.</summary>
/// <remarks>
/// Dynamic security: what staff see because they know the people in their care. One observation proves nothing; whether
/// others saw the same is a member of its own. Whether it is fact or the observer's view stands in <c>about</c>.
/// </remarks>
[EventType("reintegration.custody.behaviour-observation-recorded.v1", "observe", Row = 7, Category = Category.Observe,
    Producers = [Sector.Prison], Handling = HandlingCode.H2,
    Summary = "A member of prison staff has noticed how the person behaves, for better or worse.")]
public sealed record BehaviourObservationRecorded : IEvent<BehaviourObservationRecorded>
{
    [Field("observer")]
    public required ObserverRole ObserverRole { get; init; }

    [Field("narrative", Ladder = Ladder.Text)]
    public required string Behaviour { get; init; }

    [Field("corroboration")]
    public required Corroboration Corroboration { get; init; }

    public static BehaviourObservationRecorded Example => new()
    {
        ObserverRole = ObserverRole.WorkshopInstructor,
        Behaviour = "Shows newcomers how the bandsaw is guarded, unasked, and waits until they have it right.",
        Corroboration = Corroboration.OtherStaff,
    };
}

public enum ObserverRole { WingOfficer, WorkshopInstructor, Teacher, Chaplaincy, HealthStaff, Other }

/// <summary>Who else saw it.</summary>
public enum Corroboration { None, OtherStaff, Recorded }
