namespace Reintegration.Events.Ledger;

/// <summary>What a signer last signed, in a place of its own that all its instances share.</summary>
/// <remarks>
/// Kept apart from the ledger's database, so that restoring that one does not take the memory back with it. Two
/// implementations: in memory, and in a file.
/// </remarks>
public interface ISignerMemory
{
    /// <summary>
    /// The frontier (<see cref="MerkleFrontier.ToBytes"/>) of the last tree signed; null before the first.
    /// </summary>
    Task<byte[]?> Read(CancellationToken ct);

    /// <summary>Remembers the next one, durably, if the last one still is what was expected; otherwise false.</summary>
    Task<bool> Replace(byte[]? expected, byte[] next, CancellationToken ct);
}

/// <summary>A signer's memory that lasts as long as the process.</summary>
public sealed class MemorySignerMemory : ISignerMemory
{
    readonly Lock _gate = new();
    byte[]? _last;

    public Task<byte[]?> Read(CancellationToken ct)
    {
        lock (_gate) return Task.FromResult(_last);
    }

    public Task<bool> Replace(byte[]? expected, byte[] next, CancellationToken ct)
    {
        lock (_gate)
        {
            if (!SameAs(_last, expected)) return Task.FromResult(false);
            _last = next;
            return Task.FromResult(true);
        }
    }

    /// <summary>Whether two memories are of the same tree.</summary>
    public static bool SameAs(byte[]? left, byte[]? right) =>
        left is null || right is null ? left is null && right is null : left.AsSpan().SequenceEqual(right);
}

/// <summary>Signs the head of a ledger, and nothing that does not continue what it signed before.</summary>
/// <remarks>
/// The key is of one ledger: its name is the ledger's origin.
/// INVARIANT: the tree signed is the tree signed last and the leaves read since. A database that was rolled back, a
/// restored backup that grew another tail, or a second instance on a copy cannot have its history signed.
/// </remarks>
public sealed class CheckpointSigner(ILeaves ledger, ISigner signer, ISignerMemory memory)
{
    /// <summary>Leaves hashed together; a few megabytes.</summary>
    const int LeavesAtOnce = 8192;

    /// <summary>How often another instance may sign first before this one gives up.</summary>
    const int MaxRaces = 8;

    /// <summary>The name an events ledger is founded under, in checkpoints and of the key that signs them.</summary>
    public static string Origin(string ledger) => new LedgerOrigin("events", ledger).ToString();

    /// <summary>The name an access ledger is founded under, in checkpoints and of the key that signs them.</summary>
    public static string AccessOrigin(string ledger) => new LedgerOrigin("access", ledger).ToString();

    /// <summary>The public half of the key.</summary>
    public VerifierKey Key => signer.Key;

    /// <summary>How many leaves were signed so far; null when the memory holds nothing of this ledger.</summary>
    /// <exception cref="LedgerUnavailableException">The memory does not answer.</exception>
    public async Task<long?> Signed(CancellationToken ct) =>
        await memory.Read(ct) is { } last ? MerkleFrontier.Parse(last).Size : null;

    /// <summary>A signed checkpoint of the ledger as it stands.</summary>
    /// <exception cref="LedgerBrokenException">The ledger does not continue what was signed before.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger, or the memory, does not answer.</exception>
    public async Task<SignedNote> Sign(CancellationToken ct)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var last = await memory.Read(ct);
            var head = await ledger.Head(ct);
            if (LedgerOrigin.Parse(signer.Key.Name)?.Ledger != head.Ledger)
                throw new LedgerBrokenException($"The key of {signer.Key.Name} is not of ledger {head.Ledger}.");
            var next = (await Continue(last, head, ct)).ToBytes();
            if (!MemorySignerMemory.SameAs(last, next) && !await memory.Replace(last, next, ct)) continue;
            return await SignedNote.Sign(
                new Checkpoint(signer.Key.Name, head.Size, head.Root.Span).Text, ct, signer);
        }
        throw new LedgerUnavailableException("Another instance keeps signing first.");
    }

    async Task<MerkleFrontier> Continue(byte[]? last, LedgerHead head, CancellationToken ct)
    {
        var tree = last is null ? new MerkleFrontier() : MerkleFrontier.Parse(last);
        if (head.Size < tree.Size)
            throw new LedgerBrokenException(
                $"The ledger has {head.Size} leaves, but {tree.Size} were signed: its tail was lost or rolled back.");
        var from = tree.Size;
        List<byte[]> leaves = new(LeavesAtOnce);
        if (tree.Size < head.Size)
            await foreach (var leaf in ledger.Leaves(from - 1, ct))
            {
                leaves.Add(leaf.ToArray());
                if (leaves.Count < LeavesAtOnce && tree.Size + leaves.Count < head.Size) continue;
                tree.AppendAll(MerkleTree.LeafHashes(leaves));
                leaves.Clear();
                if (tree.Size == head.Size) break;
            }
        return tree.Size == head.Size && tree.Root().AsSpan().SequenceEqual(head.Root.Span)
            ? tree
            : throw new LedgerBrokenException(
                $"The ledger does not continue the tree of {from} leaves that was signed before: its history was changed.");
    }
}

/// <summary>The signature of a receipt: so that an event acknowledged and then lost can be proved missing.</summary>
public static class ReceiptSignature
{
    /// <summary>
    /// What is signed: a line that no checkpoint begins with, then the canonical receipt without its signature.
    /// </summary>
    public static byte[] Message(JsonElement receipt)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var member in receipt.EnumerateObject())
                if (!ReceiptBatch.IsOfSignature(member.Name)) member.WriteTo(json);
            json.WriteEndObject();
        }
        return Message(buffer.ToArray());
    }

    /// <summary>The same of a receipt written without a signature.</summary>
    public static byte[] Message(ReadOnlySpan<byte> unsigned) =>
        [.. "reintegration/receipt/v1\n"u8, .. CanonicalJson.Canonicalize(unsigned)];

    /// <summary>Signs a receipt: the line of a signed note, without its dash.</summary>
    public static ValueTask<string> Sign(JsonElement receipt, ISigner signer, CancellationToken ct) =>
        Line(Message(receipt), signer, ct);

    internal static async ValueTask<string> Line(byte[] message, ISigner signer, CancellationToken ct) =>
        new NoteSignature(signer.Key, await signer.Sign(message, ct)).ToString()[Dash.Length..];

    /// <summary>Whether a receipt carries a signature of this key, over itself or over receipts it is among.</summary>
    public static bool Verifies(JsonElement receipt, VerifierKey key) =>
        receipt.TryGetProperty("signature", out var text) && text.ValueKind == JsonValueKind.String
        && NoteSignature.Parse(Dash + text.GetString()) is { } signature
        && signature.Name == key.Name && signature.KeyId == key.Id
        && ReceiptBatch.Signed(receipt, Message(receipt)) is { } message && key.Verifies(message, signature.Bytes.Span);

    const string Dash = "\u2014 ";
}
