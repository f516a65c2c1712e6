using System.CommandLine;
using System.Globalization;
using System.Text;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Verify;

/// <summary><c>verify inclusion</c>, <c>verify consistency</c> and <c>verify checkpoint</c>.</summary>
static class ProofCommands
{
    public static Command Checkpoint()
    {
        var trust = new Trust();
        var file = FileArgument("CHECKPOINT", "A signed checkpoint (C2SP tlog-checkpoint).");
        var command = new Command("checkpoint", $"Check who signed a checkpoint. {VerifyCommand.ExitCodes}") { file };
        trust.AddTo(command);
        command.SetAction(parsed => Checked(parsed, output =>
        {
            byte[] bytes = File.ReadAllBytes(parsed.GetRequiredValue(file).FullName);
            if (Open(bytes, trust.Read(parsed), "checkpoint", output) is not { } signed)
                return VerifyCommand.Exit.Refused;
            output.WriteLine(Line($"verified: {signed.Checkpoint.Origin} has {signed.Checkpoint.Size} leaves"));
            output.WriteLine($"root {Convert.ToBase64String(signed.Checkpoint.Root)}");
            foreach (VerifierKey key in signed.SignedBy)
                output.WriteLine($"signed by {key.Name}{CosignedAt(signed.Note, key)}");
            return VerifyCommand.Exit.Verified;
        }));
        return command;
    }

    public static Command Inclusion()
    {
        var trust = new Trust();
        var file = FileArgument("PROOF", "A proof file (C2SP tlog-proof), which carries its checkpoint.");
        var leaf = new Option<FileInfo>("--leaf") { Description = "The exact bytes of the leaf." };
        var hash =
            new Option<string>("--leaf-hash") { Description = "Instead: SHA-256(0x00 || leaf), in base64 or hex." };
        var command =
            new Command("inclusion", $"Check that a log holds a leaf. {VerifyCommand.ExitCodes}") { file, leaf, hash };
        trust.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(leaf) is null == result.GetResult(hash) is null)
                result.AddError("Give either --leaf or --leaf-hash.");
        });
        command.SetAction(parsed => Checked(parsed, output =>
        {
            byte[] leafHash = parsed.GetValue(leaf) is { } path
                ? MerkleTree.LeafHash(File.ReadAllBytes(path.FullName))
                : ReadHash(parsed.GetRequiredValue(hash));
            TlogProof proof =
                TlogProof.Parse(File.ReadAllBytes(parsed.GetRequiredValue(file).FullName), out string? fault)
                ?? throw new FormatException(fault);
            ProofVerdict? verdict = proof.Verify(leafHash, trust.Read(parsed), out CheckpointVerdict checkpoint);
            string what = verdict is null ? $"the checkpoint is not trusted: {checkpoint}" : $"{verdict}";
            return Say(
                output, verdict == ProofVerdict.Proved, Line($"the log holds this leaf at index {proof.Index}"), what);
        }));
        return command;
    }

    public static Command Consistency()
    {
        var trust = new Trust();
        var older = FileArgument("OLDER", "The older signed checkpoint.");
        var newer = FileArgument("NEWER", "The newer signed checkpoint.");
        var proof = new Argument<FileInfo?>("PROOF")
        {
            Description = "The proof: one base64 hash a line. May be left out when the sizes are equal.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "consistency", $"Check that a log only grew from one checkpoint to another. {VerifyCommand.ExitCodes}")
        {
            older, newer, proof,
        };
        trust.AddTo(command);
        command.SetAction(parsed => Checked(parsed, output =>
        {
            LogPolicy policy = trust.Read(parsed);
            byte[] olderBytes = File.ReadAllBytes(parsed.GetRequiredValue(older).FullName);
            byte[] newerBytes = File.ReadAllBytes(parsed.GetRequiredValue(newer).FullName);
            IReadOnlyList<byte[]> hashes = parsed.GetValue(proof) is { } path ? ReadHashes(path) : [];
            if (Open(olderBytes, policy, "older checkpoint", output) is not { } from
                || Open(newerBytes, policy, "newer checkpoint", output) is not { } to)
                return VerifyCommand.Exit.Refused;
            ProofVerdict verdict = Proofs.VerifyConsistency(
                (ulong)from.Checkpoint.Size, (
                    ulong)to.Checkpoint.Size, from.Checkpoint.Root, to.Checkpoint.Root, hashes);
            string grew =
                Line($"the log grew from {from.Checkpoint.Size} to {to.Checkpoint.Size} leaves and changed none");
            return Say(output, verdict == ProofVerdict.Proved, grew, $"{verdict}");
        }));
        return command;
    }

    static SignedCheckpoint? Open(byte[] bytes, LogPolicy policy, string what, TextWriter output)
    {
        SignedCheckpoint? signed = SignedCheckpoint.Open(bytes, policy, out CheckpointVerdict verdict);
        if (signed is null)
            output.WriteLine($"refused: the {what} is not trusted: {verdict}");
        return signed;
    }

    static int Say(TextWriter output, bool isProved, string claim, string why)
    {
        output.WriteLine(isProved ? $"verified: {claim}" : $"refused: {why}");
        return isProved ? VerifyCommand.Exit.Verified : VerifyCommand.Exit.Refused;
    }

    internal static int Checked(ParseResult parsed, Func<TextWriter, int> check)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        try
        {
            return check(output);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            output.WriteLine($"not checked: {fault.Message}");
            return VerifyCommand.Exit.NotChecked;
        }
    }

    static string CosignedAt(SignedNote note, VerifierKey key)
    {
        NoteSignature line = note.Signatures.First(s => s.KeyId == key.Id && s.Name == key.Name);
        return key.Type == NoteKeyType.Cosignature && Cosignature.Time(line) is { } at
            ? string.Create(CultureInfo.InvariantCulture, $" at {at:yyyy-MM-ddTHH:mm:ssZ}")
            : "";
    }

    static byte[] ReadHash(string text) =>
        text.Length == MerkleTree.HashLength * 2 ? Convert.FromHexString(text) : Convert.FromBase64String(text);

    static IReadOnlyList<byte[]> ReadHashes(FileInfo file) =>
        [.. File.ReadAllLines(file.FullName, Encoding.UTF8).Where(line =>
            line.Length > 0).Select(Convert.FromBase64String)];

    internal static Argument<FileInfo> FileArgument(string name, string description) => new(name) { Description = description };

    static string Line(FormattableString text) => FormattableString.Invariant(text);
}
