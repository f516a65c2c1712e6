namespace Reintegration.Events.Policy.Tallies;

/// <summary>One cell: the words it is told by, and how many.</summary>
/// <param name="Words">One for each dimension of its tally, from closed lists.</param>
/// <param name="Count">Null: withheld, because it or another cell would show fewer people than may be told.</param>
/// <param name="Due">Of what is held back on a case: the next time somebody looks at it again.</param>
public sealed record TallyCell(ImmutableArray<string> Words, long? Count, DateTimeOffset? Due = null);

/// <summary>What an aggregate counts: people, doings of organisations, or things on one case.</summary>
public enum Counted { People, Programme, Case }

/// <summary>Counts, and nothing else: the policy's only product beside <see cref="Disclosure"/>.</summary>
/// <remarks>
/// Made by the policy alone, from recorded events, by an aggregate that the bundle in force declares, for a seat that
/// the aggregate names. It holds words of closed lists and counts: no id, no text, no date of any event. Counts of
/// people are protected before there is a tally of them (<see cref="Snapshot"/>), so no view or door can hold one that
/// is not.
/// </remarks>
public sealed class Tally
{
    private Tally(Aggregate aggregate, ImmutableArray<string> by, ImmutableArray<TallyCell> cells)
    {
        (Aggregate, By, Cells) = (aggregate.Name, by, cells);
        Pillar = (aggregate as ProgrammeAggregate)?.Pillar;
        Counts = aggregate switch
        {
            PeopleAggregate => Counted.People,
            ProgrammeAggregate => Counted.Programme,
            _ => Counted.Case,
        };
    }

    /// <summary>The name of the aggregate.</summary>
    public string Aggregate { get; }

    public Counted Counts { get; }

    /// <summary>The pillar of the framework it is an indicator of; null for none.</summary>
    public string? Pillar { get; }

    /// <summary>The dimensions it is told by; empty for one number.</summary>
    public ImmutableArray<string> By { get; }

    /// <summary>In order of the words' lists. Cells of programmes and cases that count nothing are left out.</summary>
    public ImmutableArray<TallyCell> Cells { get; }

    /// <summary>What the policy counts over events of no case; null when the seat may not read it.</summary>
    /// <param name="events">Those of the aggregate's type, and corrections, in order.</param>
    public static Tally? Of(
        Aggregates aggregates, string name, Seat seat, IEnumerable<Recorded> events, DateTimeOffset now) =>
        aggregates.For(name, seat) is ProgrammeAggregate programme
            ? new Tally(programme, [.. programme.Members.Select(each => each.Name)], ProgrammeCount.Cells(programme, events, now))
            : null;

    /// <summary>What the policy counts on one case for a seat held on it; null when the seat may not read it.</summary>
    /// <param name="events">The case's, by every owner, in order.</param>
    public static Tally? Of(
        Bundle bundle, string name, Seat seat, IEnumerable<Recorded> events, CaseContext context,
        OrganisationContext organisations, DateTimeOffset now)
    {
        var moment = context.At(now, bundle.Header.Windows);
        if (bundle.Aggregates.For(name, seat) is not CaseAggregate counted || !moment.IsSeated(seat)) return null;
        var (by, cells) = CaseCounting.Cells(counted.Counts, [.. events], moment, organisations);
        return new Tally(counted, by, cells);
    }

    /// <summary>A table of a snapshot, as the people aggregate of this name tells it; null when the seat may not read it.</summary>
    /// <param name="by">None, one or two dimensions of the snapshot.</param>
    /// <exception cref="ArgumentException">The snapshot has no such table.</exception>
    public static Tally? Of(
        Aggregates aggregates, string name, Seat seat, Snapshot snapshot, ImmutableArray<string> by) =>
        aggregates.For(name, seat) is PeopleAggregate people ? new Tally(people, by, snapshot.Cells(by)) : null;
}
