namespace Reintegration.Events.Views.Sheets;

/// <summary>What a step does to the matter it belongs to.</summary>
public enum Effect
{
    /// <summary>Says more of it.</summary>
    Notes,
    /// <summary>Ends it: answered, discharged, withdrawn.</summary>
    Closes,
    /// <summary>Makes an ended one stand again.</summary>
    Reopens,
}

/// <summary>Whether a later statement belongs to a matter.</summary>
public delegate bool Link(Matter matter, Statement step);

/// <summary>A kind of event that carries a matter on.</summary>
/// <param name="Noun">What happened, as in its type's name: <c>handover-accepted</c>.</param>
/// <param name="Links">
/// Tried in order, on the matters that stand and then on all: the next one only where the one before finds none,
/// because a seat may not be shown the member that names the matter.
/// </param>
public sealed record Step(string Noun, Effect Effect, params ImmutableArray<Link> Links)
{
    /// <summary>It belongs to every matter a link finds, and not to the last one alone: it speaks of many.</summary>
    public bool OfEach { get; init; }
}

/// <summary>One part of a sheet: which events open a matter of it, and which carry one on.</summary>
/// <param name="Name">Lower camel case, as in the sheet.</param>
/// <param name="Opens">Nouns of the types that open a matter.</param>
public sealed record Section(string Name, ImmutableArray<string> Opens)
{
    /// <summary>
    /// How many matters that no longer stand are kept, and how many entries of a log. A sheet is worked from today:
    /// what is older is in the timeline.
    /// </summary>
    public const int Kept = 20;

    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>Not null: of matters alike in this, only the latest stands.</summary>
    public Func<Statement, string>? Overtakes { get; init; }

    /// <summary>
    /// A step that finds no matter is a matter of its own: what it answers may not be shown to the seat.
    /// </summary>
    public bool KeepsStrays { get; init; }

    /// <summary>Entries stay as they were said and only the latest are kept.</summary>
    public bool IsLog { get; init; }

    /// <summary>Of the events that could open a matter, only those; null: all.</summary>
    public Func<Statement, bool>? Where { get; init; }

    /// <summary>The matters with their standing worked out anew, those of old left out.</summary>
    public ImmutableList<Matter> Settle(ImmutableList<Matter> matters)
    {
        var settled = matters.ConvertAll(matter => IsEnded(matter) == matter.Stands
            ? matter with { Stands = !matter.Stands }
            : matter);
        if (Overtakes is { } alike) settled = OnlyLatest(settled, alike);
        return Trim(settled);
    }

    static ImmutableList<Matter> OnlyLatest(ImmutableList<Matter> matters, Func<Statement, string> alike)
    {
        var later = new HashSet<string>(StringComparer.Ordinal);
        for (var at = matters.Count - 1; at >= 0; at--)
            if (matters[at].Stands && !later.Add(alike(matters[at].Opened)))
                matters = matters.SetItem(at, matters[at] with { Stands = false });
        return matters;
    }

    bool IsEnded(Matter matter)
    {
        if (matter.Opened.RetractedBy is not null || matter.Opened.SupersededBy is not null) return true;
        if (Steps.Any(step => step.Noun == matter.Opened.Noun && step.Effect == Effect.Closes)) return true;
        return matter.Then.Where(said => said.RetractedBy is null)
            .Select(said => Steps.First(step => step.Noun == said.Noun).Effect)
            .LastOrDefault(effect => effect != Effect.Notes) == Effect.Closes;
    }

    ImmutableList<Matter> Trim(ImmutableList<Matter> matters)
    {
        var over = matters.Count(Old) - Kept;
        return over <= 0 ? matters : matters.RemoveAll(matter => Old(matter) && over-- > 0);

        bool Old(Matter matter) => IsLog || !matter.Stands;
    }
}

/// <summary>The ways in which a step finds its matter.</summary>
public static class Links
{
    /// <summary>The step's member names the event that opened it.</summary>
    public static Link Names(string member) => (matter, step) => step.Text(member) == matter.Opened.Event;

    /// <summary>The step's list, or a member of its entries, holds the event that opened it.</summary>
    public static Link Lists(string list, string? member = null) => (matter, step) =>
        step.Facts.TryGetValue(list, out var value)
        && (member is null ? Members.Texts(value) : Members.Texts(value, member)).Contains(matter.Opened.Event);

    /// <summary>Both say the same in these members, and each is shown.</summary>
    public static Link Same(params ImmutableArray<string> members) => (matter, step) =>
        members.All(member => step.Text(member) is { } said && said == matter.Opened.Text(member));

    /// <summary>The same, by the same owner.</summary>
    public static Link SameOfOwner(params ImmutableArray<string> members)
    {
        var same = Same(members);
        return (matter, step) => matter.Opened.Owner == step.Owner && same(matter, step);
    }

    /// <summary>There is one at a time.</summary>
    public static bool Any(Matter matter, Statement step) => true;
}
