namespace Reintegration.Events.Events.Courses;

/// <summary>A permission: asked for and decided once, by the agency that was asked (Fishmongers' Hall, 2019).</summary>
public sealed record Permission(AgencyId Asked) : Course
{
    const string Requested = "reintegration.supervision.permission-requested.v1";
    const string Decided = "reintegration.supervision.permission-decided.v1";
    const string Pointer = "/data/facts/request";

    public static CourseKind Kind { get; } = new(
        "a request for leave", [Requested], "request", [Decided], requested => new Permission(requested.Owner));

    public Step? Decision { get; init; }

    public override Course Evolve(Step step) => Decision is null ? this with { Decision = step } : this;

    public override Ruling Decide(Step step, AgencyId? lead) =>
        step.Owner != Asked ? new Ruling.Refused(Pointer, "Only the agency that was asked decides.")
        : Decision is { } decision ? new Ruling.AlreadyTaken(decision.Name, Pointer, "The request has been decided already.")
        : Ruling.Take;
}
