namespace Reintegration.Events.Events.Courses;

/// <summary>A gap in what is offered: found, and closed once, by whoever is shown it and can tell.</summary>
public sealed record SupportGap : Course
{
    const string Identified = "reintegration.needs.support-gap-identified.v1";
    const string Closed = "reintegration.needs.support-gap-closed.v1";

    public static CourseKind Kind { get; } = new("a gap", [Identified], "gap", [Closed], _ => new SupportGap());

    public Step? End { get; init; }

    public override Course Evolve(Step step) => End is null ? this with { End = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) => End is { } end
        ? new Ruling.AlreadyTaken(end.Name, "/data/facts/gap", "The gap has been closed already.")
        : Ruling.Take;
}
