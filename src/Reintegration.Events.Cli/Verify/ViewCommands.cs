using System.CommandLine;
using System.Text.Json;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Verify;

/// <summary><c>verify view</c> and <c>verify receipt</c>: what an agency was given, checked by the agency.</summary>
static class ViewCommands
{
    public static Command View()
    {
        var trust = new Trust(isRequired: false);
        var file = ProofCommands.FileArgument("FILE", "An answer with proofs: a timeline, or one event.");
        var inclusion = new Option<FileInfo[]>("--inclusion")
        {
            Description = "Proof files (C2SP tlog-proof), as an auditor is given them; --origin and --key say whom to trust.",
            AllowMultipleArgumentsPerToken = true,
        };
        var receipts = new Option<FileInfo[]>("--receipts")
        {
            Description = "Signed receipts; --origin and --key say whom to trust.",
            AllowMultipleArgumentsPerToken = true,
        };
        var partial = new Option<bool>("--partial")
        {
            Description = "Succeed though some of what is shown cannot be proved; it is named all the same.",
        };
        var command = new Command(
            "view",
            "Check that the values of an answer are those its events commit to. With --inclusion or --receipts, also "
            + $"that the ledger holds every event. {VerifyCommand.ExitCodes}")
        {
            file, inclusion, receipts, partial,
        };
        trust.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetResult(inclusion) is not null || result.GetResult(receipts) is not null)
                && (result.GetResult("--origin") is null || result.GetResult("--key") is null))
                result.AddError("Give --origin and --key: proofs and receipts are trusted for who signed them.");
        });
        command.SetAction(parsed => ProofCommands.Checked(parsed, output =>
        {
            var items = ViewVerification.Check(ReadJson(parsed.GetRequiredValue(file)))
                ?? throw new FormatException("This is no answer of a timeline or of one event.");
            Held? held = trust.IsGiven(parsed)
                ? new Held(trust.Read(parsed), parsed.GetValue(inclusion) ?? [], parsed.GetValue(receipts) ?? [])
                : null;
            return Say(items, held, parsed.GetValue(partial), output);
        }));
        return command;
    }

    static int Say(IReadOnlyList<ViewItem> items, Held? held, bool isPartial, TextWriter output)
    {
        var (faults, unproved, proved) = (0, 0, 0);
        foreach (var item in items)
        {
            foreach (var fault in item.Faults) output.WriteLine($"refused: {item.Event}: {fault}");
            foreach (var what in item.Unproved) output.WriteLine($"not proved: {item.Event}: {what}");
            faults += item.Faults.Count;
            unproved += item.Unproved.Count;
            if (item.LeafHash.IsEmpty || item.Faults.Count > 0) continue;
            proved++;
            if (held?.Holds(item.LeafHash.Span) != false) continue;
            output.WriteLine($"refused: {item.Event}: nothing given here shows that the ledger holds it");
            faults++;
        }

        if (faults > 0) return VerifyCommand.Exit.Refused;
        var where = held is null ? "" : ", and the ledger holds them";
        output.WriteLine(FormattableString.Invariant(
            $"{(unproved == 0 ? "verified" : "partly verified")}: {proved} of {items.Count} events are what their leaves commit to{where}"));
        return unproved == 0 || isPartial ? VerifyCommand.Exit.Verified : VerifyCommand.Exit.Refused;
    }

    public static Command Receipt()
    {
        var file = ProofCommands.FileArgument("FILE", "A receipt, as the ledger answered it; or a list of them.");
        var key = new Option<string>("--vkey", "--key")
        {
            Description = "The ledger's key, NAME+ID+BASE64, as C2SP signed-note has it.",
            Required = true,
        };
        var command = new Command("receipt", $"Check who signed a receipt. {VerifyCommand.ExitCodes}") { file, key };
        command.SetAction(parsed => ProofCommands.Checked(parsed, output =>
        {
            var trusted = VerifierKey.Parse(parsed.GetRequiredValue(key))
                ?? throw new FormatException("The key is not a verifier key (NAME+ID+BASE64).");
            var receipts = Receipts(ReadJson(parsed.GetRequiredValue(file))).ToList();
            if (receipts.Count == 0) throw new FormatException("There is no receipt in the file.");
            var exit = VerifyCommand.Exit.Verified;
            foreach (var receipt in receipts)
            {
                var isSigned = IsSigned(receipt, trusted);
                if (!isSigned) exit = VerifyCommand.Exit.Refused;
                output.WriteLine(isSigned
                    ? $"verified: {trusted.Name} acknowledged {receipt.GetProperty("id")} with the leaf {receipt.GetProperty("leafHash")}"
                    : $"refused: the receipt of {(receipt.TryGetProperty("id", out var id) ? id : default)} is not signed by {trusted.Name}");
            }
            return exit;
        }));
        return command;
    }

    /// <summary>A receipt alone, in a list, or as the answer to a batch holds them.</summary>
    internal static IEnumerable<JsonElement> Receipts(JsonElement file) => file.ValueKind switch
    {
        JsonValueKind.Array => file.EnumerateArray().SelectMany(Receipts),
        JsonValueKind.Object when file.TryGetProperty("receipt", out var receipt) => Receipts(receipt),
        JsonValueKind.Object when file.TryGetProperty("results", out var results) => Receipts(results),
        JsonValueKind.Object when file.TryGetProperty("leafHash", out _) && file.TryGetProperty("id", out _) => [file],
        _ => [],
    };

    internal static bool IsSigned(JsonElement receipt, VerifierKey key)
    {
        try
        {
            return ReceiptSignature.Verifies(receipt, key);
        }
        // Without a canonical form there is nothing that could have been signed.
        catch (FormatException)
        {
            return false;
        }
    }

    internal static JsonElement ReadJson(FileInfo file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new FormatException($"{file.Name} is not JSON: {broken.Message}");
        }
    }
}
