using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Cli.Bench;

/// <summary>Makes an export of made-up events, and measures how fast it is verified, on one thread.</summary>
static class VerifyBench
{
    const string LedgerId = "0123456789abcdef0123456789abcdef";

    /// <summary>As many commitments as an event of median size has, and as many of them opened as an auditor is shown.</summary>
    const int Commitments = 21;
    const int Opened = 10;

    internal sealed record Plan(int Leaves, int CiphertextBytes, bool HasOpenings);

    internal static int Run(Plan plan, TextWriter output)
    {
        var path = Path.Combine(Path.GetTempPath(), $"reintegration-verify-{Guid.NewGuid():N}.jsonl");
        try
        {
            using var signer = new SignerKey(
                CheckpointSigner.Origin(LedgerId), NoteKeyType.Ed25519, RandomNumberGenerator.GetBytes(Ed25519.SeedLength));
            Write(path, plan, signer);
            return Measure(path, plan, new LogPolicy(signer.Key.Name, signer.Key), output);
        }
        finally
        {
            File.Delete(path);
        }
    }

    static int Measure(string path, Plan plan, LogPolicy policy, TextWriter output)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        using var process = Process.GetCurrentProcess();
        var (before, started) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        var verdict = ExportLines.Verify(file, policy, []);
        var took = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        var cpu = process.TotalProcessorTime - before;
        if (!verdict.IsVerified) throw new InvalidOperationException($"The benchmark's own export was refused: {verdict}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"leaves":{{plan.Leaves}},"ciphertext_bytes":{{plan.CiphertextBytes}},"openings":{{(plan.HasOpenings ? Opened : 0)}},"file_bytes":{{file.Length}},"seconds":{{took.TotalSeconds:F3}},"cpu_seconds":{{cpu.TotalSeconds:F3}},"leaves_per_second":{{plan.Leaves / took.TotalSeconds:F0}},"leaves_per_cpu_second":{{plan.Leaves / cpu.TotalSeconds:F0}}}"""));
        return 0;
    }

    /// <summary>The tree has to be known before the first line: so the lines are made once, and the header put in front.</summary>
    static void Write(string path, Plan plan, SignerKey signer)
    {
        var tree = new MerkleFrontier();
        var lines = path + ".lines";
        using (var file = new FileStream(lines, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 20, FileOptions.DeleteOnClose))
        {
            for (var i = 0; i < plan.Leaves; i++)
            {
                var line = Line(plan, i);
                tree.Append(MerkleTree.LeafHash(line.Leaf.Span));
                file.Write(line.ToBytes());
                file.WriteByte((byte)'\n');
            }

            var checkpoint = new Checkpoint(signer.Key.Name, tree.Size, tree.Root());
            var note = SignedCheckpoint.Sign(checkpoint, signer, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            using var whole = new FileStream(path, FileMode.CreateNew);
            whole.Write(new ExportHeader(LedgerId, signer.Key.Name, -1, default, note.ToString(), signer.Key.ToString()).ToBytes());
            whole.WriteByte((byte)'\n');
            file.Position = 0;
            file.CopyTo(whole);
        }
    }

    static ExportLine Line(Plan plan, int position)
    {
        var part = new SealedPart(
            SealedPart.Facts, KeyScope.NoPerson, RandomNumberGenerator.GetBytes(plan.CiphertextBytes), default);
        var proof = plan.HasOpenings ? Proof() : null;
        var root = proof?.FieldsRoot() ?? RandomNumberGenerator.GetBytes(MerkleTree.HashLength);
        var leaf = Leaf.V1(
            new SealedEvent(root, default, [part]), LedgerId, DateTimeOffset.UnixEpoch.AddMilliseconds(position));
        return new ExportLine(position, leaf, [part], proof, []);
    }

    static FieldProof Proof()
    {
        var fields = Enumerable.Range(0, Commitments).Select(i => i < Opened
            ? new ProvedField(new Opening(
                $"/envelope/field{i}", Level.Full, RandomNumberGenerator.GetBytes(MerkleTree.HashLength),
                Encoding.UTF8.GetBytes("\"a value of middling length, as a name or a time\"")))
            : new ProvedField(RandomNumberGenerator.GetBytes(MerkleTree.HashLength)));
        return new FieldProof(
            default, [.. fields], System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty);
    }
}
