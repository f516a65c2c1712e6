using Reintegration.Events.Policy;

namespace Reintegration.Events.Views;

/// <summary>
/// One line of a timeline: what the seat may know of one event, with what was later said to correct it.
/// </summary>
/// <remarks>
/// Where only existence is known, owner, category and contact desk are all there is. <see cref="Facts"/> is what is
/// known
/// now; members that a shown correction changed are kept as they were recorded in <see cref="FactsBefore"/>.
/// </remarks>
public sealed record TimelineItem
{
    public string? Event { get; init; }
    public string? Type { get; init; }
    public required string Owner { get; init; }
    public required Category Category { get; init; }
    public string? ContactDesk { get; init; }
    public JsonElement? HappenedAt { get; init; }
    public JsonElement? RecordedAt { get; init; }
    public DisclosedAuthor? Author { get; init; }
    public DisclosedQuality? Quality { get; init; }
    public DisclosedHandling? Handling { get; init; }
    public ImmutableSortedDictionary<string, JsonElement>? Facts { get; init; }
    public ImmutableSortedDictionary<string, JsonElement>? FactsBefore { get; init; }
    public ImmutableSortedDictionary<string, string>? Levels { get; init; }
    public ImmutableArray<string>? CorrectedBy { get; init; }
    public ImmutableArray<string> Obligations { get; init; } = [];
}

/// <summary>Everything a seat may know of a case, event by event, in the order it was learned.</summary>
public sealed class CaseTimeline : IView<CaseTimeline, ImmutableList<TimelineItem>>
{
    public static string Name => "case-timeline";
    public static int Version => 1;
    public static ImmutableList<TimelineItem> Empty => [];

    public static ImmutableList<TimelineItem> Fold(ImmutableList<TimelineItem> row, Disclosure disclosure)
    {
        var corrected = disclosure.Relates is { Kind: RelationKind.Corrects } relation
            ? Corrected(row, relation.Target, disclosure)
            : row;
        return corrected.Add(Item(disclosure));
    }

    static TimelineItem Item(Disclosure disclosure)
    {
        if (disclosure.IsExistenceOnly)
            return new TimelineItem { Owner = disclosure.Owner.Value, Category = disclosure.Category, ContactDesk = disclosure.ContactDesk };
        var facts = disclosure.Fields.ToImmutableSortedDictionary(
            field => field.Key, field => field.Value.Value, StringComparer.Ordinal);
        return new TimelineItem
        {
            Event = disclosure.Name.ToString(),
            Type = disclosure.Type,
            Owner = disclosure.Owner.Value,
            Category = disclosure.Category,
            HappenedAt = disclosure.HappenedAt,
            RecordedAt = disclosure.RecordedAt,
            Author = disclosure.Author,
            Quality = disclosure.Quality,
            Handling = disclosure.Handling,
            Facts = facts,
            Levels = Partial(disclosure),
            Obligations = [.. disclosure.Obligations.Select(duty => duty.ToString())],
        };
    }

    /// <summary>Only the members shown below full: a level is news where it withholds something.</summary>
    static ImmutableSortedDictionary<string, string>? Partial(Disclosure disclosure)
    {
        var partial = disclosure.Fields.Where(field => field.Value.Level != Level.Full)
            .ToImmutableSortedDictionary(field => field.Key, field => field.Value.Level.Word(), StringComparer.Ordinal);
        return partial.IsEmpty ? null : partial;
    }

    static ImmutableList<TimelineItem> Corrected(
        ImmutableList<TimelineItem> row, EventName target, Disclosure correction)
    {
        var name = target.ToString();
        var index = row.FindIndex(item => item.Event == name);
        if (index < 0) return row;
        var item = row[index];
        var (facts, before) = (item.Facts!, item.FactsBefore ?? ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal));
        foreach (var (member, value) in correction.NewValues)
        {
            if (facts.TryGetValue(member, out var old) && !before.ContainsKey(member))
                before = before.SetItem(member, old);
            facts = facts.SetItem(member, value.Value);
        }

        return row.SetItem(index, item with
        {
            Facts = facts,
            FactsBefore = before.IsEmpty ? null : before,
            CorrectedBy = [.. item.CorrectedBy ?? [], correction.Name.ToString()!],
        });
    }
}
