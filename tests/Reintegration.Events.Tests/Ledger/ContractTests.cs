using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Ledger;
using Xunit.Abstractions;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>What the repository promises strangers about the ledger, and strangers' tools trying it.</summary>
public sealed class ContractTests(ITestOutputHelper output)
{
    static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static string Root { get; } = FindRoot();

    static string VectorsFile => Path.Combine(Root, "contracts", "ledger", "vectors.json");

    [Fact]
    public void The_committed_vectors_are_what_the_code_does()
    {
        string written = VectorBook.Write().ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(VectorsFile, written);

        string[] committed = File.Exists(VectorsFile) ? File.ReadAllLines(VectorsFile) : [];
        string[] now = written.TrimEnd('\n').Split('\n');
        for (int i = 0; i < Math.Max(committed.Length, now.Length); i++)
            Assert.True(
                committed.ElementAtOrDefault(i) == now.ElementAtOrDefault(i),
                $"contracts/ledger/vectors.json, line {i + 1}: committed {committed.ElementAtOrDefault(i)}, "
                + $"now {now.ElementAtOrDefault(i)}. Run with APPROVE=1 if the change is meant.");
    }

    [Fact]
    public void Python_reaches_the_same_roots_proofs_and_canonical_forms()
    {
        if (Run("python3", [Path.Combine(Root, "tests", "Interop", "tree.py"), VectorsFile]) is not { } run)
            return;
        Assert.True(run.Exit == 0, run.Output);
        Assert.Contains("0 wrong", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Python_notices_one_flipped_bit()
    {
        JsonNode book = JsonNode.Parse(File.ReadAllText(VectorsFile))!;
        byte[] root = Convert.FromBase64String((string)book["trees"]![9]!["root"]!);
        root[0] ^= 1;
        book["trees"]![9]!["root"] = Convert.ToBase64String(root);
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, book.ToJsonString());
            if (Run("python3", [Path.Combine(Root, "tests", "Interop", "tree.py"), file]) is { } run)
                Assert.True(run.Exit == 1, run.Output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Openssl_agrees_which_notes_are_signed()
    {
        if (Run("openssl", ["version"]) is null
            || Run("python3", [Path.Combine(Root, "tests", "Interop", "note.py"), VectorsFile]) is not { } run)
            return;
        Assert.True(run.Exit == 0, run.Output);
        Assert.Contains("0 wrong", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_note_signed_by_openssl_verifies_with_ours()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("reintegration-openssl-");
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            byte[] text = Encoding.UTF8.GetBytes("signed elsewhere\n");
            File.WriteAllBytes(At("text"), text);
            if (Run(
                "openssl", ["genpkey", "-algorithm", "ed25519", "-outform", "DER", "-out", At("key")]) is not { } made)
                return;
            Assert.True(made.Exit == 0, made.Output);
            string[] sign = ["pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", At(
                "key"), "-in", At("text"), "-out", At("sig")];
            string[] publish =
                ["pkey", "-inform", "DER", "-in", At("key"), "-pubout", "-outform", "DER", "-out", At("pub")];
            Assert.All([sign, publish], arguments => Assert.Equal(0, Run("openssl", arguments)!.Value.Exit));

            // The key stands in the last 32 bytes of its SubjectPublicKeyInfo.
            var key =
                new VerifierKey("elsewhere.example", NoteKeyType.Ed25519, File.ReadAllBytes(At("pub")).AsSpan(^32..));
            SignedNote note = SignedNote.Of("signed elsewhere\n", new NoteSignature(key, File.ReadAllBytes(At("sig"))));
            Assert.Equal(NoteVerdict.Signed, SignedNote.Parse(note.ToBytes(), out _)!.Check([key], out _));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs a foreign tool; null, said aloud, where the machine does not have it.</summary>
    (int Exit, string Output)? Run(string tool, IEnumerable<string> arguments)
    {
        var start =
            new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            output.WriteLine($"{tool} is not installed, so nothing was compared with it.");
            return null;
        }
    }

    static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "global.json")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run inside the repository.");
    }
}
