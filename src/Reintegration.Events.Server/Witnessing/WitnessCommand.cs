using System.CommandLine;
using Reintegration.Events.Server.Audit;

namespace Reintegration.Events.Server.Witnessing;

/// <summary><c>reintegration-server witness</c>: runs a witness for the logs whose keys it is given.</summary>
public static class WitnessCommand
{
    public static System.CommandLine.Command Build()
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => "http://127.0.0.1:5090" };
        var data = new Option<string>("--data") { Description = "Folder for what was cosigned last. Whoever loses it retires the witness.", Required = true };
        var key = new Option<string>("--key") { Description = "File of the cosigning key; made on the first start.", Required = true };
        var name = new Option<string?>("--name") { Description = "The witness's name, for making its key: witness.example/w1." };
        var trust = new Option<string[]>("--trust") { Description = "File with the verifier keys of the logs to be witnessed, one a line.", Required = true, AllowMultipleArgumentsPerToken = true };
        var command = new System.CommandLine.Command("witness", "Cosigns checkpoints of ledgers (C2SP tlog-witness), for bodies that hold no seat in a case.")
        {
            urls, data, key, name, trust,
        };
        command.SetAction((parsed, ct) => Launch.Guarded(() => Serve(
            parsed.GetValue(urls)!, parsed.GetValue(data)!, parsed.GetValue(key)!, parsed.GetValue(name),
            parsed.GetValue(trust)!, ct), ct));
        return command;
    }

    static async Task<int> Serve(
        string urls, string data, string keyFile, string? name, string[] trust, CancellationToken ct)
    {
        if (name is null && !File.Exists(keyFile))
            throw new InvalidOperationException($"There is no key at '{keyFile}': give the witness a --name to make one.");
        using var key = SignerFile.Open(keyFile, name, NoteKeyType.Cosignature);
        await using var app = WitnessHost.Build(new WitnessParts(urls, data, key, Trusted(trust)));
        await app.StartAsync(ct);
        Console.Out.WriteLine($"witness {key.Key}");
        Console.Out.WriteLine($"serving {app.Urls.First()}; stop with Ctrl-C");
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    /// <summary>The witnesses a server is told of, paired in the order given.</summary>
    /// <exception cref="InvalidOperationException">They do not pair, or one is no address or no key.</exception>
    public static ImmutableArray<WitnessAddress> Addresses(string[] urls, string[] keys)
    {
        if (urls.Length != keys.Length)
            throw new InvalidOperationException("Every --witness needs its --witness-vkey, in the same order.");
        return [.. urls.Zip(keys, (url, text) =>
            Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
                && VerifierKey.Parse(text) is { Type: NoteKeyType.Cosignature } key
                ? new WitnessAddress(address, key)
                : throw new InvalidOperationException($"'{url}' with '{text}' is not a witness's URL and cosigning key."))];
    }

    /// <summary>The logs in these files: keys of one name are one log's, as while a key is being replaced.</summary>
    /// <exception cref="InvalidOperationException">A line is no key of a log.</exception>
    public static ImmutableArray<LogPolicy> Trusted(IEnumerable<string> files) =>
    [
        .. files.SelectMany(file => File.ReadAllLines(file).Where(line => line.Length > 0).Select(line => Key(file, line)))
            .GroupBy(key => key.Name, StringComparer.Ordinal)
            .Select(keys => new LogPolicy(keys.Key, [.. keys.Distinct()])),
    ];

    static VerifierKey Key(string file, string line) =>
        VerifierKey.Parse(line) is { Type: NoteKeyType.Ed25519 } key
            ? key
            : throw new InvalidOperationException($"'{file}' has a line that is no verifier key of a log: {line}");
}
