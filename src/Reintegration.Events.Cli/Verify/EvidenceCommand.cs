using System.CommandLine;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Verify;

/// <summary><c>verify evidence</c>: an evidence pack, checked by whoever was handed it.</summary>
static class EvidenceCommand
{
    public static Command Build()
    {
        var file = ProofCommands.FileArgument("FILE", "An evidence pack, as GET /audit/evidence answers it.");
        var keys = new Option<string[]>("--key")
        {
            Description = "The keys of the two ledgers, NAME+ID+BASE64, had from elsewhere than the pack: one of events, one of access.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var partial = new Option<bool>("--partial")
        {
            Description = "Succeed though some of what is shown cannot be proved; it is named all the same.",
        };
        var command = new Command(
            "evidence",
            "Check that a pack is signed, that both ledgers hold every event and every look in it, and that what is shown "
            + $"is what was recorded. {VerifyCommand.ExitCodes}")
        {
            file, keys, partial,
        };
        command.SetAction(parsed => ProofCommands.Checked(parsed, output =>
        {
            var trusted = parsed.GetRequiredValue(keys).Select(text => VerifierKey.Parse(text)
                ?? throw new FormatException($"'{text}' is not a verifier key (NAME+ID+BASE64).")).ToList();
            return Say(
                EvidenceVerification.Check(File.ReadAllBytes(parsed.GetRequiredValue(file).FullName), trusted),
                parsed.GetValue(partial), output);
        }));
        return command;
    }

    static int Say(EvidenceVerdict verdict, bool isPartial, TextWriter output)
    {
        foreach (var fault in verdict.Faults) output.WriteLine($"refused: {fault}");
        if (verdict.Faults.Count > 0) return VerifyCommand.Exit.Refused;
        foreach (var what in verdict.Unproved) output.WriteLine($"not proved: {what}");
        var whole = verdict.Unproved.Count == 0;
        output.WriteLine(FormattableString.Invariant(
            $"{(whole ? "verified" : "partly verified")}: case {verdict.Case}, {verdict.Events} events, {verdict.Erased} erased, {verdict.Looks} looks, as both ledgers hold them"));
        if (verdict.Next is { } next) output.WriteLine(FormattableString.Invariant($"looks after position {next} of the access ledger are in another pack"));
        return whole || isPartial ? VerifyCommand.Exit.Verified : VerifyCommand.Exit.Refused;
    }
}
