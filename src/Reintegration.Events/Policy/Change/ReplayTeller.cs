using System.Runtime.CompilerServices;

namespace Reintegration.Events.Policy.Change;

/// <summary>One worker of a replay: decides the events of its cases under both bundles, and counts what differs.</summary>
internal sealed class ReplayTeller(
    Catalog catalog, (Bundle Before, Bundle After) bundles, Touched touched, OrganisationContext organisations,
    IReadOnlyDictionary<CaseId, CaseContext> cases, DateTimeOffset now)
{
    /// <summary>Deciders of cases kept at a time; beyond it they are made again. Some kilobytes each.</summary>
    private const int MaxKept = 2_000;

    /// <summary>
    /// Items of one originator listed by name; all are counted. By originator, because each is told of its own alone, and
    /// others' items may not push them out.
    /// </summary>
    private const int MaxItems = 500;

    private readonly Dictionary<CaseId, ImmutableArray<Desk>> kept = [];
    private readonly Dictionary<AnswerKey, ImmutableArray<LevelChange>> differences = [];
    private readonly Dictionary<(AgencyId, AgencyId, LevelChange), long> counts = [];
    private readonly Dictionary<AgencyId, (long Count, List<(long Position, ItemChange Item)> Listed)> items = [];

    /// <summary>An agency's seats on one case, under each bundle.</summary>
    private sealed record Desk(AgencyId Agency, ImmutableArray<Decider> Before, ImmutableArray<Decider> After);

    /// <summary>The fields of several answers, each by identity: deciders share them between events that look alike.</summary>
    private readonly struct AnswerKey(object[] answers) : IEquatable<AnswerKey>
    {
        private readonly object[] answers = answers;

        public bool Equals(AnswerKey other)
        {
            if (answers.Length != other.answers.Length) return false;
            for (var i = 0; i < answers.Length; i++)
                if (!ReferenceEquals(answers[i], other.answers[i])) return false;
            return true;
        }

        public override bool Equals(object? obj) => obj is AnswerKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = answers.Length;
            foreach (var answer in answers) hash = (hash * 31) + RuntimeHelpers.GetHashCode(answer);
            return hash;
        }
    }

    public void Tell(IReadOnlyList<EnvelopeRow> lot)
    {
        foreach (var row in lot)
        {
            // Events of no case are open to members by rule; whoever may read them is no seat of a case.
            if (row.Stream.Case is not { } @case || !cases.TryGetValue(@case, out var context)) continue;
            var desks = DesksOf(context);
            if (desks.IsEmpty) continue;
            var envelope = row.Open();
            if (!touched.Concerns(envelope.MarkedAs ?? envelope.Type)) continue;
            foreach (var desk in desks) Tell(row.Position, envelope, desk);
        }
    }

    private void Tell(long position, Envelope envelope, Desk desk)
    {
        var before = new Decision[desk.Before.Length];
        var after = new Decision[desk.After.Length];
        for (var i = 0; i < before.Length; i++)
            (before[i], after[i]) = (desk.Before[i].Decide(envelope), desk.After[i].Decide(envelope));
        var (gains, loses) = (false, false);
        foreach (var change in Differences(envelope.MarkedAs ?? envelope.Type, before, after))
        {
            var key = (envelope.Owner, desk.Agency, change);
            counts[key] = counts.GetValueOrDefault(key) + 1;
            (gains, loses) = (gains || change.IsGain, loses || !change.IsGain);
        }

        if (!gains && !loses) return;
        var (count, listed) = items.GetValueOrDefault(envelope.Owner, (0, []));
        items[envelope.Owner] = (count + 1, listed);
        if (count < MaxItems)
            listed.Add((position, new ItemChange(envelope.Name, desk.Agency, envelope.Type, gains, loses)));
    }

    /// <summary>Events that look alike are answered by the same fields to the letter, so they need comparing once.</summary>
    private ImmutableArray<LevelChange> Differences(string type, Decision[] before, Decision[] after)
    {
        var key = new AnswerKey([.. before.Select(decision => decision.Fields), .. after.Select(decision => decision.Fields)]);
        return differences.TryGetValue(key, out var known)
            ? known
            : differences[key] = [.. LevelChange.Between(type, before, after)];
    }

    private ImmutableArray<Desk> DesksOf(CaseContext context)
    {
        if (kept.TryGetValue(context.Case, out var desks)) return desks;
        if (kept.Count >= MaxKept) kept.Clear();
        var seats = Recipients.Of(context.At(now, bundles.Before.Header.Windows), organisations, bundles.Before)
            .Where(touched.Concerns).GroupBy(seat => seat.Agency);
        return kept[context.Case] =
        [
            .. seats.Select(group => new Desk(
                group.Key,
                [.. group.Select(seat => new Decider(bundles.Before, catalog, seat, context, organisations, now))],
                [.. group.Select(seat => new Decider(bundles.After, catalog, seat, context, organisations, now))])),
        ];
    }

    public static LedgerEffect Sum(IReadOnlyList<ReplayTeller> tellers, long events, long cases, long notReplayed)
    {
        var counts = tellers.SelectMany(teller => teller.counts).GroupBy(count => count.Key)
            .Select(group => new ChangeCount(
                group.Key.Item1, group.Key.Item2, group.Key.Item3, group.Sum(count => count.Value)))
            .OrderBy(count => count.Recipient.Value, StringComparer.Ordinal)
            .ThenBy(count => count.Originator.Value, StringComparer.Ordinal)
            .ThenBy(count => count.Change.Type, StringComparer.Ordinal)
            .ThenBy(count => count.Change.Class, StringComparer.Ordinal)
            .ThenBy(count => (count.Change.From, count.Change.To));
        var items = tellers.SelectMany(teller => teller.items).GroupBy(item => item.Key)
            .OrderBy(group => group.Key.Value, StringComparer.Ordinal)
            .Select(group => new ItemList(
                group.Key, group.Sum(part => part.Value.Count),
                [
                    .. group.SelectMany(part => part.Value.Listed).OrderBy(item => item.Position)
                        .ThenBy(item => item.Item.Recipient.Value, StringComparer.Ordinal).Take(MaxItems)
                        .Select(item => item.Item),
                ]));
        return new LedgerEffect(events, cases, notReplayed, [.. counts], [.. items]);
    }
}
