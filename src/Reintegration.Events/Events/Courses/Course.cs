namespace Reintegration.Events.Events.Courses;

/// <summary>What a decision comes to: take the step, refuse it with a reason, or find that it has been taken.</summary>
public abstract record Ruling
{
    /// <summary>It follows: record it.</summary>
    public sealed record Taken : Ruling;

    /// <summary>It cannot follow now; the reason names no more than the poster is itself shown.</summary>
    public sealed record Refused(string Pointer, string Reason) : Ruling;

    /// <summary>That step has been taken already: the same once more records nothing, anything else is refused.</summary>
    public sealed record AlreadyTaken(EventName By, string Pointer, string Reason) : Ruling;

    public static Ruling Take { get; } = new Taken();
}

/// <summary>One step, as far as a course may know it: names and labels, never the facts (law 10).</summary>
public readonly record struct Step(Envelope Envelope)
{
    public EventName Name => Envelope.Name;
    public string Type => Envelope.Type;
    public AgencyId Owner => Envelope.Owner;

    public string? Text(string label) =>
        Envelope.Labels.TryGetValue(label, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public AgencyId? Agency(string label) => AgencyId.TryParse(Text(label), out var agency) ? agency : null;

    public EventName? Event(string label) => EventName.TryParse(Text(label), out var name) ? name : null;
}

/// <summary>Something that goes through steps in an order: its state, how a step moves it, which step may be next.</summary>
/// <remarks>
/// Pure. <see cref="Evolve"/> takes every recorded step, even one that should not have been, and never throws;
/// <see cref="Decide"/> says of a step not yet recorded whether it may follow.
/// </remarks>
public abstract record Course
{
    public abstract Course Evolve(Step step);

    /// <param name="lead">Who leads the case, and so its panel.</param>
    public abstract Ruling Decide(Step step, AgencyId? lead);
}

/// <summary>A kind of course: the types that begin one, the types that go on with it, and the label that says with which.</summary>
/// <param name="Noun">What one is called in a refusal: <c>an offer</c>.</param>
/// <param name="Reference">The member, a label, by which a later step names the one that began the course.</param>
/// <param name="Begin">The state after the first step.</param>
public sealed record CourseKind(
    string Noun, ImmutableArray<string> First, string Reference, ImmutableArray<string> Later, Func<Step, Course> Begin)
{
    /// <summary>What is asked of a first step; anything goes when null.</summary>
    public Func<Step, Ruling>? MayBegin { get; init; }

    public string Pointer => $"/data/facts/{Reference}";
}
