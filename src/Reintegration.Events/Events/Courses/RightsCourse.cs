namespace Reintegration.Events.Events.Courses;

/// <summary>What a person asked of an agency, answered once by that agency.</summary>
public sealed record RightsCourse : Course
{
    const string Requested = "reintegration.governance.subject-access-requested.v1";
    const string Answered = "reintegration.governance.subject-access-answered.v1";

    // Nobody but the agency that was asked is shown the request, so nobody else can answer it.
    public static CourseKind Kind { get; } = new(
        "a request of the person", [Requested], "request", [Answered], _ => new RightsCourse());

    public Step? Answer { get; init; }

    public override Course Evolve(Step step) => Answer is null ? this with { Answer = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) => Answer is { } answer
        ? new Ruling.AlreadyTaken(answer.Name, "/data/facts/request", "The request has been answered already.")
        : Ruling.Take;
}
