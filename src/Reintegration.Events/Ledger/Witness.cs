using System.Globalization;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>What a log sends to a witness (C2SP tlog-witness, <c>add-checkpoint</c>).</summary>
/// <param name="OldSize">
/// The size of the checkpoint the witness is thought to have cosigned last; zero for none.
/// </param>
/// <param name="Proof">The consistency proof from there; empty from zero.</param>
/// <param name="Note">The new checkpoint, signed by the log.</param>
/// <param name="Checkpoint">The text of that note, read.</param>
public sealed record AddCheckpoint(long OldSize, IReadOnlyList<byte[]> Proof, SignedNote Note, Checkpoint Checkpoint)
{
    /// <summary>The standard's own limit.</summary>
    public const int MaxProofLines = 63;

    const string OldWord = "old ";

    /// <summary>Reads a request body; null, with the fault in words, if it is not one. Answer 400 then.</summary>
    public static AddCheckpoint? Parse(ReadOnlySpan<byte> body, out string? fault)
    {
        int split = body.IndexOf("\n\n"u8);
        if (split < 0)
        {
            fault = "The request has a checkpoint after an empty line.";
            return null;
        }

        string[] lines = Encoding.UTF8.GetString(body[..split]).Split('\n');
        if (!lines[0].StartsWith(OldWord, StringComparison.Ordinal)
            || !Checkpoint.TryReadSize(lines[0][OldWord.Length..], out long oldSize))
        {
            fault = "The first line is the word old and a size in decimal, without leading zeroes.";
            return null;
        }

        return HashLines.Parse(lines.AsSpan(1), MaxProofLines, out fault) is { } proof
            && SignedNote.Parse(body[(split + 2)..], out fault) is { } note
            && Checkpoint.Parse(note.Text, out fault) is { } checkpoint
                ? new AddCheckpoint(oldSize, proof, note, checkpoint)
                : null;
    }

    /// <summary>The request body.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{OldWord}{OldSize}\n{HashLines.Format(Proof)}\n{Note}");
}

/// <summary>All a witness remembers of a log: the last tree head it cosigned.</summary>
public sealed class WitnessState(long size, ReadOnlySpan<byte> root)
{
    readonly byte[] _root = root.ToArray();

    /// <summary>The state before anything was cosigned.</summary>
    public static WitnessState None { get; } = new(0, MerkleTree.EmptyRoot);

    public long Size { get; } = size;

    public ReadOnlySpan<byte> Root => _root;
}

/// <summary>A witness's answer, before it has been carried out.</summary>
/// <param name="Status">The HTTP status code the protocol asks for.</param>
/// <param name="Next">
/// What to remember before cosigning and answering 200, by compare-and-swap on the state decided from; null otherwise.
/// </param>
/// <param name="Body">The body of a refusal; null when there is none to send.</param>
/// <param name="ContentType">The media type of <paramref name="Body"/>.</param>
public sealed record WitnessDecision(int Status, WitnessState? Next, string? Body, string? ContentType);

/// <summary>
/// The judgement of a witness: a pure function of the request, what it was told, and what it remembers.
/// </summary>
/// <remarks>
/// The host reads the state of the request's origin, calls <see cref="Decide"/>, and on 200 stores
/// <see cref="WitnessDecision.Next"/> only if the state is still the one it read; otherwise it decides again. Only then
/// does it cosign. So no two requests are ever cosigned that do not continue one another.
/// </remarks>
public static class Witness
{
    const string SizeType = "text/x.tlog.size";

    /// <summary>Judges a request in the order the protocol gives.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="policy">What is known of the log of that origin; null if nothing is.</param>
    /// <param name="state">What was last cosigned for it.</param>
    public static WitnessDecision Decide(AddCheckpoint request, LogPolicy? policy, WitnessState state)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(state);
        Checkpoint offered = request.Checkpoint;
        if (policy is null || policy.Origin != offered.Origin)
            return Refuse(404, "Unknown log.");
        // Witness lines do not matter here; the log's own signature does.
        if (SignedCheckpoint.Open(request.Note, new LogPolicy(policy.Origin, policy.LogKeys), out _) is null)
            return Refuse(403, "No valid signature of a trusted key.");
        if (request.OldSize > offered.Size)
            return Refuse(400, "The old size is above the new one.");
        if (request.OldSize != state.Size)
            return Conflict(state);
        if (request.OldSize == offered.Size && !offered.Root.SequenceEqual(state.Root))
            return Conflict(state);
        return Continues(request, state)
            ? new WitnessDecision(200, new WitnessState(offered.Size, offered.Root), null, null)
            : Refuse(422, "The consistency proof does not verify.");
    }

    static bool Continues(AddCheckpoint request, WitnessState state)
    {
        // Every tree continues the empty one, so nothing is to be proved and nothing may be sent.
        if (state.Size == 0)
            return request.Proof.Count == 0;
        return Proofs.VerifyConsistency(
            (ulong)state.Size, (ulong)request.Checkpoint.Size, state.Root, request.Checkpoint.Root, request.Proof)
            == ProofVerdict.Proved;
    }

    static WitnessDecision Refuse(int status, string why) => new(status, null, why + "\n", "text/plain; charset=utf-8");

    static WitnessDecision Conflict(WitnessState state) =>
        new(409, null, string.Create(CultureInfo.InvariantCulture, $"{state.Size}\n"), SizeType);
}
