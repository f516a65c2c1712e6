using System.CommandLine;
using System.CommandLine.Parsing;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Verify;

/// <summary>The options by which a person says what to trust. Nothing is trusted by default.</summary>
sealed class Trust
{
    readonly Option<string> _origin;
    readonly Option<VerifierKey[]> _keys;

    readonly Option<VerifierKey[]> _witnesses =
        KeyOption("--witness", "A witness's cosigning key. May be repeated.", false);

    readonly Option<int> _quorum = new("--quorum")
    {
        Description = "How many witnesses must have cosigned. Default: all that are named.",
    };

    /// <param name="isRequired">False where a command can check something without any log.</param>
    public Trust(bool isRequired = true)
    {
        _origin = new("--origin")
        {
            Description = "The log's identity, the first line of its checkpoints.",
            Required = isRequired,
        };
        _keys = KeyOption("--key", "A key of the log. Repeat it while a key is being replaced.", isRequired);
    }

    /// <summary>Whether both origin and key were given.</summary>
    public bool IsGiven(ParseResult parsed) =>
        parsed.GetValue(_origin) is not null && parsed.GetValue(_keys) is { Length: > 0 };

    public void AddTo(Command command)
    {
        command.Options.Add(_origin);
        command.Options.Add(_keys);
        command.Options.Add(_witnesses);
        command.Options.Add(_quorum);
    }

    public LogPolicy Read(ParseResult parsed)
    {
        VerifierKey[] witnesses = parsed.GetValue(_witnesses) ?? [];
        bool isGiven = parsed.GetResult(_quorum) is { Implicit: false };
        int quorum = isGiven ? parsed.GetValue(_quorum) : witnesses.Length;
        return new LogPolicy(parsed.GetRequiredValue(_origin), parsed.GetRequiredValue(_keys), witnesses, quorum);
    }

    static Option<VerifierKey[]> KeyOption(string name, string description, bool isRequired) => new(name)
    {
        Description = $"{description} Written NAME+ID+BASE64, as C2SP signed-note has it.",
        Required = isRequired,
        CustomParser = ReadKeys,
        HelpName = "VKEY",
    };

    static VerifierKey[]? ReadKeys(ArgumentResult result)
    {
        var keys = new List<VerifierKey>();
        foreach (Token token in result.Tokens)
        {
            if (VerifierKey.Parse(token.Value) is { } key)
                keys.Add(key);
            else
                result.AddError($"'{token.Value}' is not a verifier key (NAME+ID+BASE64).");
        }

        return [.. keys];
    }
}
