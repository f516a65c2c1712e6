using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Cli.Verify;
using Reintegration.Events.Ledger;
using Support.Audit;

namespace Reintegration.Events.Cli.Tests.Verify;

/// <summary>A reader checks what it was answered, offline.</summary>
public sealed class ViewCommandTests : IDisposable
{
    readonly Scratch _scratch = new();
    readonly AuditedLedger _ledger = AuditedLedger.Begin().GetAwaiter().GetResult();

    public void Dispose()
    {
        _ledger.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task What_was_answered_is_what_the_leaves_commit_to()
    {
        Assert.Equal(
            (0, "verified: 6 of 6 events are what their leaves commit to\n"), Run(await _ledger.Timeline()));
    }

    [Theory]
    [InlineData("type")]
    [InlineData("owner")]
    [InlineData("category")]
    [InlineData("happenedAt")]
    [InlineData("recordedAt")]
    [InlineData("event")]
    public async Task Any_edited_member_is_refused(string member)
    {
        var (exit, output) = Run(await Edited(item => item[member] = "2020-01-01T00:00:00Z"));
        Assert.Equal(1, exit);
        Assert.Contains($": {(member == "event" ? "event" : member)} is not ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edited_facts_and_facts_without_an_opening_are_refused()
    {
        var (exit, output) = Run(await Edited(item => item["facts"]!["toArea"] = "elsewhere"));
        Assert.Equal(1, exit);
        Assert.Contains("toArea is not what the leaf commits to", output, StringComparison.Ordinal);

        (exit, output) = Run(await Edited(item => item["facts"]!["more"] = 1));
        Assert.Equal(1, exit);
        Assert.Contains("more is shown and not opened", output, StringComparison.Ordinal);

        // To call it a pseudonym helps only where the answer itself shows a lower level.
        (exit, output) = Run(await Edited(item =>
        {
            item["facts"]!["more"] = 1;
            item["proof"]!["notProvable"] = new JsonObject { ["/facts/more"] = "pseudonym" };
        }));
        Assert.Equal(1, exit);
        Assert.Contains("more is shown and not opened", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_opening_that_is_not_the_leafs_is_refused()
    {
        foreach (var member in (string[])["value", "salt", "path", "level"])
        {
            var (exit, output) = Run(await Edited(item =>
            {
                var opening = item["proof"]!["fields"]!.AsArray().OfType<JsonObject>()
                    .First(field => field["path"]!.GetValue<string>() == "/facts/toArea");
                opening[member] = member switch
                {
                    "salt" => Convert.ToBase64String(new byte[MerkleTree.HashLength]),
                    "level" => 3,
                    _ => "/facts/elsewhere",
                };
            }));
            Assert.Equal(1, exit);
            Assert.Contains("its openings do not rebuild the root in its leaf", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_proof_nothing_is_verified_and_what_cannot_be_proved_is_named()
    {
        var (exit, output) = Run(await Edited(item => item.Remove("proof")));
        Assert.Equal(1, exit);
        Assert.Contains("it carries no proof", output, StringComparison.Ordinal);

        var withheld = await Edited(item => item["proof"] = new JsonObject { ["withheld"] = "time" });
        (exit, output) = Run(withheld);
        Assert.Equal(1, exit);
        Assert.Contains("it has no proof: time", output, StringComparison.Ordinal);
        (exit, output) = Run(withheld, "--partial");
        Assert.Equal(0, exit);
        Assert.Contains("partly verified: 5 of 6 events", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inclusion_proofs_and_receipts_show_that_the_ledger_holds_it()
    {
        var events = await _ledger.Events();
        var hashes = events.Select(recorded => MerkleTree.LeafHash(recorded.Leaf.Span)).ToList();
        var note = await _ledger.Checkpoint();
        List<string> proofs = [];
        foreach (var at in Enumerable.Range(2, 6))
            proofs.Add(_scratch.Write($"{at}.tlog-proof", new TlogProof(
                at, ProofPlan.Inclusion(at, 12).Assemble(new LeafNodes(hashes)), note).ToBytes()));
        string[] trust = ["--origin", AuditedLedger.Origin, "--key", _ledger.Signer.Key.ToString()];
        var timeline = await _ledger.Timeline();
        Assert.Equal(
            (0, "verified: 6 of 6 events are what their leaves commit to, and the ledger holds them\n"),
            Run(timeline, [.. trust, "--inclusion", .. proofs]));
        var (exit, output) = Run(timeline, [.. trust, "--inclusion", .. proofs[1..]]);
        Assert.Equal(1, exit);
        Assert.Contains("nothing given here shows that the ledger holds it", output, StringComparison.Ordinal);

        var receipts = _scratch.Write("receipt", await Receipt(Convert.ToHexStringLower(hashes[2])));
        Assert.Equal(0, Run(timeline, [.. trust, "--inclusion", .. proofs[1..], "--receipts", receipts]).Exit);
        Assert.Equal(2, Run(timeline, "--receipts", receipts).Exit);
    }

    [Fact]
    public async Task A_receipt_is_signed_by_the_key_that_was_given_or_refused()
    {
        var key = _ledger.Signer.Key.ToString();
        var receipt = await Receipt("ab12");
        var (exit, output) = Receipt(_scratch.Write("receipt", receipt), key);
        Assert.Equal((0, $"verified: {AuditedLedger.Origin} acknowledged 7 with the leaf ab12\n"), (exit, output));

        var edited = _scratch.Write("edited", receipt.Replace("ab12", "ab13", StringComparison.Ordinal));
        Assert.Equal((1, $"refused: the receipt of 7 is not signed by {AuditedLedger.Origin}\n"), Receipt(edited, key));
        using var other = new SignerKey(AuditedLedger.Origin, NoteKeyType.Ed25519, new byte[32]);
        Assert.Equal(1, Receipt(_scratch.Write("receipt", receipt), other.Key.ToString()).Exit);
        Assert.Equal(2, Receipt(_scratch.Write("empty", "[]"), key).Exit);
        Assert.Equal(2, Receipt(_scratch.Write("broken", "{"), key).Exit);
    }

    async Task<string> Receipt(string leafHash)
    {
        var unsigned = JsonSerializer.SerializeToElement(new { id = "7", leafHash, version = 1 });
        var receipt = JsonNode.Parse(unsigned.GetRawText())!.AsObject();
        receipt["signature"] = await ReceiptSignature.Sign(unsigned, _ledger.Signer, default);
        return receipt.ToJsonString();
    }

    /// <summary>The timeline with its second item changed: a release, with a place.</summary>
    async Task<string> Edited(Action<JsonObject> change)
    {
        var answer = JsonNode.Parse(await _ledger.Timeline())!;
        change(answer["items"]![1]!.AsObject());
        return answer.ToJsonString();
    }

    (int Exit, string Output) Run(string answer, params string[] more)
    {
        var output = new StringWriter { NewLine = "\n" };
        var exit = VerifyCommand.Run(["verify", "view", _scratch.Write("view.json", answer), .. more], output);
        return (exit, output.ToString());
    }

    static (int Exit, string Output) Receipt(string file, string key)
    {
        var output = new StringWriter { NewLine = "\n" };
        return (VerifyCommand.Run(["verify", "receipt", file, "--vkey", key], output), output.ToString());
    }
}
