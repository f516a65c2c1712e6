using Reintegration.Events.Events.Needs;

namespace Reintegration.Events.Events.Coordination;

/// <summary>A panel has decided something about the case.</summary>
/// <remarks>
/// What was decided, why, on what, and who saw it otherwise. Decided by humans at a table; who has to do what follows
/// as actions.
/// </remarks>
[EventType("reintegration.coordination.decision-recorded.v1", "meeting", Row = 65, Category = Category.Meeting,
    Producers = [Sector.Prison, Sector.Probation], Handling = HandlingCode.H2, HumanOnly = true,
    Summary = "A panel has decided something about the case.")]
public sealed record DecisionRecorded : IEvent<DecisionRecorded>
{
    [Field("decision")]
    public required PanelDecision Decision { get; init; }

    [Field("rationale", Ladder = Ladder.Text)]
    public required string Rationale { get; init; }

    /// <summary>What the panel had before it.</summary>
    [Field("items", MaxItems = 200)]
    public required ImmutableArray<EventName> BasedOn { get; init; }

    /// <summary>Who saw it otherwise, and why.</summary>
    [Field("dissent")]
    public required ImmutableArray<PanelDissent> Dissent { get; init; }

    public static DecisionRecorded Example => new()
    {
        Decision = PanelDecision.MaintainPlan,
        Rationale = "The plan holds; a change now would cost more trust than it wins.",
        BasedOn = [EventName.Parse("/agencies/probation/events/0190be83-bf8f-7e86-a988-40b2268d22ac")],
        Dissent = [new PanelDissent(new AgencyId("police"), "Would add a weekly contact.")],
    };
}

public enum PanelDecision
{
    MaintainPlan, ChangePlan, RaiseLevel, LowerLevel, AskForAssessment, AskForInformation, EndMultiAgencyManagement,
    Other,
}
