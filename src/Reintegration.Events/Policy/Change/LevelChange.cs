namespace Reintegration.Events.Policy.Change;

/// <summary>How an agency's knowledge of one field class of one kind of event would move.</summary>
public sealed record LevelChange(string Type, string Class, Level From, Level To)
{
    public bool IsGain => To > From;

    /// <summary>The classes of which two ways to decide about one event show different levels.</summary>
    internal static IEnumerable<LevelChange> Between(
        string type, IReadOnlyList<Decision> before, IReadOnlyList<Decision> after)
    {
        if (before.All(IsHidden) && after.All(IsHidden)) yield break;
        foreach (var fieldClass in before.Concat(after).SelectMany(decision => decision.Fields.Keys).Distinct(StringComparer.Ordinal))
        {
            var (from, to) = (before.Max(decision => decision.LevelOf(fieldClass)), after.Max(decision => decision.LevelOf(fieldClass)));
            if (from != to) yield return new LevelChange(type, fieldClass, from, to);
        }
    }

    private static bool IsHidden(Decision decision) => decision.Event.Level == Level.Nothing;
}

/// <summary>An event of which an agency would be shown more, or less.</summary>
public sealed record ItemChange(EventName Event, AgencyId Recipient, string Type, bool Gains, bool Loses);

/// <summary>How many field classes of a type move from one level to another for a recipient, by whose events they are.</summary>
public sealed record ChangeCount(AgencyId Originator, AgencyId Recipient, LevelChange Change, long Events);

/// <summary>The items of one originator: how many there are, and the first of them by name.</summary>
public sealed record ItemList(AgencyId Originator, long Count, ImmutableArray<ItemChange> Listed);

/// <summary>What a bundle would change about the events that are recorded.</summary>
/// <param name="Events">Replayed are the events before this position.</param>
/// <param name="NotReplayed">Cases in which something that governed was erased: what held there cannot be told.</param>
public sealed record LedgerEffect(
    long Events, long Cases, long NotReplayed, ImmutableArray<ChangeCount> Changes, ImmutableArray<ItemList> Items);
