namespace Reintegration.Events.Events.Courses;

/// <summary>A handover: offered by who gives up, accepted or refused by whom it is offered to, once.</summary>
/// <remarks>Until it is accepted the work stays where it was: nobody is without an owner (Reading, 2020).</remarks>
public sealed record Handover(AgencyId? To) : Course
{
    const string Offered = "reintegration.custody.handover-offered.v1";
    const string Accepted = "reintegration.custody.handover-accepted.v1";
    const string Refused = "reintegration.custody.handover-refused.v1";

    public static CourseKind Kind { get; } = new(
        "an offer to hand over", [Offered], "offer", [Accepted, Refused], offer => new Handover(offer.Agency("toOwner")))
    {
        MayBegin = offer =>
            offer.Agency("fromOwner") != offer.Owner
                ? new Ruling.Refused("/data/facts/fromOwner", "Your own agency is expected: each hands over what is its own.")
                : offer.Agency("toOwner") == offer.Owner
                    ? new Ruling.Refused("/data/facts/toOwner", "Another agency is expected.")
                    : Ruling.Take,
    };

    /// <summary>The answer, once there is one.</summary>
    public Step? Answer { get; init; }

    public override Course Evolve(Step step) => Answer is null && step.Owner == To ? this with { Answer = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) =>
        step.Owner != To ? new Ruling.Refused("/data/facts/offer", "Only the agency to which it is offered answers an offer.")
        : Answer is not { } answer ? Ruling.Take
        : new Ruling.AlreadyTaken(answer.Name, "/data/facts/offer", "The offer has been answered already.");
}
