using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>
/// Fixed keys: every seed is the hash of its name, so a stranger can make them again. Never real ones.
/// </summary>
static class Keys
{
    public const string Origin = "ledger.example/events";

    public static byte[] Seed(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    public static SignerKey Log { get; } = new(Origin, NoteKeyType.Ed25519, Seed(Origin));

    public static SignerKey Witness { get; } =
        new("oversight.example/w1", NoteKeyType.Cosignature, Seed("oversight.example/w1"));

    public static SignerKey OtherWitness { get; } =
        new("court.example/w2", NoteKeyType.Cosignature, Seed("court.example/w2"));

    public static LogPolicy Policy { get; } = new(Origin, Log.Key);

    public static async Task<SignedNote> Checkpoint(
        byte[][] leafHashes, int size, SignerKey? signer = null, string origin = Origin)
    {
        var head = new Checkpoint(origin, size, MerkleTree.Root(leafHashes.Take(size)));
        return await SignedCheckpoint.Sign(head, signer ?? Log, CancellationToken.None);
    }
}
