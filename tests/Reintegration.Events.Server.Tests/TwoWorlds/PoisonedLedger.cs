namespace Reintegration.Events.Server.Tests.TwoWorlds;

/// <summary>A ledger some of whose events cannot be opened any more: their ciphertext is garbage.</summary>
sealed class PoisonedLedger(ILedger inner) : PassingLedger(inner)
{
    /// <summary>By whom poisoned events are said to be written.</summary>
    public const string Author = "official-poisoned";

    static readonly Sealer Sealer = new(
        new string('c', 32), Catalog.Default, new MemoryKeyStore(bytes => bytes.Fill(3)), bytes => bytes.Fill(3));

    static Recorded Poisoned(Recorded recorded) => recorded.Envelope.Author.Reference != Author
        ? recorded
        : new Recorded(
            recorded.Position, recorded.Version, recorded.RecordedAt, recorded.Envelope,
            new SealedFacts(
                recorded.Envelope.Name,
                [.. recorded.Parts.Select(part => part with { Ciphertext = new byte[part.Ciphertext.Length] })], default, Sealer),
            recorded.Leaf);

    static IReadOnlyList<Recorded> Poisoned(IReadOnlyList<Recorded> events) => [.. events.Select(Poisoned)];

    public override async Task<IReadOnlyList<Recorded>> ReadCase(
        CaseId? @case, IReadOnlySet<string>? types, long after, CancellationToken ct) =>
        Poisoned(await Inner.ReadCase(@case, types, after, ct));

    public override async Task<IReadOnlyList<Recorded>> ReadOwner(
        AgencyId owner, CaseId? @case, long after, int limit, CancellationToken ct) =>
        Poisoned(await Inner.ReadOwner(owner, @case, after, limit, ct));

    public override async Task<IReadOnlyList<Recorded>> ReadGoverning(
        CaseId @case, IReadOnlySet<string> types, long after, long governingVersions, CancellationToken ct) =>
        Poisoned(await Inner.ReadGoverning(@case, types, after, governingVersions, ct));

    public override async Task<Recorded?> Find(EventName name, CancellationToken ct) =>
        await Inner.Find(name, ct) is { } found ? Poisoned(found) : null;

    public override IAsyncEnumerable<Recorded> Read(long after, CancellationToken ct) => Inner.Read(after, ct).Select(Poisoned);
}
