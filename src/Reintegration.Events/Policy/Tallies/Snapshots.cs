namespace Reintegration.Events.Policy.Tallies;

/// <summary>Somebody asked for a table of a snapshot by two dimensions.</summary>
/// <param name="Told">Whether they were told; asked for again, a table is told again.</param>
public sealed record TableAsked(
    string Snapshot, Pair Pair, AgencyId Agency, string Official, DateTimeOffset AskedAt, bool Told);

/// <summary>What was published of people, who has been counted in it, and who asked for what of it.</summary>
/// <remarks>
/// Two implementations, one suite of laws: <c>MemorySnapshots</c> and <c>PostgresSnapshots</c>. What is kept is never
/// changed: a snapshot that was read is the one everybody reads.
/// </remarks>
public interface ISnapshots
{
    /// <summary>The last cutoff at which it was looked who can be counted; null before the first.</summary>
    Task<DateTimeOffset?> LastCutoff(CancellationToken ct);

    /// <summary>Everybody who has been counted: nobody is again.</summary>
    Task<IReadOnlySet<CaseId>> Counted(CancellationToken ct);

    /// <summary>Keeps what was published at a cutoff, or nothing if somebody kept that cutoff first.</summary>
    /// <returns>False when another process was first: what it kept is what was published.</returns>
    Task<bool> Keep(
        DateTimeOffset cutoff, IReadOnlyList<(Snapshot Snapshot, ImmutableArray<CaseId> Counted)> published,
        CancellationToken ct);

    /// <summary>Every snapshot, the latest cutoff first.</summary>
    Task<IReadOnlyList<Snapshot>> All(CancellationToken ct);

    /// <summary>Whether a table may be told beside all that anybody was told of its snapshot; logged either way.</summary>
    /// <remarks>Two who ask at once are heard one after the other.</remarks>
    Task<bool> Ask(Snapshot snapshot, Pair pair, AgencyId agency, string official, DateTimeOffset at, CancellationToken ct);

    /// <summary>Who asked for what, in order.</summary>
    Task<IReadOnlyList<TableAsked>> Log(CancellationToken ct);
}

/// <summary>In memory: for tests.</summary>
public sealed class MemorySnapshots : ISnapshots
{
    private readonly Lock one = new();
    private readonly List<byte[]> snapshots = [];
    private readonly HashSet<DateTimeOffset> cutoffs = [];
    private readonly HashSet<CaseId> counted = [];
    private readonly List<TableAsked> log = [];

    public Task<DateTimeOffset?> LastCutoff(CancellationToken ct) =>
        InTurn(() => cutoffs.Count == 0 ? (DateTimeOffset?)null : cutoffs.Max());

    public Task<IReadOnlySet<CaseId>> Counted(CancellationToken ct) =>
        InTurn(() => (IReadOnlySet<CaseId>)counted.ToHashSet());

    public Task<bool> Keep(
        DateTimeOffset cutoff, IReadOnlyList<(Snapshot Snapshot, ImmutableArray<CaseId> Counted)> published,
        CancellationToken ct) => InTurn(() =>
        {
            if (!cutoffs.Add(cutoff)) return false;
            foreach (var (snapshot, cases) in published)
            {
                snapshots.Add(snapshot.ToBytes());
                counted.UnionWith(cases);
            }

            return true;
        });

    public Task<IReadOnlyList<Snapshot>> All(CancellationToken ct) => InTurn(() =>
        (IReadOnlyList<Snapshot>)[.. snapshots.Select(bytes => Snapshot.Read(bytes)).OrderByDescending(each => each.Cutoff).ThenBy(each => each.People, StringComparer.Ordinal)]);

    public Task<bool> Ask(
        Snapshot snapshot, Pair pair, AgencyId agency, string official, DateTimeOffset at, CancellationToken ct) =>
        InTurn(() =>
        {
            var told = log.Where(each => each.Told && each.Snapshot == snapshot.Id).Select(each => each.Pair);
            var allowed = Overlap.Allows(snapshot.Declared.Concat(told), pair);
            log.Add(new TableAsked(snapshot.Id, pair, agency, official, at, allowed));
            return allowed;
        });

    public Task<IReadOnlyList<TableAsked>> Log(CancellationToken ct) => InTurn(() => (IReadOnlyList<TableAsked>)[.. log]);

    private Task<T> InTurn<T>(Func<T> act)
    {
        lock (one) return Task.FromResult(act());
    }
}
