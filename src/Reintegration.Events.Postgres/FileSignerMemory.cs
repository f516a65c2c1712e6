namespace Reintegration.Events.Postgres;

/// <summary>A signer's memory in a file that all instances share, apart from the database and its backups.</summary>
public sealed class FileSignerMemory(string path) : ISignerMemory
{
    public Task<byte[]?> Read(CancellationToken ct) => Guarded(async () =>
        File.Exists(path) ? await File.ReadAllBytesAsync(path, ct) : null);

    public Task<bool> Replace(byte[]? expected, byte[] next, CancellationToken ct) => Guarded(async () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // The lock is another file, because the memory itself is replaced by a new one.
        await using var gate = TryLock($"{path}.lock");
        if (gate is null || !MemorySignerMemory.SameAs(await Read(ct), expected)) return false;
        DurableFile.Write(path, next);
        return true;
    });

    /// <summary>Null while another instance is replacing it.</summary>
    static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    static async Task<TResult> Guarded<TResult>(Func<Task<TResult>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException($"The signer's memory does not answer: {e.Message}", e);
        }
    }
}
