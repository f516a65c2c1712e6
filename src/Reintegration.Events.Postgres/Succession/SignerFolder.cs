using System.Globalization;

namespace Reintegration.Events.Postgres.Succession;

/// <summary>Where a data folder keeps what signs one of its two ledgers, and what was signed.</summary>
/// <param name="Data">The server's data folder.</param>
/// <param name="Kind"><c>events</c> or <c>access</c>.</param>
public sealed record SignerFolder(string Data, string Kind)
{
    /// <summary>The private key; its name is the origin it signs under.</summary>
    public string Key => Path.Combine(Data, "keys", $"{Kind}.signer");

    /// <summary>The frontier of the tree signed last.</summary>
    public string Memory => Path.Combine(Data, "signer", $"{Kind}.signed");

    /// <summary>The last checkpoint published.</summary>
    public string Checkpoint => Path.Combine(Data, "signer", $"{Kind}.checkpoint");

    /// <summary>The last checkpoint that witnesses sealed.</summary>
    public string Sealed => Path.Combine(Data, "signer", $"{Kind}.sealed");

    /// <summary>What a succession that was begun goes on from; gone when it is finished.</summary>
    public string Plan => Path.Combine(Data, "signer", $"{Kind}.succession");

    /// <summary>Where a file of an origin that was lost is kept aside; no two losses share a name.</summary>
    public static string Aside(string path, LedgerOrigin origin, long size) => origin.Epoch == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{path}.lost-{size}")
        : string.Create(CultureInfo.InvariantCulture, $"{path}.{origin.Epoch}.lost-{size}");

    /// <summary>Refuses to go on beside a succession that was begun and not finished.</summary>
    /// <exception cref="InvalidOperationException">One was.</exception>
    public void RequireSettled()
    {
        if (File.Exists(Plan))
            throw new InvalidOperationException(
                $"'{Plan}' says that a successor was begun and not finished: run 'reintegration ledger succeed' again.");
    }
}
