namespace Reintegration.Events.Ledger;

/// <summary>What a verifier was told about a log before it saw anything from it: the only source of trust.</summary>
/// <param name="Origin">The log's identity. A checkpoint of any other log is refused, whoever signed it.</param>
/// <param name="LogKeys">Keys of the log; more than one while a key is being replaced.</param>
/// <param name="WitnessKeys">Cosigning keys of bodies that hold no seat in a case.</param>
/// <param name="Quorum">How many different witnesses must have cosigned for a checkpoint to count as sealed.</param>
public sealed record LogPolicy(
    string Origin, IReadOnlyList<VerifierKey> LogKeys, IReadOnlyList<VerifierKey> WitnessKeys, int Quorum)
{
    /// <summary>A log believed on its own signature.</summary>
    public LogPolicy(string origin, params IReadOnlyList<VerifierKey> logKeys) : this(origin, logKeys, [], 0)
    {
    }
}

/// <summary>Whether a checkpoint may be believed, and if not, why not.</summary>
public enum CheckpointVerdict
{
    /// <summary>Signed by the log and cosigned by enough witnesses.</summary>
    Trusted,

    /// <summary>Not a signed note.</summary>
    NotANote,

    /// <summary>A signed note whose text is no checkpoint.</summary>
    NotACheckpoint,

    /// <summary>A checkpoint of another log.</summary>
    WrongOrigin,

    /// <summary>No trusted key of the log has signed it; perhaps its key was replaced by a stranger's.</summary>
    NotSignedByLog,

    /// <summary>A line naming a trusted key holds a false signature.</summary>
    FalseSignature,

    /// <summary>Signed by the log, but by too few witnesses: published, not yet sealed.</summary>
    NotSealed,
}

/// <summary>A checkpoint with the note it came in, checked against a <see cref="LogPolicy"/>.</summary>
/// <remarks>
/// Can only be had from <see cref="Open(SignedNote, LogPolicy, out CheckpointVerdict)"/>, so holding one means that
/// origin and signatures were checked.
/// </remarks>
public sealed class SignedCheckpoint
{
    SignedCheckpoint(Checkpoint checkpoint, SignedNote note, IReadOnlyList<VerifierKey> signedBy)
    {
        Checkpoint = checkpoint;
        Note = note;
        SignedBy = signedBy;
    }

    public Checkpoint Checkpoint { get; }

    public SignedNote Note { get; }

    /// <summary>The trusted keys, of log and witnesses, that signed it.</summary>
    public IReadOnlyList<VerifierKey> SignedBy { get; }

    /// <summary>Reads and checks the bytes of a checkpoint; null with the verdict unless it is trusted.</summary>
    public static SignedCheckpoint? Open(ReadOnlySpan<byte> bytes, LogPolicy policy, out CheckpointVerdict verdict)
    {
        SignedNote? note = SignedNote.Parse(bytes, out _);
        verdict = CheckpointVerdict.NotANote;
        return note is null ? null : Open(note, policy, out verdict);
    }

    /// <summary>Checks a note that should be a checkpoint; null with the verdict unless it is trusted.</summary>
    public static SignedCheckpoint? Open(SignedNote note, LogPolicy policy, out CheckpointVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(policy);
        Checkpoint? checkpoint = Checkpoint.Parse(note.Text, out _);
        NoteVerdict signatures = note.Check(policy.LogKeys.Concat(policy.WitnessKeys), out var signedBy);

        if (checkpoint is null)
            verdict = CheckpointVerdict.NotACheckpoint;
        else if (checkpoint.Origin != policy.Origin)
            verdict = CheckpointVerdict.WrongOrigin;
        else if (signatures == NoteVerdict.FalseSignature)
            verdict = CheckpointVerdict.FalseSignature;
        else if (!signedBy.Any(policy.LogKeys.Contains))
            verdict = CheckpointVerdict.NotSignedByLog;
        else if (CountWitnesses(signedBy, policy) < policy.Quorum)
            verdict = CheckpointVerdict.NotSealed;
        else
            verdict = CheckpointVerdict.Trusted;
        return verdict == CheckpointVerdict.Trusted ? new SignedCheckpoint(checkpoint!, note, signedBy) : null;
    }

    /// <summary>Signs a checkpoint with the log's key.</summary>
    /// <remarks>The caller has made sure that it continues every checkpoint signed before.</remarks>
    public static ValueTask<SignedNote> Sign(Checkpoint checkpoint, ISigner log, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return SignedNote.Sign(checkpoint.Text, ct, log);
    }

    // One body with two keys is still one witness: the quorum counts different public keys under different names.
    static int CountWitnesses(IEnumerable<VerifierKey> signedBy, LogPolicy policy) =>
        signedBy
            .Where(key => key.Type == NoteKeyType.Cosignature && policy.WitnessKeys.Contains(key))
            .DistinctBy(key => key.Name)
            .DistinctBy(key => Convert.ToHexString(key.PublicKey))
            .Count();
}
