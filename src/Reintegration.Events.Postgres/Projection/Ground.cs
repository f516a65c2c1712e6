using Reintegration.Events.Policy;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>What rows are decided by, beside the ledger: the bundle in force, names for persons, the clock.</summary>
public sealed record Ground(
    Func<OrganisationContext, DateTimeOffset, CancellationToken, ValueTask<Bundle>> BundleAt, Catalog Catalog, Pseudonyms Pseudonyms, TimeProvider Clock)
{
    /// <summary>The views whose rows are kept; all of them, but in tests.</summary>
    public ImmutableArray<ReadModel> Views { get; init; } = ReadModels.All;

    internal async Task<RowFolding> At(OrganisationContext organisation, IEnumerable<ReadModel> views, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        return new RowFolding(await BundleAt(organisation, now, ct), Catalog, organisation, Pseudonyms, now, views);
    }

    /// <summary>What a case context is folded from: what governs, and corrections, which may govern in its place.</summary>
    internal ImmutableSortedSet<string> Governing { get; } = CaseContext.Governing.Union(
        Catalog.All.Where(type => type.FollowsTarget).Select(type => type.Name));
}

/// <summary>The 64 slices that cases are spread over.</summary>
public static class Slices
{
    public const int Count = 64;

    /// <summary>The slice of a case: always the same, whoever asks. What concerns no case has one like a case.</summary>
    public static short Of(Guid @case)
    {
        Span<byte> bytes = stackalloc byte[16];
        @case.TryWriteBytes(bytes, bigEndian: true, out _);
        var hash = 2166136261u; // FNV-1a: random ids would need none, but ids are not all random.
        foreach (var each in bytes) hash = (hash ^ each) * 16777619u;
        return (short)(hash % Count);
    }
}
