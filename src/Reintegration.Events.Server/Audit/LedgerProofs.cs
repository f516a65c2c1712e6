using System.Globalization;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>Tiles and proofs of both ledgers: hashes, positions and sizes, and nothing of any event.</summary>
public static class LedgerProofs
{
    const string Octets = "application/octet-stream";

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> InclusionParameters = OpenApiDocument.Query(
        ("leafHash", true, "64 lower-case hexadecimal digits, as in receipts."),
        ("size", false, "Of the tree; absent: that of the latest checkpoint."));

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> ConsistencyParameters = OpenApiDocument.Query(
        ("from", true, "Size of the older tree, at least 1."),
        ("to", false, "Size of the newer one; absent: that of the latest checkpoint."));

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> TlogProofParameters = operation =>
    {
        OpenApiDocument.Query(("leafHash", true, "64 lower-case hexadecimal digits, as in receipts."))(operation);
        OpenApiDocument.SignedNote(operation);
    };

    public static Task<Answer> Tile(
        HttpContext context, string ledger, string path, Publications publications, CaseFiles files, TimeProvider clock,
        CancellationToken ct) =>
        Checkpoints.Open(context, ledger, publications, files, clock, async publication =>
            TileId.Parse($"tile/{path}") is { } tile && await publication.Tree.Tile(tile, ct) is { } hashes
                ? new Answer(StatusCodes.Status200OK, Octets, hashes)
                : Answer.Of(Problems.UnknownTile), ct);

    public static Task<Answer> Inclusion(
        HttpContext context, string ledger, string? leafHash, string? size, Publications publications, CaseFiles files, TimeProvider clock,
        CancellationToken ct) =>
        Checkpoints.Open(context, ledger, publications, files, clock, async publication =>
        {
            if (!TryHash(leafHash, out var hash)) return BadHash();
            if (!TrySize(size, out var asked)) return BadSize("size");
            var latest = await LatestSize(publication, ct);
            if (await publication.Tree.Find(hash, ct) is not { } index) return Answer.Of(Problems.UnknownLeaf);
            var wanted = asked ?? Math.Max(latest, index + 1);
            if (index >= wanted || wanted > await publication.Tree.CatchUp(ct)) return Answer.Of(Problems.TreeSize);
            var (proof, root) = (
                await publication.Tree.Inclusion(index, wanted, ct), await publication.Tree.Root(wanted, ct));
            return Answer.Json(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("leafIndex", index);
                json.WriteNumber("treeSize", wanted);
                json.WriteBase64String("leafHash", hash);
                json.WriteBase64String("root", root);
                Hashes(json, proof);
                json.WriteEndObject();
            });
        }, ct);

    public static Task<Answer> Consistency(
        HttpContext context, string ledger, string? from, string? to, Publications publications, CaseFiles files, TimeProvider clock,
        CancellationToken ct) =>
        Checkpoints.Open(context, ledger, publications, files, clock, async publication =>
        {
            if (!TrySize(from, out var older) || older is not { } first) return BadSize("from");
            if (!TrySize(to, out var newer)) return BadSize("to");
            var last = newer ?? await LatestSize(publication, ct);
            if (first == 0 || first > last || last > await publication.Tree.CatchUp(ct))
                return Answer.Of(Problems.TreeSize);
            var tree = publication.Tree;
            var proof = first == last ? [] : await tree.Consistency(first, last, ct);
            var (fromRoot, toRoot) = (await tree.Root(first, ct), await tree.Root(last, ct));
            return Answer.Json(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("from", first);
                json.WriteNumber("to", last);
                json.WriteBase64String("fromRoot", fromRoot);
                json.WriteBase64String("toRoot", toRoot);
                Hashes(json, proof);
                json.WriteEndObject();
            });
        }, ct);

    /// <summary>From the latest checkpoint, with its cosignatures; a leaf beyond it is signed for first.</summary>
    public static Task<Answer> TlogProof(
        HttpContext context, string ledger, string? leafHash, Publications publications, CaseFiles files, TimeProvider clock,
        CancellationToken ct) =>
        Checkpoints.Open(context, ledger, publications, files, clock, async publication =>
        {
            if (!TryHash(leafHash, out var hash)) return BadHash();
            if (await publication.Tree.Find(hash, ct) is not { } index) return Answer.Of(Problems.UnknownLeaf);
            var note = await publication.Latest(ct);
            if (Publication.SizeOf(note) <= index) note = await publication.Sign(ct);
            var size = Publication.SizeOf(note);
            var proof = new TlogProof(index, await publication.Tree.Inclusion(index, size, ct), note);
            // The index is a copy that anyone with the database could have spoilt: nothing false may leave under our name.
            return proof.Verify(hash, new LogPolicy(publication.Key.Name, publication.Key), out _) == ProofVerdict.Proved
                ? Checkpoints.Text(proof.ToBytes())
                : throw new LedgerBrokenException($"The tree's rows do not lead to the root signed for {size} leaves.");
        }, ct);

    static async Task<long> LatestSize(Publication publication, CancellationToken ct) =>
        Publication.SizeOf(await publication.Latest(ct));

    static bool TryHash(string? text, out byte[] hash)
    {
        hash = [];
        if (text is not { Length: 2 * MerkleTree.HashLength } || !text.All(c => char.IsAsciiHexDigitLower(c))) return false;
        hash = Convert.FromHexString(text);
        return true;
    }

    static bool TrySize(string? text, out long? size)
    {
        size = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read)) return false;
        size = read;
        return true;
    }

    static Answer BadHash() =>
        Answer.Of(Problems.MalformedQuery.At("leafHash", "Must be 64 lower-case hexadecimal digits."));

    static Answer BadSize(string name) =>
        Answer.Of(Problems.MalformedQuery.At(name, "Must be a size in decimal."));

    static void Hashes(Utf8JsonWriter json, IReadOnlyList<byte[]> proof)
    {
        json.WriteStartArray("hashes");
        foreach (var hash in proof) json.WriteBase64StringValue(hash);
        json.WriteEndArray();
    }
}
