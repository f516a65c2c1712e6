namespace Reintegration.Events.Events;

/// <summary>What is asked of an event that takes category, markings and audience of the one it points at.</summary>
static class Following
{
    const string Target = "/data/facts/targetEvent";

    public static string? TargetNamed(Submission submission) => submission.Facts.GetProperty("targetEvent").GetString();

    /// <summary>Why the target cannot be followed; null when it can.</summary>
    /// <remarks>A foreign, a hidden and a missing target are answered alike; so is one in another case (law 5).</remarks>
    public static SchemaError? FaultOfTarget(
        EventType type, Submission submission, StreamId stream, TargetMarkings? target)
    {
        if (target is null || target.Envelope.Name.ToString() != TargetNamed(submission) || !IsThere(type, stream, target))
            return new SchemaError(Target, Expected(type));
        if (target.Type.FollowsTarget)
            return new SchemaError(Target, "The statement itself is expected, not one that follows it.");
        // Only of one's own statements, so that the answer tells nothing of others'.
        return type.Relation == RelationKind.Retracts && target.Type.Governing
            ? new SchemaError(Target, "What decides who is shown what is not retracted: correct it, or record what ends it.")
            : null;
    }

    static bool IsThere(EventType type, StreamId stream, TargetMarkings target) =>
        !type.OfOthers ? target.Envelope.Stream == stream
        : target.Envelope.Case is not null && target.Envelope.Case == stream.Case
            // Only the owner corrects; whoever disagrees with an owner contradicts.
            && (type.Relation != RelationKind.Contradicts || target.Envelope.Owner != stream.Owner);

    static string Expected(EventType type) => type switch
    {
        { OfOthers: false } => "The name of an earlier event of your own about the same case is expected.",
        { Relation: RelationKind.Contradicts } =>
            "The name of an event of another agency about the same case, which yours is shown, is expected.",
        _ => "The name of an event about the same case, which your agency is shown, is expected.",
    };

    /// <summary>New values are held to the schema of the target; a next review to how long the target may be kept.</summary>
    public static IEnumerable<SchemaError> Faults(EventType type, Submission submission, TargetMarkings target)
    {
        var facts = submission.Facts;
        if (facts.TryGetProperty("newValue", out var value))
            foreach (var error in target.Type.ValidatePart(value, "/data/facts/newValue")) yield return error;
        if (NextReview(type, facts) is not { } next) yield break;
        const string pointer = "/data/facts/nextReview";
        var years = Vocabulary.RetentionYears[target.Envelope.Retention];
        if (next > Day(target.Envelope.HappenedAt).AddYears(years))
            yield return new(pointer, $"A date within {years} years of the statement is expected: no longer may it be kept.");
        else if (target.Envelope.Juvenile && next > Day(submission.HappenedAt).AddMonths(Limits.JuvenileReviewMonths))
            yield return new(pointer, $"A date within {Limits.JuvenileReviewMonths} months is expected: a minor.");
        else if (next < Day(submission.HappenedAt)) yield return new(pointer, "A date not before the review is expected.");
    }

    static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    /// <summary>The day a review sets for the next one, which is the review's own date as well.</summary>
    public static DateOnly? NextReview(EventType type, JsonElement facts) =>
        type.FollowsTarget && facts.TryGetProperty("nextReview", out var next)
            ? next.Deserialize<DateOnly>(EventJson.Options)
            : null;

    /// <summary>The one agency that a notice is for.</summary>
    public static AgencyId? Recipient(EventType type, JsonElement facts) =>
        type.FollowsTarget && facts.TryGetProperty("recipient", out var recipient)
            ? recipient.Deserialize<AgencyId>(EventJson.Options)
            : null;

    /// <summary>
    /// The labels by which the rules know the target, so that they find the same audience; as a correction sets them.
    /// </summary>
    /// <remarks>
    /// Of what feeds the case context only the corrected ones: there a label that is set anew takes the place of the
    /// earlier one.
    /// </remarks>
    public static ImmutableSortedDictionary<string, JsonElement> Labels(JsonElement facts, TargetMarkings target)
    {
        var labels = target.Type.Governing
            ? ImmutableSortedDictionary<string, JsonElement>.Empty
            : target.Envelope.Labels.RemoveRange(target.Envelope.Labels.Keys.Where(label => !IsMember(target.Type, label)));
        return facts.TryGetProperty("newValue", out var value) ? labels.SetItems(target.Type.LabelsOf(value)) : labels;
    }

    static bool IsMember(EventType type, string label) => type.Fields.Any(field => field.IsLabel && field.Member == label);
}
