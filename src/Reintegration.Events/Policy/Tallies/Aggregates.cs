namespace Reintegration.Events.Policy.Tallies;

/// <summary>What may be counted, and who may read the counts: <c>aggregates.json</c> of a bundle.</summary>
/// <remarks>
/// Nothing is counted that is not declared here. Every word a count is told by comes from a closed list; an aggregate
/// that names an unknown type, member or list is refused when the bundle is loaded.
/// </remarks>
public sealed class Aggregates
{
    internal Aggregates(
        DisclosureControl control, ImmutableArray<string> areas, Population? people,
        ImmutableSortedDictionary<string, Aggregate> all)
    {
        (Control, Areas, People, All) = (control, areas, people, all);
        Tables = [.. all.Values.OfType<PeopleAggregate>().SelectMany(each => each.Tables).Distinct().Order()];
    }

    /// <summary>Of a bundle that declares none: nothing is counted and nobody may ask.</summary>
    public static Aggregates None { get; } =
        new(DisclosureControl.Default, [], null, ImmutableSortedDictionary<string, Aggregate>.Empty);

    public DisclosureControl Control { get; }

    /// <summary>The areas counts may be told by. A place that is none of them is <see cref="Dimension.Elsewhere"/>.</summary>
    public ImmutableArray<string> Areas { get; }

    /// <summary>The one population whose people are counted; null when none are.</summary>
    public Population? People { get; }

    public ImmutableSortedDictionary<string, Aggregate> All { get; }

    /// <summary>The pairs of dimensions that every snapshot is published by, without being asked.</summary>
    public ImmutableArray<Pair> Tables { get; }

    /// <summary>The aggregate of this name if it is declared and the seat may read it; null for either reason.</summary>
    public Aggregate? For(string name, Seat seat) =>
        All.TryGetValue(name, out var aggregate) && aggregate.Readers.Any(reader => reader.Is(seat)) ? aggregate : null;

    /// <summary>What a seat may read, in order of names.</summary>
    public IEnumerable<Aggregate> For(Seat seat) =>
        All.Values.Where(aggregate => aggregate.Readers.Any(reader => reader.Is(seat)));
}

/// <summary>A kind of seat that may read an aggregate.</summary>
/// <param name="Sectors">Any of these; empty is every sector.</param>
public sealed record Reader(ImmutableArray<Sector> Sectors, string Role, string Purpose)
{
    public bool Is(Seat seat) =>
        seat.Role == Role && seat.Purpose == Purpose && (Sectors.IsEmpty || Sectors.Contains(seat.Sector));
}

/// <summary>The numbers of statistical disclosure control.</summary>
/// <param name="Threshold">A count of fewer people than this is never told, nor can it be worked out (k).</param>
/// <param name="Base">Counts of people are rounded to multiples of this.</param>
/// <param name="Cohort">No snapshot is taken before this many people can be counted in it.</param>
/// <param name="EveryMonths">How often one may be taken: the first day of every so many months, counted from January.</param>
public sealed record DisclosureControl(int Threshold, int Base, int Cohort, int EveryMonths)
{
    /// <summary>The least threshold a bundle may set (domain.md 3.2, aggregates).</summary>
    public const int LeastThreshold = 10;

    public static DisclosureControl Default { get; } = new(LeastThreshold, 5, 2 * LeastThreshold, 3);
}

/// <summary>Something counts may be told by, with the closed list of its words.</summary>
public sealed record Dimension(string Name, DimensionKind Kind, ImmutableArray<string> Words)
{
    /// <summary>The word for a place that is none of the bundle's areas.</summary>
    public const string Elsewhere = "elsewhere";

    /// <summary>The word of a person of whom nothing of the kind was said.</summary>
    public const string None = "none";

    /// <summary>The event types it is read from.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>The member of the facts that holds the word.</summary>
    public string? Member { get; init; }

    /// <summary>The upper ends of the bands, in days.</summary>
    public ImmutableArray<int> Bands { get; init; } = [];

    /// <summary>A type whose events end what they name in a member, so that it counts no more.</summary>
    public Ending? EndedBy { get; init; }

    /// <summary>Its member is a place in words, told by the bundle's list of areas.</summary>
    public bool IsArea { get; init; }
}

public sealed record Ending(string Type, string Names);

public enum DimensionKind
{
    /// <summary>A member of the last event of a type.</summary>
    Last,
    /// <summary>Days from the entry to the first event of a type, in bands.</summary>
    Days,
    /// <summary>Whether any event of some types was recorded.</summary>
    Any,
    /// <summary>Where on the way back the person stood.</summary>
    Phase,
}

/// <summary>People who are counted, each once: some days after the event by which they enter.</summary>
/// <param name="Entry">The event type; the first of a case is the one.</param>
/// <param name="AfterDays">Days from the recording of the entry until the person is counted.</param>
public sealed record Population(string Entry, int AfterDays, ImmutableArray<Dimension> Dimensions)
{
    public Dimension? Find(string name) => Dimensions.FirstOrDefault(each => each.Name == name);
}

/// <summary>Two dimensions a table is told by, in ordinal order.</summary>
public readonly record struct Pair : IComparable<Pair>
{
    public Pair(string one, string other) =>
        (First, Second) = string.CompareOrdinal(one, other) <= 0 ? (one, other) : (other, one);

    public string First { get; }
    public string Second { get; }

    public int CompareTo(Pair other) =>
        string.CompareOrdinal(First, other.First) is var first and not 0
            ? first
            : string.CompareOrdinal(Second, other.Second);

    public override string ToString() => $"{First},{Second}";
}

/// <summary>A declared count.</summary>
public abstract record Aggregate(string Name, string Title, ImmutableArray<Reader> Readers);

/// <summary>Counts of people, protected and published in snapshots.</summary>
public sealed record PeopleAggregate(
    string Name, string Title, ImmutableArray<Reader> Readers, ImmutableArray<Pair> Tables)
    : Aggregate(Name, Title, Readers);

/// <summary>Counts over events of no case, which speak of organisations and not of people.</summary>
/// <param name="Members">The members it is told by, each with its words.</param>
/// <param name="Pillar">The pillar of the framework it is an indicator of; null for none.</param>
public sealed record ProgrammeAggregate(
    string Name, string Title, ImmutableArray<Reader> Readers, string Type, ImmutableArray<Dimension> Members,
    Measure Measure, string? Pillar) : Aggregate(Name, Title, Readers);

/// <summary>How a programme aggregate counts.</summary>
/// <param name="Member">What is summed, averaged or told apart; null where events are counted.</param>
/// <param name="Weight">Of a mean: how many each event speaks for.</param>
/// <param name="From">First day on which an event counts, as it says itself.</param>
/// <param name="To">Last day.</param>
public sealed record Measure(MeasureKind Kind, string? Member, string? Weight, string? From, string? To);

public enum MeasureKind { Events, Sum, Mean, Distinct }

/// <summary>Counts over one case, for a seat on it.</summary>
public sealed record CaseAggregate(
    string Name, string Title, ImmutableArray<Reader> Readers, CaseCount Counts) : Aggregate(Name, Title, Readers);

/// <summary>What is counted on one case.</summary>
public abstract record CaseCount;

/// <summary>What is held back of a type, by owner: live, and by its last answer not given away.</summary>
/// <param name="Until">The label that says until when one of them is live.</param>
/// <param name="Given">The words of an answer by which it is no longer held back.</param>
public sealed record HeldBack(string Type, string Until, Answering Answer, ImmutableSortedSet<string> Given) : CaseCount;

/// <summary>Live ones of a type on an active case that have had no answer in time.</summary>
public sealed record Unanswered(string Type, string Until, Answering Answer, int Hours) : CaseCount;

/// <summary>How an answer names what it answers, says what was decided, and when it is looked at again.</summary>
public sealed record Answering(string Type, string Names, string Says, string Again);

/// <summary>Judgements whose last one of its kind has lapsed.</summary>
/// <param name="Of">The label that tells kinds apart.</param>
public sealed record Lapsed(string Type, string Until, string Of) : CaseCount;

/// <summary>Sectors that belong on a case and have no agency on it.</summary>
public sealed record Missing(ImmutableArray<Sector> Sectors) : CaseCount;
