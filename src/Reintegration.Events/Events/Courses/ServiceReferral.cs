namespace Reintegration.Events.Events.Courses;

/// <summary>A referral: made to a service, accepted or declined by it, and completed once accepted.</summary>
public sealed record ServiceReferral(AgencyId By, AgencyId? To) : Course
{
    const string Made = "reintegration.needs.service-referral-made.v1";
    const string MadeTo = "reintegration.needs.service-referral-made.v2";
    const string Accepted = "reintegration.needs.service-referral-accepted.v1";
    const string Declined = "reintegration.needs.service-referral-declined.v1";
    const string Completed = "reintegration.needs.service-referral-completed.v1";
    const string Pointer = "/data/facts/referral";

    public static CourseKind Kind { get; } = new(
        "a referral", [Made, MadeTo], "referral", [Accepted, Declined, Completed],
        made => new ServiceReferral(made.Owner, made.Agency("agency")));

    public Step? Answer { get; init; }
    public Step? End { get; init; }

    public override Course Evolve(Step step) => step.Type switch
    {
        Completed => End is null ? this with { End = step } : this,
        _ => Answer is null ? this with { Answer = step } : this,
    };

    public override Ruling Decide(Step step, AgencyId? lead) => step.Type switch
    {
        // The first version of a referral did not say whom it was made to; whoever is shown it may answer.
        _ when To is { } to && step.Owner != to && (step.Type != Completed || step.Owner != By) =>
            new Ruling.Refused(Pointer, "Only the service it was made to answers a referral."),
        Completed when End is { } end => new Ruling.AlreadyTaken(end.Name, Pointer, "The referral has been completed already."),
        Completed => Answer?.Type == Accepted
            ? Ruling.Take
            : new Ruling.Refused(Pointer, "A referral is completed once it has been accepted."),
        _ when Answer is { } answer => new Ruling.AlreadyTaken(answer.Name, Pointer, "The referral has been answered already."),
        _ => Ruling.Take,
    };
}
