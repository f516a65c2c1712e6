using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Reintegration.Events.Cli.Verify;
using Reintegration.Events.Ledger;
using Reintegration.Events.Tests.Policy;
using Support.Audit;

namespace Reintegration.Events.Cli.Tests.Verify;

/// <summary>
/// Whoever can write the database or the file tries each way to change history; the verifier says where, or why.
/// </summary>
public sealed class AttackTests : IDisposable
{
    const int Released = 3;
    const int FamilySession = 5;

    readonly Scratch _scratch = new();
    readonly AuditedLedger _ledger = AuditedLedger.Begin().GetAwaiter().GetResult();

    public void Dispose()
    {
        _ledger.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Untouched_it_verifies()
    {
        var (exit, output) = Verify(await _ledger.Export());
        Assert.Equal((0, $"verified: 12 leaves of {AuditedLedger.Origin} are those that were signed; 12 envelopes opened, 0 events erased\n"), (exit, output));
    }

    [Fact]
    public Task Edited_event() => Refused(Released, "a ciphertext is not the one its leaf names", lines =>
        Edit(lines, Released, line => Tampering.Flip(line["sealed"]![0]!, "ciphertext")));

    [Fact]
    public Task Edited_column() => Refused(Released, "its envelope or labels are not those the leaf commits to", lines =>
        Edit(lines, Released, line => Opening(line, "/envelope/owner")["value"] = "police"));

    [Fact]
    public Task Edited_column_that_is_not_shown() =>
        Refused(Released, "its envelope or labels are not those the leaf commits to", lines =>
            Edit(lines, Released, line =>
            {
                var fields = line["fields"]!.AsArray();
                var bare = fields.First(field => field is JsonValue)!.GetValue<string>();
                fields[fields.ToList().FindIndex(field => field is JsonValue)] = Tampering.Flipped(bare);
            }));

    [Fact]
    public Task Edited_label() => Refused(Released, "the row of its label at is missing or was changed", lines =>
        Edit(lines, Released, line => line["labels"]![0]![1] = "2031-01-01T00:00:00Z"));

    [Fact]
    public Task Edited_label_with_its_column() =>
        Refused(Released, "its envelope or labels are not those the leaf commits to", lines =>
            Edit(lines, Released, line =>
            {
                line["labels"]![0]![1] = "2031-01-01T00:00:00Z";
                Opening(line, "/envelope/labels/at")["value"] = "2031-01-01T00:00:00Z";
            }));

    [Fact]
    public Task Label_row_deleted_without_RecordExpunged() =>
        Refused(Released, "the row of its label at is missing or was changed", lines =>
            Edit(lines, Released, line => line.Remove("labels")));

    [Fact]
    public Task Sealed_row_deleted_without_RecordExpunged() =>
        Refused(FamilySession, "a ciphertext is missing, and no RecordExpunged is named", lines =>
            Edit(lines, FamilySession, line => line["sealed"]!.AsArray().RemoveAt(3)));

    [Fact]
    public Task Everything_of_an_event_deleted_without_RecordExpunged() =>
        Refused(Released, "its ciphertexts are gone, and no RecordExpunged is named", lines =>
            Edit(lines, Released, line =>
            {
                foreach (var member in (string[])["sealed", "fields", "labels"]) line.Remove(member);
            }));

    [Fact]
    public Task Edited_leaf() => Refused(Released, "its envelope or labels are not those the leaf commits to", lines =>
        Edit(lines, Released, line => Tampering.EditLeaf(line, "\"fieldsRoot\":\"", 1)));

    [Fact]
    public async Task Edited_leaf_where_only_the_tree_can_tell()
    {
        // The last digits of the recorded time: nothing else in the line speaks of them.
        var (exit, output) = Verify(Edit(
            await _ledger.Export(), 11, line => Tampering.EditLeaf(line, "\"recordedAt\":\"", 26)));
        Assert.Equal(1, exit);
        Assert.Contains("together they are not the tree that was signed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_edited()
    {
        // Another history, whole in itself, under the checkpoint that was signed over the first.
        using var other = await AuditedLedger.Begin("hill: 9 High Road");
        var lines = await other.Export();
        lines[0] = (await _ledger.Export())[0];
        var (exit, output) = Verify(lines);
        Assert.Equal(1, exit);
        Assert.Contains("history was rewritten", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_edited_and_signed_anew()
    {
        using var other = await AuditedLedger.Begin("hill: 9 High Road");
        await other.Post("supervision.supervision-commenced", "probation");
        var seen = _scratch.Write("seen", (await _ledger.Checkpoint()).ToBytes());
        var lines = await other.Export();
        Assert.Equal(0, Verify(lines).Exit);
        var (exit, output) = Verify(lines, "--seen", seen);
        Assert.Equal(1, exit);
        Assert.Contains("the first 12 leaves are not those of a checkpoint seen before", output, StringComparison.Ordinal);
    }

    [Fact]
    public Task Tail_deleted_behind_the_last_published_checkpoint() =>
        Refused(10, "the tail is missing: the checkpoint covers 12 leaves, and the file ends after 10", lines => lines[..^2]);

    [Fact]
    public Task Reordered() => Refused(3, "the line in its place says 4: lines are missing, inserted or out of order", lines =>
        [.. lines[..4], lines[5], lines[4], .. lines[6..]]);

    [Fact]
    public Task Reordered_and_renumbered()
    {
        return Refused(4, "it says it was recorded before the event in front of it", lines =>
        [
            .. lines[..4], AuditedLedger.Edit(lines[5], line => line["position"] = 3),
            AuditedLedger.Edit(lines[4], line => line["position"] = 4), .. lines[6..],
        ]);
    }

    [Fact]
    public Task Removed_from_the_middle() =>
        Refused(3, "the line in its place says 4: lines are missing, inserted or out of order", lines =>
            [.. lines[..4], .. lines[5..]]);

    [Fact]
    public Task Inserted() => Refused(12, "it stands behind the end of what the checkpoint covers: inserted", lines =>
        [.. lines, AuditedLedger.Edit(lines[12], line => line["position"] = 12)]);

    [Fact]
    public Task Inserted_in_the_middle() => Refused(4, "the line in its place says 3: lines are missing, inserted or out of order", lines =>
        [.. lines[..5], lines[4], .. lines[5..]]);

    [Fact]
    public Task Two_ciphertexts_swapped() => Refused(3, "a ciphertext is not the one its leaf names", lines =>
    {
        var (one, two) = (JsonNode.Parse(lines[4])!["sealed"]!, JsonNode.Parse(lines[8])!["sealed"]!);
        return Edit(
            Edit(lines, 3, line => line["sealed"] = two.DeepClone()), 7, line => line["sealed"] = one.DeepClone());
    });

    [Fact]
    public Task Two_ciphertexts_of_one_event_swapped() =>
        Refused(FamilySession, "a ciphertext is not the one its leaf names", lines => Edit(lines, FamilySession, line =>
        {
            var parts = line["sealed"]!.AsArray();
            var first = parts[0]!.DeepClone();
            parts[0] = parts[1]!.DeepClone();
            parts[1] = first;
        }));

    [Fact]
    public Task A_line_cut_short() => Refused(11, "the line is not one of an export", lines =>
        [.. lines[..^1], lines[^1][..^20]]);

    [Fact]
    public async Task Wrong_origin()
    {
        var file = Write(await _ledger.Export());
        var (exit, output) = Run("ledger", file, "--origin", "reintegration/events/other", "--key", Key);
        Assert.Equal((1, "refused: the checkpoint is not trusted: WrongOrigin\n"), (exit, output));
    }

    [Fact]
    public async Task Substituted_key()
    {
        // Same name, another key: the thief signs everything consistently, and gives the key in the header too.
        using var thief = new SignerKey(AuditedLedger.Origin, NoteKeyType.Ed25519, SHA256.HashData("thief"u8));
        var lines = await _ledger.Export();
        var head = Checkpoint.Parse((await _ledger.Checkpoint()).Text, out _)!;
        var note = await SignedCheckpoint.Sign(head, thief, default);
        lines[0] = AuditedLedger.Edit(lines[0], line => (line["checkpoint"], line["vkey"]) = (note.ToString(), thief.Key.ToString()));
        Assert.Equal((1, "refused: the checkpoint is not trusted: NotSignedByLog\n"), Verify(lines));
    }

    [Fact]
    public async Task Malleated_signature()
    {
        var lines = await _ledger.Export();
        lines[0] = AuditedLedger.Edit(lines[0], line => line["checkpoint"] = Tampering.Malleated(line["checkpoint"]!.GetValue<string>()));
        Assert.Equal((1, "refused: the checkpoint is not trusted: FalseSignature\n"), Verify(lines));
    }

    [Fact]
    public async Task Old_checkpoint_replayed()
    {
        var old = await _ledger.Export();
        await _ledger.Post("supervision.supervision-commenced", "probation");
        var seen = _scratch.Write("seen", (await _ledger.Checkpoint()).ToBytes());
        var (exit, output) = Verify(old, "--seen", seen);
        Assert.Equal(1, exit);
        Assert.Contains("the checkpoint is older than one seen before: it covers 12 leaves, and 13 were signed", output, StringComparison.Ordinal);
        Assert.Equal(0, Verify(await _ledger.Export(), "--seen", seen).Exit);
    }

    [Fact]
    public async Task Forged_consistency()
    {
        var older = _scratch.Write("older", (await _ledger.Checkpoint()).ToBytes());
        using var other = await AuditedLedger.Begin("hill: 9 High Road");
        await other.Post("supervision.supervision-commenced", "probation");
        var newer = _scratch.Write("newer", (await other.Checkpoint()).ToBytes());
        var leaves = (await other.Events()).Select(recorded => MerkleTree.LeafHash(recorded.Leaf.Span)).ToList();
        var proof = ProofPlan.Consistency(12, 13).Assemble(new LeafNodes(leaves));
        var file = _scratch.Write("proof", string.Join('\n', proof.Select(Convert.ToBase64String)));
        var (exit, output) = Run("consistency", older, newer, file, "--origin", AuditedLedger.Origin, "--key", Key);
        Assert.Equal((1, "refused: OlderRootDiffers\n"), (exit, output));
    }

    [Fact]
    public async Task Truncated_tile()
    {
        var leaves = (await _ledger.Events()).Select(recorded => MerkleTree.LeafHash(recorded.Leaf.Span)).ToList();
        var whole = leaves.SelectMany(hash => hash).ToArray();
        Assert.Equal(MerkleTree.Root(leaves), new TileNodes(12, _ => whole).Root());
        Assert.Throws<FormatException>(() => new TileNodes(12, _ => whole.AsMemory(..^32)).Root());
    }

    [Fact]
    public async Task Edited_policy_bundle()
    {
        var file = Write(await _ledger.Export());
        var folder = Path.Combine(_scratch.Folder, "bundle");
        foreach (var (path, text) in BundleFiles.Default) _scratch.Write($"bundle/{path}", text);
        string[] trust = ["--origin", AuditedLedger.Origin, "--key", Key];
        Assert.Equal(0, Run(["ledger", file, "--bundle", folder, .. trust]).Exit);

        var rules = Path.Combine(folder, "policies", "02-limits.cedar");
        File.WriteAllText(rules, File.ReadAllText(rules).Replace(
                "Case::Action::\"fine\"", "Case::Action::\"exists\"", StringComparison.Ordinal));
        var (exit, output) = Run(["ledger", file, "--bundle", folder, .. trust]);
        Assert.Equal(1, exit);
        Assert.Contains("refused: position 1 puts another policy bundle in force", output, StringComparison.Ordinal);
    }

    async Task Refused(long position, string fault, Func<List<string>, List<string>> attack)
    {
        var lines = await _ledger.Export();
        var (untouched, said) = Verify(lines);
        Assert.True(untouched == 0, said);
        var (exit, output) = Verify(attack(lines));
        Assert.Equal((1, $"refused: position {position}: {fault}\n"), (exit, output));
    }

    static List<string> Edit(List<string> lines, int position, Action<JsonObject> change) =>
        [.. lines.Select((line, i) => i == position + 1 ? AuditedLedger.Edit(line, change) : line)];

    static JsonObject Opening(JsonObject line, string path) => line["fields"]!.AsArray().OfType<JsonObject>()
        .Single(field => field["path"]!.GetValue<string>() == path);

    string Key => _ledger.Signer.Key.ToString();

    string Write(IEnumerable<string> lines) => _scratch.Write("export.jsonl", string.Concat(lines.Select(line => line + "\n")));

    (int Exit, string Output) Verify(IEnumerable<string> lines, params string[] more) =>
        Run(["ledger", Write(lines), "--origin", AuditedLedger.Origin, "--key", Key, .. more]);

    static (int Exit, string Output) Run(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        return (VerifyCommand.Run(["verify", .. arguments], output), output.ToString());
    }
}
