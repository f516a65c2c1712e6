using Reintegration.Events.Policy.Matrix;

namespace Reintegration.Events.Policy.Change;

/// <summary>What would change if one bundle took the place of another: the report that approvals name by its hash.</summary>
/// <param name="From">Hash of the bundle in force; <paramref name="To"/> of the one that would follow.</param>
/// <param name="Narrows">Proved: nobody would be shown anything more.</param>
/// <param name="Widenings">In which ways it could show more, where it is not proved to narrow.</param>
/// <param name="Approvers">Who must agree: whose data could be shown more of, and those the bundle in force names.</param>
/// <param name="Matrix">The cells of the matrix that change.</param>
public sealed record BundleReport(
    string From, string To, DateTimeOffset At, bool Narrows, ImmutableArray<Widening> Widenings,
    ImmutableSortedSet<AgencyId> Approvers, ImmutableArray<MatrixChange> Matrix)
{
    /// <summary>
    /// Drawn by lot, and kept from whoever is shown a part: the hash of a report can then tell nothing of the rest.
    /// </summary>
    public string? Salt { get; init; }

    /// <summary>Replay over what is recorded; null where that is not for the reader.</summary>
    public LedgerEffect? Ledger { get; init; }

    /// <summary>Replay over past reads; likewise.</summary>
    public AccessEffect? Access { get; init; }

    /// <summary>The part that follows from the two bundles and the enrolments, and from no event of any case.</summary>
    public static BundleReport Of(
        Bundle before, Bundle after, Catalog catalog, OrganisationContext organisations, DateTimeOffset at)
    {
        var widenings = Widening.Of(before, after, catalog);
        return new BundleReport(
            before.Hash, after.Hash, at, widenings.IsEmpty, widenings,
            ApproversOf(before, widenings, catalog, organisations), Moved(before, after, catalog));
    }

    /// <summary>Only what the two could decide differently is drawn, each on a thread of its own: a matrix takes seconds.</summary>
    private static ImmutableArray<MatrixChange> Moved(Bundle before, Bundle after, Catalog catalog)
    {
        var touched = Touched.By(before, after, catalog);
        var drawn = ImmutableArray.Create(before, after).AsParallel().AsOrdered()
            .Select(bundle => DisclosureMatrix.Of(bundle, catalog, touched.Concerns)).ToImmutableArray();
        return drawn[0].Changes(drawn[1]);
    }

    /// <summary>Everybody whose data could be shown more of, and whom the bundle in force holds to be asked; none to narrow.</summary>
    public static ImmutableSortedSet<AgencyId> ApproversOf(
        Bundle before, ImmutableArray<Widening> widenings, Catalog catalog, OrganisationContext organisations) =>
        widenings.IsEmpty
            ? []
            : Widening.Originators(widenings, catalog, organisations).Union(
                before.Header.Approvers.Where(name => AgencyId.TryParse(name, out _)).Select(AgencyId.Parse)
                    .Where(agency => organisations.Find(agency) is not null));

    /// <summary>What an agency may be told of the replay: what would become of its own events.</summary>
    public BundleReport ForOwner(AgencyId owner) => this with
    {
        Salt = null,
        Access = null,
        Ledger = Ledger is null
            ? null
            // How many events and cases there are says something of others' events.
            : new LedgerEffect(
                0, 0, 0, [.. Ledger.Changes.Where(change => change.Originator == owner)],
                [.. Ledger.Items.Where(items => items.Originator == owner)]),
    };

    /// <summary>The part that speaks of no event.</summary>
    public BundleReport WithoutEvents() => this with { Salt = null, Ledger = null, Access = null };

    /// <summary>The bytes that the hash in an approval is of (RFC 8785).</summary>
    public byte[] ToBytes() => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(this, EventJson.Options));

    public static BundleReport Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<BundleReport>(bytes, EventJson.Options)!;
}
