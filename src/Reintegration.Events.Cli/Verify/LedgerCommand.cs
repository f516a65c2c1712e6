using System.CommandLine;
using System.Globalization;
using Reintegration.Events.Cli.Export;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Cli.Verify;

/// <summary><c>verify ledger</c>: checks a whole ledger from an export, or as it comes from a server.</summary>
static class LedgerCommand
{
    sealed record Wishes(FileInfo? File, FileInfo[] Seen, DirectoryInfo? Bundle);

    public static Command Build()
    {
        var trust = new Trust();
        var source = new RestOptions(isRequired: false);
        var file = new Argument<FileInfo?>("FILE")
        {
            Description = "An export, as `reintegration export` writes it. Left out with --url.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var seen = new Option<FileInfo[]>("--seen")
        {
            Description = "A checkpoint of this log that was trusted before: it must have grown from it. May be of an "
                + "origin that this one succeeded, with a --key of that origin. May be repeated.",
        };
        var bundle = new Option<DirectoryInfo?>("--bundle")
        {
            Description = "A policy bundle: it must be the one that the ledger last put in force.",
        };
        var command = new Command(
            "ledger",
            "Hash every leaf and ciphertext of an export again, open its envelopes and labels, rebuild the tree, and "
            + $"compare it with the signed checkpoint; name the first position that is wrong. {VerifyCommand.ExitCodes}")
        {
            file, seen, bundle,
        };
        trust.AddTo(command);
        source.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(file) is { Tokens.Count: > 0 } == source.IsGiven(result))
                result.AddError("Give either a FILE or --url.");
        });
        command.SetAction(parsed => ProofCommands.Checked(parsed, output =>
        {
            var wishes = new Wishes(parsed.GetValue(file), parsed.GetValue(seen) ?? [], parsed.GetValue(bundle));
            return Run(wishes, trust.Read(parsed), source.Read(parsed), output);
        }));
        return command;
    }

    static int Run(Wishes wishes, LogPolicy policy, RestSource? server, TextWriter output)
    {
        var seen = new List<SignedCheckpoint>();
        foreach (var older in wishes.Seen)
        {
            if (Open(File.ReadAllBytes(older.FullName), policy, out var verdict) is { } signed)
            {
                seen.Add(signed);
                continue;
            }

            output.WriteLine($"refused: the checkpoint {older.Name} is not trusted: {verdict}");
            return VerifyCommand.Exit.Refused;
        }

        using var progress = new Progress("verifying");
        var found = server is null
            ? FromFile(wishes.File!, policy, seen, progress)
            : FromServer(server, policy, seen, progress);
        progress.Dispose();
        if (!found.IsVerified)
        {
            output.WriteLine($"refused: {found}");
            return VerifyCommand.Exit.Refused;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"verified: {found.Leaves} leaves of {policy.Origin} are those that were signed; {found.Opened} envelopes opened, {found.Erased} events erased"));
        foreach (var succession in found.Successions) output.WriteLine($"note: {succession}");
        return wishes.Bundle is { } folder ? InForce(folder, found, output) : VerifyCommand.Exit.Verified;
    }

    /// <summary>A checkpoint of the log, or of an origin from before a loss; that one by the keys of that origin.</summary>
    static SignedCheckpoint? Open(byte[] bytes, LogPolicy policy, out CheckpointVerdict verdict)
    {
        var signed = SignedCheckpoint.Open(bytes, policy, out verdict);
        if (signed is not null || verdict != CheckpointVerdict.WrongOrigin) return signed;
        var named = LedgerOrigin.Parse(Checkpoint.Parse(SignedNote.Parse(bytes, out _)!.Text, out _)!.Origin);
        return named is not null && LedgerOrigin.Parse(policy.Origin) is { } ours && named.Precedes(ours)
            ? SignedCheckpoint.Open(
                bytes,
                new LogPolicy(
                    named.ToString(), [.. policy.LogKeys.Where(key => key.Name == named.ToString())],
                    policy.WitnessKeys, policy.Quorum),
                out verdict)
            : null;
    }

    static LedgerVerdict FromFile(
        FileInfo file, LogPolicy policy, IReadOnlyList<SignedCheckpoint> seen, Progress progress)
    {
        // The reader has a large buffer of its own.
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        return ExportLines.Verify(stream, policy, seen, progress.Report);
    }

    static LedgerVerdict FromServer(
        RestSource server, LogPolicy policy, IReadOnlyList<SignedCheckpoint> seen, Progress progress)
    {
        using var rest = new RestExport(server);
        var header = rest.Header(-1, CancellationToken.None).GetAwaiter().GetResult();
        var verification = LedgerVerification.Begin(header.AsSpan().TrimEnd((byte)'\n'), policy, seen, out var refusal);
        if (verification is null) return refusal!;
        while (verification.Read < verification.Size)
        {
            var page = rest.Page(verification.Read - 1, verification.Size, CancellationToken.None).GetAwaiter().GetResult();
            if (page.Length == 0) break;
            foreach (var line in page.AsSpan()[..^1].Split((byte)'\n'))
                if (!verification.Add(page.AsSpan()[line])) return verification.Finish();
            progress.Report(verification.Read, verification.Size);
        }
        return verification.Finish();
    }

    /// <summary>The rules someone holds are those that decided, or are not.</summary>
    static int InForce(DirectoryInfo folder, LedgerVerdict found, TextWriter output)
    {
        var files = folder.EnumerateFiles("*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/'),
            file => File.ReadAllText(file.FullName), StringComparer.Ordinal);
        string hash;
        try
        {
            hash = Bundle.Load(files).Hash;
        }
        catch (BundleRefused broken)
        {
            output.WriteLine($"refused: {folder.Name} is no policy bundle: {broken.Message}");
            return VerifyCommand.Exit.Refused;
        }

        if (found.Bundles is not [.., var active])
        {
            output.WriteLine("refused: the export opens no event that puts a policy bundle in force");
            return VerifyCommand.Exit.Refused;
        }

        var isSame = active.Hash == hash;
        output.WriteLine(isSame
            ? FormattableString.Invariant($"verified: the policy bundle is the one put in force at position {active.Position}")
            : FormattableString.Invariant(
                $"refused: position {active.Position} puts another policy bundle in force, {active.Hash}; this one is {hash}"));
        return isSame ? VerifyCommand.Exit.Verified : VerifyCommand.Exit.Refused;
    }
}
