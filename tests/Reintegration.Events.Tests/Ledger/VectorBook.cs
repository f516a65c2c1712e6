using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>
/// Writes contracts/ledger/vectors.json: every promise of checkpoint.md as something to try a verifier on.
/// </summary>
static class VectorBook
{
    const int Largest = 257;

    static readonly int[] Sizes = [.. Enumerable.Range(0, 21), 255, 256, 257];
    static readonly byte[][] Leaves = Trees.LeafHashes(Largest);
    static readonly LeafNodes Nodes = new(Leaves);
    static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static JsonObject Write() => new()
    {
        ["about"] = "Vectors for contracts/ledger/checkpoint.md and leaf.md. Leaf i of every tree is the ASCII text 'leaf i'. "
            + "Hashes and binary values are base64 unless they say hex. All keys are for tests only.",
        ["trees"] = List(Sizes.Select(size => new JsonObject { ["size"] = size, ["root"] = Root(size) })),
        ["inclusion"] = List(InclusionVectors()),
        ["consistency"] = List(ConsistencyVectors()),
        ["tiles"] = List(TileVectors()),
        ["canonicalJson"] = List(JsonVectors.Canonical()),
        ["refusedJson"] = List(JsonVectors.Refused()),
        ["keys"] = List([Key(Keys.Origin, NoteKeyType.Ed25519), Key("oversight.example/w1", NoteKeyType.Cosignature)]),
        ["notes"] = List(Notes()),
        ["tlogProof"] = TlogProofText(),
        ["addCheckpoint"] = AddCheckpointText(),
        ["leaf"] = LeafVectors.Write(),
        ["opening"] = LeafVectors.Opening(),
    };

    static IEnumerable<JsonObject> InclusionVectors()
    {
        foreach (int size in Sizes.Where(size => size > 0))
            foreach (
                int index in size <= 8 ? Enumerable.Range(0, size) : Enumerable.Distinct([0, 1, size / 2, size - 1]))
                yield return Inclusion(
                    $"leaf {index} of {size}", index, size, Leaves[index], Proof(index, size), false);

        byte[] flipped = [.. Leaves[5]];
        flipped[31] ^= 1;
        yield return Inclusion("another leaf", 4, 11, Leaves[5], Proof(4, 11), true);
        yield return Inclusion("one bit of the leaf hash flipped", 5, 11, flipped, Proof(5, 11), true);
        yield return Inclusion("another index", 5, 11, Leaves[4], Proof(4, 11), true);
        yield return Inclusion("an index beyond the tree", 11, 11, Leaves[10], Proof(10, 11), true);
        yield return Inclusion("a hash missing", 4, 11, Leaves[4], [.. Proof(4, 11).SkipLast(1)], true);
        yield return Inclusion("a hash too many", 4, 11, Leaves[4], [.. Proof(4, 11), Leaves[0]], true);
        yield return Inclusion("a hash of 31 bytes", 0, 2, Leaves[0], [Leaves[1][1..]], true);
        yield return Inclusion("a node offered as a leaf", 0, 2, MerkleTree.NodeHash(Leaves[0], Leaves[1]),
            [MerkleTree.NodeHash(Leaves[2], Leaves[3])], true);
    }

    static IEnumerable<JsonObject> ConsistencyVectors()
    {
        foreach (int newer in Sizes.Where(size => size > 0))
            foreach (int older in newer <= 8
                ? Enumerable.Range(1, newer)
                : Enumerable.Distinct([1, 2, newer / 2, newer - 1, newer]))
                yield return Consistency(
                    $"{older} to {newer}", older, newer, Root(older), Root(newer), Growth(older, newer), false);

        yield return Consistency("from the empty tree", 0, 5, Root(0), Root(5), [], true);
        yield return Consistency("sizes reversed", 7, 4, Root(7), Root(4), Growth(4, 7), true);
        yield return Consistency("equal sizes, other roots", 7, 7, Root(7), Root(6), [], true);
        yield return Consistency("equal sizes with a proof", 7, 7, Root(7), Root(7), [Leaves[0]], true);
        yield return Consistency("older root of another size", 6, 13, Root(7), Root(13), Growth(6, 13), true);
        yield return Consistency("newer root of another size", 6, 13, Root(6), Root(12), Growth(6, 13), true);
        yield return Consistency("a hash missing", 6, 13, Root(6), Root(13), [.. Growth(6, 13).Skip(1)], true);
        yield return Consistency("no proof at all", 6, 13, Root(6), Root(13), [], true);
    }

    static IEnumerable<JsonObject> TileVectors()
    {
        foreach (int size in new[] { 1, 256, 257 })
            foreach (TileId tile in TileId.All(size))
            {
                byte[] hashes = tile.Level == 0
                    ? [.. Leaves.Skip((int)tile.Index * 256).Take(tile.Width).SelectMany(hash => hash)]
                    : MerkleTree.Root(Leaves.Take(256));
                yield return new JsonObject
                {
                    ["size"] = size,
                    ["path"] = tile.Path,
                    ["sha256"] = Convert.ToBase64String(SHA256.HashData(hashes)),
                };
            }
    }

    static IEnumerable<JsonObject> Notes()
    {
        SignedNote published = Published(13);
        NoteSignature cosignature = Now(Cosignature.Sign(Keys.Witness, Noon, published, CancellationToken.None));
        SignedNote later = Published(14);
        byte[] edited = published.Signatures[0].Bytes.ToArray();
        edited[0] ^= 1;
        yield return Note("a checkpoint signed by the log", published, true);
        yield return Note("the same, cosigned by a witness", published.With(cosignature), true);
        yield return Note(
            "the signature of another checkpoint", SignedNote.Of(published.Text, later.Signatures), false);
        yield return Note("one bit of the signature flipped", SignedNote.Of(published.Text, Line(edited)), false);
        yield return Note(
            "S of the signature plus the group order", SignedNote.Of(published.Text, Line(Malleate(published))), false);
        yield return Note("the cosignature of another checkpoint", later.With(cosignature), false);
    }

    static JsonObject Note(string name, SignedNote note, bool isValid)
    {
        bool verifies = note.Check([Keys.Log.Key, Keys.Witness.Key], out _) == NoteVerdict.Signed;
        Assert.True(verifies == isValid, name);
        return new JsonObject { ["name"] = name, ["note"] = note.ToString(), ["valid"] = isValid };
    }

    static string TlogProofText() => new TlogProof(7, Proof(7, 13), Published(13)).ToString();

    static string AddCheckpointText()
    {
        SignedNote note = Published(13);
        return new AddCheckpoint(8, Growth(8, 13), note, Checkpoint.Parse(note.Text, out _)!).ToString();
    }

    static byte[] Malleate(SignedNote note)
    {
        byte[] bytes = note.Signatures[0].Bytes.ToArray();
        Ed25519Tests.AddOrder(bytes);
        return bytes;
    }

    static NoteSignature Line(byte[] signature) => new(Keys.Log.Key, signature);

    static SignedNote Published(int size) => Now(SignedCheckpoint.Sign(
        new Checkpoint(Keys.Origin, size, MerkleTree.Root(Leaves.Take(size))), Keys.Log, CancellationToken.None));

    // A key in this process signs without waiting for anything.
    static T Now<T>(ValueTask<T> task) =>
        task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("The signer waits.");

    static JsonObject Key(string name, NoteKeyType type) => new()
    {
        ["name"] = name,
        ["seedHex"] = Convert.ToHexStringLower(Keys.Seed(name)),
        ["vkey"] = new VerifierKey(name, type, Ed25519.PublicKey(Keys.Seed(name))).ToString(),
    };

    static JsonObject Inclusion(
        string desc, int index, int size, byte[] leafHash, IReadOnlyList<byte[]> proof, bool wantErr) => new()
        {
            ["desc"] = desc,
            ["leafIdx"] = index,
            ["treeSize"] = size,
            ["root"] = Root(size),
            ["leafHash"] = Convert.ToBase64String(leafHash),
            ["proof"] = Hashes(proof),
            ["wantErr"] = wantErr,
        };

    static JsonObject Consistency(
        string desc,
        int older,
        int newer,
        string olderRoot,
        string newerRoot,
        IReadOnlyList<byte[]> proof,
        bool wantErr) => new()
        {
            ["desc"] = desc,
            ["size1"] = older,
            ["size2"] = newer,
            ["root1"] = olderRoot,
            ["root2"] = newerRoot,
            ["proof"] = Hashes(proof),
            ["wantErr"] = wantErr,
        };

    static IReadOnlyList<byte[]> Proof(int index, int size) => ProofPlan.Inclusion(index, size).Assemble(Nodes);

    static IReadOnlyList<byte[]> Growth(int older, int newer) => ProofPlan.Consistency(older, newer).Assemble(Nodes);

    static string Root(int size) => Convert.ToBase64String(MerkleTree.Root(Leaves.Take(size)));

    static JsonArray Hashes(IEnumerable<byte[]> hashes) =>
        [.. hashes.Select(hash => (JsonNode)Convert.ToBase64String(hash))];

    static JsonArray List(IEnumerable<JsonObject> items) => [.. items];
}
