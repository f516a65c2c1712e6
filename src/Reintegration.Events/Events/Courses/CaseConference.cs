namespace Reintegration.Events.Events.Courses;

/// <summary>A conference that has been called: called off at most once, by who called it.</summary>
public sealed record CaseConference(AgencyId By) : Course
{
    const string Convened = "reintegration.coordination.case-conference-convened.v1";
    const string Cancelled = "reintegration.coordination.case-conference-cancelled.v1";
    const string Pointer = "/data/facts/conference";

    public static CourseKind Kind { get; } = new(
        "a conference", [Convened], "conference", [Cancelled], convened => new CaseConference(convened.Owner));

    public Step? End { get; init; }

    public override Course Evolve(Step step) => End is null ? this with { End = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) =>
        step.Owner != By ? new Ruling.Refused(Pointer, "Only who called a conference calls it off.")
        : End is { } end ? new Ruling.AlreadyTaken(end.Name, Pointer, "The conference has been cancelled already.")
        : Ruling.Take;
}
