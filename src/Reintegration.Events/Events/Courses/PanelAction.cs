namespace Reintegration.Events.Events.Courses;

/// <summary>An action: assigned with a day, done by whom it was assigned to, or overdue and put before somebody.</summary>
public sealed record PanelAction(AgencyId By, AgencyId? Agency, string? DueBy) : Course
{
    const string Assigned = "reintegration.coordination.action-assigned.v1";
    const string Completed = "reintegration.coordination.action-completed.v1";
    const string Overdue = "reintegration.coordination.action-overdue.v1";
    const string Escalated = "reintegration.coordination.action-escalated.v1";
    const string Pointer = "/data/facts/action";

    public static CourseKind Kind { get; } = new(
        "an action", [Assigned], "action", [Completed, Overdue, Escalated],
        assigned => new PanelAction(assigned.Owner, assigned.Agency("agency"), assigned.Text("dueBy")));

    public Step? Done { get; init; }
    public Step? Late { get; init; }
    public Step? PutBefore { get; init; }

    public override Course Evolve(Step step) => step.Type switch
    {
        Completed => Done is null ? this with { Done = step } : this,
        Overdue => Late is null ? this with { Late = step } : this,
        _ => PutBefore is null ? this with { PutBefore = step } : this,
    };

    public override Ruling Decide(Step step, AgencyId? lead)
    {
        if (Done is { } done) return new Ruling.AlreadyTaken(done.Name, Pointer, "The action has been completed already.");
        if (step.Type == Completed)
            return step.Owner == Agency || step.Owner == By
                ? Ruling.Take
                : new Ruling.Refused(Pointer, "Only the agency it is assigned to, or the one that assigned it, completes an action.");
        if (step.Owner != By && step.Owner != lead)
            return new Ruling.Refused(Pointer, "Only the agency that assigned it, or the lead, says that an action is late.");
        if (step.Type == Escalated)
            return PutBefore is { } before
                ? new Ruling.AlreadyTaken(before.Name, Pointer, "The action has been escalated already.")
                : Ruling.Take;
        if (Late is { } late) return new Ruling.AlreadyTaken(late.Name, Pointer, "The action is overdue already.");
        return string.CompareOrdinal(Day(step), DueBy) > 0
            ? Ruling.Take
            : new Ruling.Refused(Pointer, "An action is overdue when its day has passed.");
    }

    static string Day(Step step) =>
        step.Envelope.HappenedAt.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
