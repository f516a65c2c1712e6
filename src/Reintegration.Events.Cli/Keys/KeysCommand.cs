using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Reintegration.Events.Postgres;

namespace Reintegration.Events.Cli.Keys;

/// <summary><c>keys rotate</c>: encrypts the data keys under a new wrapping key, beside servers that run.</summary>
static class KeysCommand
{
    /// <summary>The same name the server knows it by.</summary>
    const string WrappingVariable = "REINTEGRATION_WRAPPING_KEY_FILE";

    public static Command Build()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "The server's data folder.",
            DefaultValueFactory = _ => new DirectoryInfo(".data"),
        };
        var rotate = new Command(
            "rotate",
            "Make a new wrapping key, encrypt every data key under it, and forget the old one. Touches no event and no "
            + "database; servers may run. Killed anywhere it loses nothing: run it again. The wrapping key file is "
            + $"wrapping/data.keys in the data folder, or the one named in {WrappingVariable}. Exit codes: 0 done, 1 not done.")
        {
            data,
        };
        rotate.SetAction(parsed => Rotate(
            parsed.GetRequiredValue(data), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return new Command("keys", "Keep the keys that data keys are encrypted under.") { rotate };
    }

    static int Rotate(DirectoryInfo data, TextWriter output, TextWriter error)
    {
        var folder = Path.Combine(data.FullName, "keys", "data");
        var named = Environment.GetEnvironmentVariable(WrappingVariable);
        var wrapping = string.IsNullOrEmpty(named) ? Path.Combine(data.FullName, "wrapping", "data.keys") : named;
        foreach (var missing in (string[])[folder, wrapping])
        {
            if (Path.Exists(missing)) continue;
            error.WriteLine($"There is no {missing}: name the server's data folder, and the file of its wrapping key.");
            return 1;
        }
        try
        {
            var count = FileKeyStore.Rotate(folder, wrapping, RandomNumberGenerator.Fill);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{count} data keys encrypted under a new wrapping key; the old one is gone"));
            return 0;
        }
        catch (Exception failure) when (
            failure is InvalidOperationException or Reintegration.Events.Ledger.LedgerUnavailableException
                or Reintegration.Events.Ledger.LedgerBrokenException)
        {
            error.WriteLine($"Not done, and nothing is lost: {failure.Message}");
            return 1;
        }
    }
}
