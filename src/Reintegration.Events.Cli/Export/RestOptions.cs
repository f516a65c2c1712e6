using System.CommandLine;
using System.CommandLine.Parsing;

namespace Reintegration.Events.Cli.Export;

/// <summary>The options that name a server and open its audit doors.</summary>
sealed class RestOptions
{
    readonly Option<Uri?> _url;
    readonly Option<string?> _token = new("--token") { Description = "An auditor's bearer token. Others on this machine may see it: prefer --token-file." };
    readonly Option<FileInfo?> _tokenFile = new("--token-file") { Description = "A file that holds the token." };

    public RestOptions(bool isRequired) =>
        _url = new("--url")
        {
            Description = "The server, as in https://ledger.example/.",
            Required = isRequired,
            CustomParser = ReadUrl,
        };

    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_token);
        command.Options.Add(_tokenFile);
        command.Validators.Add(result =>
        {
            if (IsGiven(result) && result.GetResult(_token) is null == result.GetResult(_tokenFile) is null)
                result.AddError("Give either --token or --token-file.");
        });
    }

    public bool IsGiven(CommandResult result) => result.GetResult(_url) is not null;

    /// <summary>Null where no server was named.</summary>
    /// <exception cref="IOException">The file of the token cannot be read.</exception>
    public RestSource? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_url) is not { } url) return null;
        var token = parsed.GetValue(_tokenFile) is { } file
            ? File.ReadAllText(file.FullName).Trim()
            : parsed.GetValue(_token)!;
        return new RestSource(url, token);
    }

    static Uri? ReadUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https")
            return url;
        result.AddError($"'{text}' is not the address of a server.");
        return null;
    }
}
