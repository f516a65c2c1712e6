namespace Reintegration.Events.Events.Courses;

/// <summary>A condition: imposed, varied as often as needed, discharged once; then it binds no more.</summary>
public sealed record SupervisionCondition : Course
{
    const string Imposed = "reintegration.supervision.supervision-condition-imposed.v1";
    const string Varied = "reintegration.supervision.supervision-condition-varied.v1";
    const string Discharged = "reintegration.supervision.supervision-condition-discharged.v1";
    const string Pointer = "/data/facts/condition";

    public static CourseKind Kind { get; } = new(
        "a condition", [Imposed], "condition", [Varied, Discharged], _ => new SupervisionCondition());

    public Step? End { get; init; }

    public override Course Evolve(Step step) => step.Type == Discharged && End is null ? this with { End = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) =>
        // Whoever supervises now varies and discharges what another imposed before the handover.
        End is { } end ? new Ruling.AlreadyTaken(end.Name, Pointer, "The condition has been discharged already.")
        : Ruling.Take;
}
