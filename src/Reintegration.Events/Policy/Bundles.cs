using System.Collections.Concurrent;

namespace Reintegration.Events.Policy;

/// <summary>Every bundle that may have to decide, by its hash; and which of them is in force at an instant.</summary>
/// <remarks>
/// Which one is in force is the ledger's to say; what it says, a bundle of this hash, is found here: among those shipped
/// with the server, or in the archive, where every bundle lies that was ever activated.
/// </remarks>
public sealed class Bundles
{
    private readonly IPolicyArchive archive;
    private readonly Catalog catalog;
    private readonly ISigner signer;
    private readonly ConcurrentDictionary<string, Bundle> known = new(StringComparer.Ordinal);

    /// <param name="signer">Signs the hash of what is kept: the house has taken it in, whole.</param>
    /// <param name="shipped">Bundles that came with the server; the first decides until the ledger names one.</param>
    public Bundles(IPolicyArchive archive, Catalog catalog, ISigner signer, params ImmutableArray<Bundle> shipped)
    {
        (this.archive, this.catalog, this.signer, Shipped) = (archive, catalog, signer, shipped);
        foreach (var bundle in shipped) known[bundle.Hash] = bundle;
    }

    public ImmutableArray<Bundle> Shipped { get; }

    /// <summary>Decides while the ledger says nothing of bundles, as somebody has to come first.</summary>
    public Bundle Standard => Shipped[0];

    /// <summary>The bundle in force at an instant, as far as these organisations are known.</summary>
    /// <exception cref="BundleMissingException">The ledger names a bundle that is not kept here.</exception>
    public async ValueTask<Bundle> At(OrganisationContext organisations, DateTimeOffset at, CancellationToken ct) =>
        organisations.BundleAt(at) is { } activation
            ? await Find(activation.Hash, ct) ?? throw new BundleMissingException(activation.Hash)
            : Standard;

    /// <summary>The bundle of a hash; null when it is neither shipped nor kept.</summary>
    /// <exception cref="LedgerBrokenException">What is kept under the hash is not what the hash was taken of.</exception>
    public async ValueTask<Bundle?> Find(string hash, CancellationToken ct)
    {
        if (known.TryGetValue(hash, out var found)) return found;
        if (await archive.Find(PolicyPaperKind.Bundle, hash, ct) is not { } paper) return null;
        var files = JsonSerializer.Deserialize<SortedDictionary<string, string>>(paper.Content.Span)!;
        var bundle = Bundle.Again(files, catalog.FieldClasses);
        if (bundle.Hash != hash || !IsOurs(paper))
            throw new LedgerBrokenException($"The policy bundle kept as {hash} was changed since.");
        return known.GetOrAdd(hash, bundle);
    }

    /// <summary>Keeps a bundle whole, durably, with the house's signature over its hash.</summary>
    public async Task Keep(Bundle bundle, CancellationToken ct)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes<IReadOnlyDictionary<string, string>>(bundle.Files);
        await Keep(PolicyPaperKind.Bundle, bundle.Hash, content, ct);
        known.TryAdd(bundle.Hash, bundle);
    }

    /// <summary>Keeps a report under the hash of its bytes, and says the hash.</summary>
    public async Task<string> Keep(ReadOnlyMemory<byte> report, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(report.Span));
        await Keep(PolicyPaperKind.Report, hash, report, ct);
        return hash;
    }

    /// <summary>A report by its hash; null when none is kept under it.</summary>
    public async Task<ReadOnlyMemory<byte>?> Report(string hash, CancellationToken ct) =>
        (await archive.Find(PolicyPaperKind.Report, hash, ct))?.Content;

    /// <summary>The house's signed note over a bundle's hash; null for one that was never taken in.</summary>
    public async Task<string?> Note(string hash, CancellationToken ct) =>
        (await archive.Find(PolicyPaperKind.Bundle, hash, ct))?.Note;

    private async Task Keep(PolicyPaperKind kind, string hash, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var note = await SignedNote.Sign(Text(kind, hash), ct, signer);
        await archive.Keep(new PolicyPaper(kind, hash, content, note.ToString()), ct);
    }

    /// <summary>
    /// The note must speak of this very paper, and may not be a false signature of our key. Another key's is one of before
    /// a succession: what is kept under it is held to its hash alone, which the ledger's leaves name.
    /// </summary>
    private bool IsOurs(PolicyPaper paper) =>
        SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(paper.Note), out _) is { } note
        && note.Text == Text(paper.Kind, paper.Hash)
        && note.Check([signer.Key], out _) != NoteVerdict.FalseSignature;

    private static string Text(PolicyPaperKind kind, string hash) =>
        $"reintegration/policy-{(kind == PolicyPaperKind.Bundle ? "bundle" : "report")}\n{hash}\n";
}

/// <summary>The ledger names a bundle of which nothing is kept here, so nothing can be decided by it.</summary>
public sealed class BundleMissingException(string hash)
    : Exception($"The policy bundle {hash} is in force and neither shipped with this server nor kept by it.");
