using System.Security.Cryptography;
using Reintegration.Events.Postgres.Succession;

namespace Reintegration.Events.Server.Doors;

/// <summary>A signing key in a file, readable by the server alone; made on the first start.</summary>
public static class SignerFile
{
    /// <summary>Opens the key of a ledger or witness.</summary>
    /// <param name="name">The name it must sign under; null takes whatever name the file has.</param>
    /// <exception cref="InvalidOperationException">The file holds no key, or another's.</exception>
    public static SignerKey Open(string path, string? name, NoteKeyType type = NoteKeyType.Ed25519)
    {
        if (!File.Exists(path) && name is not null)
            DurableFile.WriteFirst(path, System.Text.Encoding.ASCII.GetBytes(
                SignerKey.Format(name, type, RandomNumberGenerator.GetBytes(Ed25519.SeedLength))));
        if (SignerKey.Parse(File.ReadAllText(path).Trim()) is not { } key)
            throw new InvalidOperationException(
                $"'{path}' holds no signing key: restore it, or remove it to make a new one.");
        if (key.Key.Type == type && (name is null || key.Key.Name == name)) return key;
        var (other, kind) = (key.Key.Name, key.Key.Type);
        key.Dispose();
        throw new InvalidOperationException(
            $"'{path}' is the {kind} key of {other}, not the {type} key of {name ?? other}: name another file or --data folder.");
    }

    /// <summary>Opens the key of a ledger as it stands: of the origin in force, or of one that succeeded it.</summary>
    /// <remarks>
    /// A key behind the origin in force would sign a second history under a name that was given up. One before it is what a
    /// database restored behind its own succession leaves: the memory then refuses to sign, and the ledger is succeeded again.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// The file holds no key, or another's; or a succession was begun and not finished.
    /// </exception>
    public static SignerKey Open(SignerFolder folder, LedgerOrigin inForce)
    {
        folder.RequireSettled();
        if (!File.Exists(folder.Key)) return Open(folder.Key, inForce.ToString());
        var key = Open(folder.Key, null);
        if (LedgerOrigin.Parse(key.Key.Name) is { } named && inForce.Precedes(named)) return key;
        key.Dispose();
        return Open(folder.Key, inForce.ToString());
    }
}
