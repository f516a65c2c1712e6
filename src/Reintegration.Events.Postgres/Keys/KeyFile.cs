namespace Reintegration.Events.Postgres;

/// <summary>Files that hold keys: for the server's own user alone.</summary>
public static class KeyFile
{
    const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Refuses a key that everybody on the machine may read: it must be taken for known.</summary>
    /// <exception cref="InvalidOperationException">It is open to others.</exception>
    public static void RequirePrivate(string path)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0) return;
        throw new InvalidOperationException(
            $"The key file '{path}' is open to every user of this machine. Close it (chmod 600), and rotate the key if others could have read it.");
    }

    internal static byte[] Read(string path)
    {
        RequirePrivate(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>A folder that does not answer is the store not answering.</summary>
    internal static TResult Guarded<TResult>(Func<TResult> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException($"The key store does not answer: {e.Message}", e);
        }
    }
}
