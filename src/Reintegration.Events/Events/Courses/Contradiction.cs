namespace Reintegration.Events.Events.Courses;

/// <summary>A contradiction: open until either side, or the lead for the panel, says how it ended.</summary>
public sealed record Contradiction(AgencyId By, EventName? Statement) : Course
{
    const string Contradicted = "reintegration.governance.statement-contradicted.v1";
    const string Resolved = "reintegration.governance.contradiction-resolved.v1";
    const string Pointer = "/data/facts/contradiction";

    public static CourseKind Kind { get; } = new(
        "a contradiction", [Contradicted], "contradiction", [Resolved],
        contradicted => new Contradiction(contradicted.Owner, contradicted.Envelope.Relates?.Target));

    public Step? End { get; init; }

    public override Course Evolve(Step step) => End is null ? this with { End = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) =>
        step.Envelope.Relates?.Target != Statement
            ? new Ruling.Refused("/data/facts/targetEvent", "The statement that was contradicted is expected.")
        : step.Owner != By && step.Owner != Statement?.Owner && step.Owner != lead
            ? new Ruling.Refused(Pointer, "Only the two that disagree, or the lead, say how it ended.")
        : End is { } end ? new Ruling.AlreadyTaken(end.Name, Pointer, "The contradiction has been resolved already.")
        : Ruling.Take;
}
