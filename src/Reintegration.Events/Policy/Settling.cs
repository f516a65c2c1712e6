namespace Reintegration.Events.Policy;

/// <summary>
/// Holds what the rules say of a shape against one event's own dates: a permit past its date does not count.
/// </summary>
internal sealed class Settling(Bundle bundle, Envelope envelope, DateTimeOffset now)
{
    private readonly Dictionary<string, DateTimeOffset?> ends = [];

    /// <summary>The first end of a permit that counted in anything settled so far.</summary>
    public DateTimeOffset? Ends { get; private set; }

    public FieldDecision Settle(string fieldClass, ImmutableArray<Step> steps)
    {
        var reached = Level.Nothing;
        ImmutableArray<string> permits = [];
        ImmutableArray<string> errors = [];
        foreach (var step in steps)
        {
            errors = [.. errors.Union(step.Errors)];
            if (!step.IsAllowed)
                return new FieldDecision(
                    fieldClass, reached, permits, step.Rules.IsEmpty ? [Obstacles.NoRule] : step.Rules, errors);
            var counting = step.Rules.RemoveAll(id => End(id) <= now);
            if (counting.IsEmpty)
                return new FieldDecision(fieldClass, reached, permits, [Obstacles.Expired], errors);
            foreach (var id in counting) Ends = LabelReading.Earlier(Ends, End(id));
            reached++;
            permits = counting;
        }

        return new FieldDecision(fieldClass, reached, permits, [], errors);
    }

    /// <summary>When the first of a permit's duties can no longer be met, or null.</summary>
    private DateTimeOffset? End(string rule)
    {
        if (ends.TryGetValue(rule, out var known)) return known;
        DateTimeOffset? first = null;
        foreach (var duty in bundle.Rules[rule].Obligations) first = LabelReading.Earlier(first, duty.Ends(envelope));
        ends.Add(rule, first);
        return first;
    }
}
