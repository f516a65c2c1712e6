namespace Reintegration.Events.Events.Courses;

/// <summary>A suspicion that a condition was not kept: confirmed or dismissed by a human, once.</summary>
public sealed record BreachSuspicion : Course
{
    const string Suspected = "reintegration.supervision.condition-breach-suspected.v1";
    const string Confirmed = "reintegration.supervision.condition-breach-confirmed.v1";
    const string Dismissed = "reintegration.supervision.condition-breach-dismissed.v1";

    public static CourseKind Kind { get; } = new(
        "a suspicion", [Suspected], "suspicion", [Confirmed, Dismissed], _ => new BreachSuspicion());

    public Step? Decision { get; init; }

    public override Course Evolve(Step step) => Decision is null ? this with { Decision = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) => Decision is { } decision
        ? new Ruling.AlreadyTaken(decision.Name, "/data/facts/suspicion", "The suspicion has been decided on already.")
        : Ruling.Take;
}
