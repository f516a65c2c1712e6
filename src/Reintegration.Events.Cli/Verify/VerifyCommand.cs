using System.CommandLine;

namespace Reintegration.Events.Cli.Verify;

/// <summary>
/// <c>reintegration verify</c>: checks proofs offline, with the code of the pure core alone and nothing else to trust.
/// </summary>
public static class VerifyCommand
{
    /// <summary>What the process answers with.</summary>
    public static class Exit
    {
        /// <summary>Everything was checked and holds.</summary>
        public const int Verified = 0;

        /// <summary>Something was checked and does not hold.</summary>
        public const int Refused = 1;

        /// <summary>Nothing could be checked: a file is missing or is not what it should be.</summary>
        public const int NotChecked = 2;
    }

    internal const string ExitCodes =
        "Exit codes: 0 everything verified; 1 something did not verify; 2 nothing could be checked.";

    /// <summary>The command with all its parts, to be added to the root command.</summary>
    public static Command Build() =>
        new("verify", $"Check proofs offline, trusting only the keys given here. {ExitCodes}")
        {
            VectorsCommand.Build(),
            ProofCommands.Inclusion(),
            ProofCommands.Consistency(),
            ProofCommands.Checkpoint(),
            LedgerCommand.Build(),
            ViewCommands.View(),
            ViewCommands.Receipt(),
            EvidenceCommand.Build(),
        };

    /// <summary>Runs one command line that begins with <c>verify</c> and returns the exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var root = new RootCommand("Reintegration.Events") { Build() };
        ParseResult parsed = root.Parse(arguments);
        int exit = parsed.Invoke(new InvocationConfiguration { Output = output, Error = output });
        return parsed.Errors.Count > 0 ? Exit.NotChecked : exit;
    }
}
