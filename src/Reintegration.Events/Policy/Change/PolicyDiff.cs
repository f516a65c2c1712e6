namespace Reintegration.Events.Policy.Change;

/// <summary>Makes the whole report: matrix, replay over the ledger, replay over past reads.</summary>
public sealed class PolicyDiff(ILedger ledger, IAccessLedger access, IEnvelopeScan scan, Catalog catalog)
{
    /// <summary>Past reads are replayed over this many days unless another number is asked for.</summary>
    public const int DefaultDays = 30;

    /// <summary>The longest that past reads are replayed over.</summary>
    public const int MaxDays = 366;

    /// <param name="progress">Told how many of the events are done, and of how many.</param>
    public async Task<BundleReport> Run(
        Bundle before, Bundle after, OrganisationContext organisations, DateTimeOffset now, int days,
        Action<long, long>? progress, CancellationToken ct)
    {
        var head = await ledger.Head(ct);
        var erased = (await ledger.Expunged(-1, head.Size, ct))
            .Where(gone => gone.Governed).Select(gone => gone.Stream.Case).OfType<CaseId>().ToHashSet();
        var replay = new LedgerReplay(scan, catalog, (before, after), organisations, now);
        return BundleReport.Of(before, after, catalog, organisations, now) with
        {
            Ledger = await replay.Run(
                head.Size - 1, erased, progress is null ? null : done => progress(done, head.Size), ct),
            Access = await new AccessReplay(ledger, access, catalog, (before, after)).Run(days, now, ct),
        };
    }
}
