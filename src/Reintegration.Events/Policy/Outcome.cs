using System.Collections.Concurrent;
using System.Text;

namespace Reintegration.Events.Policy;

/// <summary>What holds of one shape of event once it is known which of its dated permits are past.</summary>
/// <param name="Counted">The dated permits, as bits, on which something here rests.</param>
internal sealed record Settled(
    FieldDecision Event, ImmutableSortedDictionary<string, FieldDecision> Fields, ImmutableArray<Obligation> Obligations,
    bool NotifiesOwner, ulong Counted);

/// <summary>What the rules say of one shape of event, settled once for each set of permits whose date is past.</summary>
/// <remarks>Immutable to its users, who share it: what it keeps is only what it would work out again.</remarks>
internal sealed class Outcome
{
    /// <summary>A set of dated permits is a word of bits.</summary>
    private const int DatedLimit = 64;

    private readonly Settling settling;
    private readonly ImmutableArray<(string Rule, ImmutableArray<Deadline> Deadlines)> dated;
    private readonly Settled withoutPast;
    private readonly ConcurrentDictionary<ulong, Settled> withPast = new();

    /// <exception cref="InvalidOperationException">More rules with a date speak for one event than can be kept.</exception>
    public Outcome(Bundle bundle, EventType type, Steps own, Steps? panel)
    {
        settling = new Settling(bundle, $"{type.Root}.$event", own, panel);
        dated = [.. Permits(own).Concat(Permits(panel)).Distinct().Select(id => (id, Deadlines(bundle.Rules[id]))).Where(pair => !pair.Item2.IsEmpty)];
        if (dated.Length > DatedLimit)
            throw new InvalidOperationException($"More than {DatedLimit} rules with a date speak for {type.Name}.");
        withoutPast = Settle(0);
    }

    /// <summary>What holds for an event of this shape at an instant, and until when it holds by itself.</summary>
    public Settled At(Envelope envelope, DateTimeOffset now, out DateTimeOffset? ends)
    {
        ends = null;
        if (dated.IsEmpty) return withoutPast;
        Span<DateTimeOffset> dates = stackalloc DateTimeOffset[dated.Length];
        var past = 0UL;
        for (var i = 0; i < dates.Length; i++)
        {
            dates[i] = End(dated[i].Deadlines, envelope);
            if (dates[i] <= now) past |= 1UL << i;
        }

        var settled = past == 0 ? withoutPast : withPast.GetOrAdd(past, Settle);
        for (var i = 0; i < dates.Length; i++)
            if ((settled.Counted >> i & 1) != 0) ends = LabelReading.Earlier(ends, dates[i]);
        return settled;
    }

    /// <summary>All that two outcomes must agree in to be one.</summary>
    public static string Signature(EventType type, Steps own, Steps? panel)
    {
        var text = new StringBuilder(type.Name);
        foreach (var steps in (Steps?[])[own, panel])
        {
            text.Append('\n');
            foreach (var (name, levels) in steps ?? Steps.Empty)
            {
                text.Append('\t').Append(name);
                foreach (var step in levels)
                    text.Append('\v').Append(step.IsAllowed).AppendJoin(' ', step.Rules).Append('\f').AppendJoin('\f', step.Errors);
            }
        }

        return text.ToString();
    }

    private static DateTimeOffset End(ImmutableArray<Deadline> deadlines, Envelope envelope)
    {
        var first = DateTimeOffset.MaxValue;
        foreach (var deadline in deadlines)
            if (deadline.Ends(envelope) is var end && end < first) first = end;
        return first;
    }

    private static IEnumerable<string> Permits(Steps? steps) =>
        (steps ?? Steps.Empty).Values.SelectMany(levels => levels).Where(step => step.IsAllowed).SelectMany(step => step.Rules);

    private static ImmutableArray<Deadline> Deadlines(Rule rule) =>
        [.. rule.Obligations.Select(Deadline.Of).OfType<Deadline>()];

    private Settled Settle(ulong past) => settling.Settle([.. dated.Select(pair => pair.Rule)], past);
}
