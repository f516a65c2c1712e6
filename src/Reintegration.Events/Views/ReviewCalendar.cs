using Reintegration.Events.Policy;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>By day: the own agency's events of a case that are to be reviewed on it.</summary>
public sealed record ReviewCalendarRow
{
    public ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Due { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<string>>(StringComparer.Ordinal);
}

/// <summary>
/// What a data-protection officer has to see reviewed, and when: kept without review is kept unlawfully (LED 5).
/// </summary>
public sealed class ReviewCalendar : IReadModel<ReviewCalendar, ReviewCalendarRow>
{
    public static string Name => "review-calendar";
    public static int Version => 1;
    public static ReviewCalendarRow Empty { get; } = new();
    public static Audience Audience => RightsQueue.Audience;
    public static ViewScope Scope => ViewScope.Case;

    public static ImmutableArray<Column<ReviewCalendarRow>> Columns { get; } =
    [
        Column<ReviewCalendarRow>.Date("nextDue", row => row.Due.IsEmpty ? null : row.Due.Keys.First()),
        Column<ReviewCalendarRow>.Number("toReview", row => row.Due.Values.Sum(events => events.Count)),
    ];

    public static bool Concerns(ReviewCalendarRow row) => !row.Due.IsEmpty;

    public static ReviewCalendarRow Fold(ReviewCalendarRow row, Disclosure disclosure)
    {
        if (disclosure.IsExistenceOnly) return row;
        if (disclosure.Relates is { } relation && Members.Noun(disclosure.Type!) == "retention-reviewed")
            row = Reviewed(row, relation.Target.ToString(), disclosure);
        return disclosure.Quality?.ReviewDue is { } due ? Add(row, Day(due), disclosure.Name.ToString()!) : row;
    }

    public static IEnumerable<Alarm> Alarms(ReviewCalendarRow row, DateTimeOffset now) =>
        row.Due.Select(due => (Since: When.Over(due.Key)!.Value, Events: due.Value)).Where(due => due.Since <= now)
            .Select(due => new Alarm("review-overdue", due.Since, [.. due.Events]));

    /// <summary>The event has been looked at; the review says when it is to be looked at again, or never.</summary>
    static ReviewCalendarRow Reviewed(ReviewCalendarRow row, string target, Disclosure review)
    {
        foreach (var (day, events) in row.Due.Where(due => due.Value.Contains(target)))
            row = row with
            {
                Due = events.Count == 1 ? row.Due.Remove(day) : row.Due.SetItem(day, events.Remove(target)),
            };
        return review.Fields.TryGetValue("nextReview", out var next) && Members.Text(next.Value) is { } again
            ? Add(row, again, target)
            : row;
    }

    static ReviewCalendarRow Add(ReviewCalendarRow row, string day, string name)
    {
        var events = row.Due.GetValueOrDefault(day) ?? ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
        return row with { Due = row.Due.SetItem(day, events.Add(name)) };
    }

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
