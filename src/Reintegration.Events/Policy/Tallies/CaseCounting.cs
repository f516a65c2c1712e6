using System.Globalization;

namespace Reintegration.Events.Policy.Tallies;

/// <summary>Counts on one case what its chair must know the number of. Used by <see cref="Tally"/> alone.</summary>
internal static class CaseCounting
{
    public static (ImmutableArray<string> By, ImmutableArray<TallyCell> Cells) Cells(
        CaseCount counts, ImmutableArray<Recorded> events, CaseMoment moment, OrganisationContext organisations) =>
        counts switch
        {
            HeldBack held => (["owner"], Of(held, events, moment.Now)),
            Unanswered due => ([], One(moment.WindowsOpen.Contains(CaseMoment.Active) ? Of(due, events, moment.Now) : 0)),
            Lapsed lapsed => ([], One(Of(lapsed, events, moment.Now))),
            Missing missing => (["sector"], Of(missing, moment, organisations)),
            _ => throw new InvalidOperationException($"{counts.GetType().Name} is not counted."),
        };

    private static ImmutableArray<TallyCell> One(long count) => [new TallyCell([], count)];

    private static ImmutableArray<TallyCell> Of(HeldBack held, ImmutableArray<Recorded> events, DateTimeOffset now)
    {
        var answers = Answers(held.Answer, events);
        return
        [
            .. Live(held.Type, held.Until, events, now)
                .Select(each => (each.Envelope, Answer: answers.GetValueOrDefault(each.Envelope.Name)))
                .Where(each => each.Answer is null || !held.Given.Contains(each.Answer.Says))
                .GroupBy(each => each.Envelope.Owner).OrderBy(own => own.Key)
                .Select(own => new TallyCell(
                    [own.Key.Value], own.Count(), own.Min(each => each.Answer?.Again ?? each.Envelope.ReviewDue?.Begins()))),
        ];
    }

    private static long Of(Unanswered due, ImmutableArray<Recorded> events, DateTimeOffset now)
    {
        var answers = Answers(due.Answer, events);
        return Live(due.Type, due.Until, events, now).Count(each =>
            each.RecordedAt.AddHours(due.Hours) <= now && !answers.ContainsKey(each.Envelope.Name));
    }

    private static long Of(Lapsed lapsed, ImmutableArray<Recorded> events, DateTimeOffset now) =>
        Labelled(lapsed.Type, events)
            .GroupBy(each => each.TextLabel(lapsed.Of), StringComparer.Ordinal)
            .Count(kind => kind.Max(each => each.DateLabel(lapsed.Until))?.Ends() <= now);

    private static ImmutableArray<TallyCell> Of(Missing missing, CaseMoment moment, OrganisationContext organisations)
    {
        var there = moment.OnCase.Select(agency => organisations.Find(agency)?.Sector).ToHashSet();
        return [.. missing.Sectors.Where(sector => !there.Contains(sector)).Select(sector => new TallyCell([EventJson.Word(sector)], 1))];
    }

    private static IEnumerable<Recorded> Live(
        string type, string until, ImmutableArray<Recorded> events, DateTimeOffset now) =>
        events.Where(each => each.Envelope.Type == type && each.RecordedAt <= now
            && !(each.Envelope.DateLabel(until)?.Ends() <= now));

    /// <summary>Envelopes of a type, with the labels that corrections set anew.</summary>
    private static IEnumerable<Envelope> Labelled(string type, ImmutableArray<Recorded> events)
    {
        foreach (var envelope in events.Select(each => each.Envelope).Where(each => each.Type == type))
        {
            var corrections = events.Select(each => each.Envelope).Where(each =>
                each.MarkedAs == type && each.Relates?.Target == envelope.Name && each.Stream == envelope.Stream);
            yield return corrections.Aggregate(
                envelope, (said, correction) => said with { Labels = said.Labels.SetItems(correction.Labels) });
        }
    }

    private sealed record Answer(string Says, DateTimeOffset? Again);

    /// <summary>The last answer to each. Only those who may post the type answer; a prison's is answered by others.</summary>
    private static Dictionary<EventName, Answer> Answers(Answering answering, ImmutableArray<Recorded> events)
    {
        Dictionary<EventName, Answer> answers = [];
        foreach (var (_, said) in FactsReading.Said(events, answering.Type, [answering.Names, answering.Says, answering.Again]))
        {
            if (!EventName.TryParse(said.Text(answering.Names), out var named)) continue;
            DateTimeOffset? again = DateTimeOffset.TryParse(
                said.Text(answering.Again), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUniversalTime()
                : null;
            answers[named] = new Answer(said.Text(answering.Says) ?? "", again);
        }

        return answers;
    }
}
