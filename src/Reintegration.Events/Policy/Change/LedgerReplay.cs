using System.Threading.Channels;

namespace Reintegration.Events.Policy.Change;

/// <summary>Decides every recorded event again under two bundles, for whoever has a seat on its case now.</summary>
/// <remarks>
/// Two passes over envelopes: first those that govern, so that every case stands as it stands now; then those that the
/// two bundles could decide differently. No facts are read. Several workers share the second, each with the cases that
/// fall to it.
/// </remarks>
public sealed class LedgerReplay(
    IEnvelopeScan scan, Catalog catalog, (Bundle Before, Bundle After) bundles, OrganisationContext organisations,
    DateTimeOffset now)
{
    private readonly Touched touched = Touched.By(bundles.Before, bundles.After, catalog);
    private readonly Dictionary<CaseId, CaseContext> cases = [];

    /// <param name="upTo">The last position to look at.</param>
    /// <param name="erased">Cases in which something that governed was erased.</param>
    /// <param name="report">Told how many events are done.</param>
    public async Task<LedgerEffect> Run(
        long upTo, IReadOnlySet<CaseId> erased, Action<long>? report, CancellationToken ct)
    {
        await FoldCases(upTo, ct);
        foreach (var gone in erased) cases.Remove(gone);
        var tellers = Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount))
            .Select(_ => (
                Lots: Channel.CreateBounded<IReadOnlyList<EnvelopeRow>>(4),
                Teller: new ReplayTeller(catalog, bundles, touched, organisations, cases, now)))
            .ToList();
        var work = tellers.Select(each => Task.Run(async () =>
        {
            await foreach (var lot in each.Lots.Reader.ReadAllAsync(ct)) each.Teller.Tell(lot);
        }, ct)).ToList();
        try
        {
            await Deal(upTo, [.. tellers.Select(each => each.Lots.Writer)], report, ct);
        }
        finally
        {
            foreach (var each in tellers) each.Lots.Writer.TryComplete();
        }

        await Task.WhenAll(work);
        report?.Invoke(upTo + 1);
        return ReplayTeller.Sum([.. tellers.Select(each => each.Teller)], upTo + 1, cases.Count, erased.Count);
    }

    private async Task FoldCases(long upTo, CancellationToken ct)
    {
        var governing = CaseContext.Governing.Union(catalog.All.Where(type => type.FollowsTarget).Select(type => type.Name));
        await foreach (var lot in scan.Read(governing, upTo, timed: true, ct))
            foreach (var row in lot)
                if (row.Stream.Case is { } @case)
                    cases[@case] = cases.GetValueOrDefault(@case, new CaseContext(@case)).Apply(Recorded(row));
    }

    /// <summary>All events of a case go to one worker, because it keeps what it made for the case.</summary>
    private async Task Deal(
        long upTo, ImmutableArray<ChannelWriter<IReadOnlyList<EnvelopeRow>>> writers, Action<long>? report, CancellationToken ct)
    {
        var types = catalog.All.Where(type => touched.Concerns(type.Name) || type.FollowsTarget)
            .Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        if (types.Count == 0) return;
        await foreach (var lot in scan.Read(types.Count == catalog.All.Length ? null : types, upTo, timed: false, ct))
        {
            var parts = new List<EnvelopeRow>[writers.Length];
            foreach (var row in lot)
                (parts[(uint)row.Stream.Case.GetHashCode() % writers.Length] ??= []).Add(row);
            for (var i = 0; i < parts.Length; i++)
                if (parts[i] is { } part) await writers[i].WriteAsync(part, ct);
            report?.Invoke(lot[^1].Position + 1);
        }
    }

    /// <summary>A row as the fold takes it. It holds no facts, and nothing here could open them.</summary>
    private static Recorded Recorded(EnvelopeRow row)
    {
        var envelope = row.Open();
        return new Recorded(
            row.Position, row.Version, row.RecordedAt, envelope, new SealedFacts(envelope.Name, [], default, null!), default);
    }
}
