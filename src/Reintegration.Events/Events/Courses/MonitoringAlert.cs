namespace Reintegration.Events.Events.Courses;

/// <summary>An alert of a monitoring device: raised, and cleared once by the agency that monitors.</summary>
public sealed record MonitoringAlert(AgencyId By) : Course
{
    const string Raised = "reintegration.supervision.electronic-monitoring-alert-raised.v1";
    const string Cleared = "reintegration.supervision.electronic-monitoring-alert-cleared.v1";
    const string Pointer = "/data/facts/alert";

    public static CourseKind Kind { get; } = new(
        "an alert", [Raised], "alert", [Cleared], raised => new MonitoringAlert(raised.Owner));

    public Step? End { get; init; }

    public override Course Evolve(Step step) => End is null ? this with { End = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) =>
        step.Owner != By ? new Ruling.Refused(Pointer, "Only the agency that monitors clears an alert.")
        : End is { } end ? new Ruling.AlreadyTaken(end.Name, Pointer, "The alert has been cleared already.")
        : Ruling.Take;
}
