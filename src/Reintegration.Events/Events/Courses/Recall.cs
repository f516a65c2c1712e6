namespace Reintegration.Events.Events.Courses;

/// <summary>A recall to custody: initiated, and decided once by a human.</summary>
public sealed record Recall : Course
{
    const string Initiated = "reintegration.supervision.recall-initiated.v1";
    const string Decided = "reintegration.supervision.recall-decided.v1";

    public static CourseKind Kind { get; } = new("a recall", [Initiated], "initiation", [Decided], _ => new Recall());

    public Step? Decision { get; init; }

    public override Course Evolve(Step step) => Decision is null ? this with { Decision = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) => Decision is { } decision
        ? new Ruling.AlreadyTaken(decision.Name, "/data/facts/initiation", "The recall has been decided already.")
        : Ruling.Take;
}
