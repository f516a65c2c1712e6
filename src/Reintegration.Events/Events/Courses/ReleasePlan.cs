namespace Reintegration.Events.Events.Courses;

/// <summary>A release plan: proposed, and approved once.</summary>
public sealed record ReleasePlan : Course
{
    const string Proposed = "reintegration.custody.release-plan-proposed.v1";
    const string Approved = "reintegration.custody.release-plan-approved.v1";

    public static CourseKind Kind { get; } = new(
        "a proposed plan", [Proposed], "proposal", [Approved], _ => new ReleasePlan());

    public Step? Approval { get; init; }

    public override Course Evolve(Step step) => Approval is null ? this with { Approval = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) => Approval is { } approval
        ? new Ruling.AlreadyTaken(approval.Name, "/data/facts/proposal", "The plan has been approved already.")
        : Ruling.Take;
}
