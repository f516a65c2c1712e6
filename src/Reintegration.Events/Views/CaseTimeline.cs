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
    public string? Tlp { get; init; }
    public ImmutableSortedDictionary<string, JsonElement>? Facts { get; init; }
    public ImmutableSortedDictionary<string, JsonElement>? FactsBefore { get; init; }
    public ImmutableSortedDictionary<string, string>? Levels { get; init; }
    public ImmutableArray<string>? CorrectedBy { get; init; }
    /// <summary>Its owner withdrew it: nothing of it is known now, and <see cref="FactsBefore"/> is what was said.</summary>
    public ImmutableArray<string>? RetractedBy { get; init; }
    /// <summary>Who disagrees, and is not settled with yet.</summary>
    public ImmutableArray<string>? ContestedBy { get; init; }
    public ImmutableArray<string>? ResolvedBy { get; init; }
    /// <summary>Of a contradiction: what its agency holds instead.</summary>
    public ImmutableSortedDictionary<string, JsonElement>? Holds { get; init; }
    /// <summary>The day a review has set for the next one.</summary>
    public DateOnly? NextReview { get; init; }
    public ImmutableArray<string>? ReviewedBy { get; init; }
    public ImmutableArray<string> Obligations { get; init; } = [];

    /// <summary>Everything later that is told by this line too.</summary>
    public IEnumerable<string> ToldBy() =>
        new[] { CorrectedBy, RetractedBy, ContestedBy, ResolvedBy, ReviewedBy }.SelectMany(names => names ?? []);
}

/// <summary>Everything a seat may know of a case, event by event, in the order it was learned.</summary>
public sealed class CaseTimeline : IView<CaseTimeline, ImmutableList<TimelineItem>>
{
    public static string Name => "case-timeline";
    public static int Version => 2;
    public static ImmutableList<TimelineItem> Empty => [];

    public static ImmutableList<TimelineItem> Fold(ImmutableList<TimelineItem> row, Disclosure disclosure)
    {
        var told = disclosure.Relates is { } relation ? Told(row, relation, disclosure) : row;
        return told.Add(Item(disclosure));
    }

    /// <summary>The line of what this one speaks of, with what it says of it; unchanged where that is not shown.</summary>
    static ImmutableList<TimelineItem> Told(
        ImmutableList<TimelineItem> row, Relation relation, Disclosure disclosure)
    {
        var target = relation.Target.ToString();
        var index = row.FindIndex(item => item.Event == target);
        if (index < 0) return row;
        var (item, by) = (row[index], disclosure.Name.ToString()!);
        return row.SetItem(index, relation.Kind switch
        {
            RelationKind.Corrects when item.RetractedBy is null => Corrected(item, by, disclosure),
            RelationKind.Retracts => Retracted(item, by),
            RelationKind.Corrects => item with { CorrectedBy = [.. item.CorrectedBy ?? [], by] },
            RelationKind.Contradicts => item with { ContestedBy = [.. item.ContestedBy ?? [], by] },
            _ when disclosure.Fields.TryGetValue("contradiction", out var over) => Resolved(item, over.Value.GetString()!, by),
            _ when disclosure.Fields.TryGetValue("nextReview", out var next) => item with
            {
                NextReview = next.Value.Deserialize<DateOnly>(EventJson.Options),
                ReviewedBy = [.. item.ReviewedBy ?? [], by],
            },
            _ => item,
        });
    }

    static TimelineItem Retracted(TimelineItem item, string by) => item with
    {
        Facts = item.Facts!.Clear(),
        FactsBefore = (item.FactsBefore ?? item.Facts!.Clear()).AddRange(
            item.Facts!.Where(fact => item.FactsBefore?.ContainsKey(fact.Key) is not true)),
        RetractedBy = [.. item.RetractedBy ?? [], by],
    };

    static TimelineItem Resolved(TimelineItem item, string contradiction, string by) =>
        item.ContestedBy is not { } open || !open.Contains(contradiction)
            ? item
            : item with
            {
                ContestedBy = open.Length == 1 ? null : open.Remove(contradiction),
                ResolvedBy = [.. item.ResolvedBy ?? [], by],
            };

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
            Tlp = disclosure.Tlp,
            Facts = facts,
            Holds = disclosure.Relates is { Kind: RelationKind.Contradicts } && !disclosure.NewValues.IsEmpty
                ? disclosure.NewValues.ToImmutableSortedDictionary(
                    value => value.Key, value => value.Value.Value, StringComparer.Ordinal)
                : null,
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

    static TimelineItem Corrected(TimelineItem item, string by, Disclosure correction)
    {
        var (facts, before) = (item.Facts!, item.FactsBefore ?? ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal));
        foreach (var (member, value) in correction.NewValues)
        {
            if (facts.TryGetValue(member, out var old) && !before.ContainsKey(member))
                before = before.SetItem(member, old);
            facts = facts.SetItem(member, value.Value);
        }

        return item with
        {
            Facts = facts,
            FactsBefore = before.IsEmpty ? null : before,
            CorrectedBy = [.. item.CorrectedBy ?? [], by],
        };
    }
}
