using Reintegration.Events.Policy.Tallies;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Statistics;

/// <summary>Publishes counts of people, once, at the first days the bundle sets.</summary>
/// <remarks>
/// Whoever asks first after such a day waits for it: one pass over the ledger, then the cases of those who can be counted
/// for the first time. What comes out follows from what was recorded by then, so it does not matter when that is.
/// </remarks>
public sealed class SnapshotRounds(
    AppParts parts, ILedger ledger, CaseFiles files, Bundles bundles, TimeProvider clock) : IDisposable
{
    readonly ISnapshots _kept = parts.Snapshots;
    readonly SemaphoreSlim _one = new(1);

    /// <summary>Publishes what is due by now, and returns all there is, the latest first.</summary>
    public async Task<IReadOnlyList<Snapshot>> Published(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var bundle = await bundles.At(await files.Organisation(ct), now, ct);
        if (bundle.Aggregates.People is not null && await _kept.LastCutoff(ct) is var last
            && Latest(now, bundle.Aggregates.Control) is var due && !(last >= due))
            await Publish(bundle, due, ct);
        return await _kept.All(ct);
    }

    async Task Publish(Bundle bundle, DateTimeOffset due, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var last = await _kept.LastCutoff(ct);
            if (last >= due) return;
            var cohort = new Cohort(bundle.Aggregates, bundle.Header.Windows);
            await foreach (var recorded in ledger.Read(-1, ct)) cohort.Enter(recorded);
            var counted = (await _kept.Counted(ct)).ToHashSet();
            foreach (var cutoff in Cutoffs(last ?? cohort.First ?? due, due, bundle.Aggregates.Control))
            {
                var cases = cohort.Due(cutoff).Where(each => !counted.Contains(each)).ToList();
                // Too few to be published are not even opened.
                if (cases.Count >= bundle.Aggregates.Control.Cohort)
                    foreach (var @case in cases) cohort.Count(@case, await ledger.ReadCase(@case, null, -1, ct));
                var published = cohort.Publish(cutoff, bundle.Hash, parts.Lot).ToList();
                if (!await _kept.Keep(cutoff, published, ct)) return;
                counted.UnionWith(published.SelectMany(each => each.Counted));
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The last day of publication by now.</summary>
    static DateTimeOffset Latest(DateTimeOffset now, DisclosureControl control)
    {
        var day = now.UtcDateTime;
        return new DateTimeOffset(day.Year, day.Month - ((day.Month - 1) % control.EveryMonths), 1, 0, 0, 0, TimeSpan.Zero);
    }

    /// <summary>The days of publication after an instant, up to one of them; at least that one.</summary>
    static IEnumerable<DateTimeOffset> Cutoffs(DateTimeOffset after, DateTimeOffset due, DisclosureControl control)
    {
        for (var cutoff = Latest(after, control); cutoff < due; cutoff = cutoff.AddMonths(control.EveryMonths))
            if (cutoff > after) yield return cutoff;
        yield return due;
    }

    public void Dispose() => _one.Dispose();
}
