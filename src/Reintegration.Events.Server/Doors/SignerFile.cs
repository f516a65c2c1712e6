using System.Security.Cryptography;

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
}
