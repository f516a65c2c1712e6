using System.Security.Cryptography;

namespace Reintegration.Events.Server.Doors;

/// <summary>The ledger's signing key in a file, readable by the server alone; made on the first start.</summary>
public static class SignerFile
{
    /// <summary>Opens the key that signs a ledger's checkpoints and receipts.</summary>
    /// <exception cref="InvalidOperationException">The file holds no key, or another ledger's.</exception>
    public static SignerKey Open(string path, string origin)
    {
        if (!File.Exists(path))
            DurableFile.Write(path, System.Text.Encoding.ASCII.GetBytes(
                SignerKey.Format(origin, NoteKeyType.Ed25519, RandomNumberGenerator.GetBytes(Ed25519.SeedLength))));
        if (SignerKey.Parse(File.ReadAllText(path).Trim()) is not { } key)
            throw new InvalidOperationException(
                $"'{path}' holds no signing key: restore it, or remove it to make a new one.");
        if (key.Key.Name == origin) return key;
        var other = key.Key.Name;
        key.Dispose();
        throw new InvalidOperationException(
            $"'{path}' is the signing key of {other}, not of {origin}: name another --data folder.");
    }
}

/// <summary>A signer's memory in a file that all instances share, apart from the database.</summary>
public sealed class FileSignerMemory(string path) : ISignerMemory
{
    public async Task<byte[]?> Read(CancellationToken ct) =>
        File.Exists(path) ? await File.ReadAllBytesAsync(path, ct) : null;

    public async Task<bool> Replace(byte[]? expected, byte[] next, CancellationToken ct)
    {
        try
        {
            // The lock is another file, because the memory itself is replaced by a new one.
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var gate = new FileStream(
                $"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (!MemorySignerMemory.SameAs(await Read(ct), expected)) return false;
            DurableFile.Write(path, next);
            return true;
        }
        catch (IOException) when (File.Exists($"{path}.lock"))
        {
            return false; // Another instance is replacing it right now.
        }
    }
}

/// <summary>Writes a file whole and durable, readable by this user alone, in place of any before it.</summary>
static class DurableFile
{
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var partial = Path.Combine(folder, $".{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(partial, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(partial, path, overwrite: true);
    }
}
