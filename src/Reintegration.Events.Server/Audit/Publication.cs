namespace Reintegration.Events.Server.Audit;

/// <summary>How checkpoints are signed in the background, and who cosigns them.</summary>
public sealed record Signing
{
    /// <summary>How often news is looked for; null signs on demand alone, as tests with a still clock want.</summary>
    public TimeSpan? Every { get; init; }
    /// <summary>Folder all processes share, where the last checkpoints are kept; null keeps them in memory.</summary>
    public string? Folder { get; init; }
    /// <summary>Whether this process is the one that signs now.</summary>
    public Func<CancellationToken, Task<bool>> IsOurs { get; init; } = _ => Task.FromResult(true);
    public ImmutableArray<WitnessAddress> Witnesses { get; init; } = [];
    /// <summary>How many witnesses must have cosigned for a checkpoint to count as sealed.</summary>
    public int Quorum { get; init; }
}

/// <summary>A witness this ledger submits to: where it listens, and the key its cosignatures are checked with.</summary>
public sealed record WitnessAddress(Uri Url, VerifierKey Key);

/// <summary>One of the two ledgers as auditors and witnesses see it: a tree, a key, and the last checkpoint.</summary>
public sealed class Publication(
    string name, ILeaves leaves, CheckpointSigner signer, TreeIndex tree, Signing signing, ILogger<Publication> log)
{
    readonly CheckpointShelf _latest = new(signing.Folder is null ? null : Path.Combine(signing.Folder, $"{name}.checkpoint"));
    readonly CheckpointShelf _sealed = new(signing.Folder is null ? null : Path.Combine(signing.Folder, $"{name}.sealed"));

    /// <summary>Publishing and sealing take turns, so that the latest checkpoint never becomes an older one.</summary>
    readonly SemaphoreSlim _turn = new(1);

    /// <summary><c>events</c> or <c>access</c>.</summary>
    public string Name => name;

    public VerifierKey Key => signer.Key;

    public TreeIndex Tree => tree;

    public Signing Signing => signing;

    /// <summary>The last checkpoint published, at once; signed now where nothing signs in the background.</summary>
    /// <exception cref="LedgerBrokenException">The ledger does not continue what was signed before.</exception>
    public async Task<SignedNote> Latest(CancellationToken ct) =>
        signing.Every is not null && await Kept(_latest, ct) is { } kept ? kept : await Sign(ct);

    /// <summary>The last checkpoint that enough witnesses cosigned; null before the first.</summary>
    public Task<SignedNote?> Sealed(CancellationToken ct) => Kept(_sealed, ct);

    /// <summary>Signs the ledger as it stands, and publishes that at once.</summary>
    /// <exception cref="LedgerBrokenException">The ledger does not continue what was signed before.</exception>
    public async Task<SignedNote> Sign(CancellationToken ct)
    {
        if (await signer.Signed(ct) is null && (await leaves.Head(ct)).Size is > 0 and var size)
            Log.SigningFromTheFirstLeaf(log, name, size);
        var note = await signer.Sign(ct);
        return await InTurn(async () =>
        {
            // What was cosigned already says the same and more; what is larger was signed meanwhile.
            if (await Kept(_latest, ct) is { } kept && (kept.Text == note.Text || SizeOf(kept) > SizeOf(note))) return kept;
            await _latest.Keep(note, ct);
            return note;
        }, ct);
    }

    /// <summary>Whether leaves were recorded since the last checkpoint, or none was signed yet.</summary>
    public async Task<bool> HasNews(CancellationToken ct) =>
        await Kept(_latest, ct) is not { } kept
        || SizeOf(kept) != (await leaves.Head(ct)).Size;

    /// <summary>Adds cosignatures, checked by the caller; a quorum of them seals the checkpoint.</summary>
    public Task<SignedNote> Cosigned(SignedNote note, IEnumerable<NoteSignature> cosignatures, CancellationToken ct) =>
        InTurn(async () =>
        {
            note = cosignatures.Aggregate(note, (signed, line) => signed.With(line));
            if (await Kept(_latest, ct) is { } kept && kept.Text == note.Text) await _latest.Keep(note, ct);
            if (IsSealed(note) && (await Kept(_sealed, ct) is not { } before || SizeOf(before) <= SizeOf(note)))
                await _sealed.Keep(note, ct);
            return note;
        }, ct);

    /// <summary>The size a checkpoint of ours states.</summary>
    public static long SizeOf(SignedNote note) => Checkpoint.Parse(note.Text, out _)!.Size;

    /// <summary>Tells the operators that this ledger contradicts itself.</summary>
    public void Alarm(LedgerBrokenException failure) => Log.SigningRefused(log, name, failure);

    async Task<SignedNote> InTurn(Func<Task<SignedNote>> work, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether a quorum of the witnesses we know has cosigned.</summary>
    public bool IsSealed(SignedNote note) =>
        signing.Quorum > 0 && SignedCheckpoint.Open(note, Policy(signing.Quorum), out _) is not null;

    LogPolicy Policy(int quorum) =>
        new(signer.Key.Name, [signer.Key], [.. signing.Witnesses.Select(witness => witness.Key)], quorum);

    /// <summary>What is kept may be of a key or ledger before this one; then it is as good as absent.</summary>
    async Task<SignedNote?> Kept(CheckpointShelf shelf, CancellationToken ct) =>
        await shelf.Read(ct) is { } note && SignedCheckpoint.Open(note, Policy(0), out _) is not null ? note : null;
}

/// <summary>The two ledgers by their names at the doors.</summary>
public sealed record Publications(Publication Events, Publication Access)
{
    public ImmutableArray<Publication> All => [Events, Access];

    public Publication? Find(string name) => All.FirstOrDefault(publication => publication.Name == name);
}

/// <summary>A place for one signed note: in memory, or in a file that survives this process.</summary>
sealed class CheckpointShelf(string? path)
{
    SignedNote? _note;

    public async Task<SignedNote?> Read(CancellationToken ct)
    {
        if (path is null) return _note;
        return File.Exists(path) ? SignedNote.Parse(await File.ReadAllBytesAsync(path, ct), out _) : null;
    }

    public Task Keep(SignedNote note, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (path is null) _note = note;
        else DurableFile.Write(path, note.ToBytes());
        return Task.CompletedTask;
    }
}
