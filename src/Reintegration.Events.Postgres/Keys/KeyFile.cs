using System.Runtime.InteropServices;
using System.Text;

namespace Reintegration.Events.Postgres;

/// <summary>Files that hold keys: written whole and durable or not at all, for the server's own user alone.</summary>
public static class KeyFile
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
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

    internal static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Whoever is first wins; to replace is for whoever holds the lock.</summary>
    internal static void Write(string path, ReadOnlySpan<byte> bytes, bool replace = false)
    {
        var partial = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(partial, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        if (replace) File.Move(partial, path, overwrite: true);
        else Publish(partial, path);
        Settle(path);
    }

    /// <summary>Gives a whole file its name, unless the name is taken: of several at once exactly one wins.</summary>
    /// <remarks>.NET looks first and renames then, and the second of two would replace the first one's key.</remarks>
    static void Publish(string partial, string path)
    {
        const int NameTaken = 17;
        if (OperatingSystem.IsWindows())
        {
            try { File.Move(partial, path, overwrite: false); }
            catch (IOException) when (File.Exists(path)) { File.Delete(partial); }
            return;
        }
        var named = link([.. Encoding.UTF8.GetBytes(partial), 0], [.. Encoding.UTF8.GetBytes(path), 0]) == 0;
        var error = Marshal.GetLastPInvokeError();
        File.Delete(partial);
        if (!named && error != NameTaken) throw new IOException($"'{path}' could not be made: error {error}.");
    }

    /// <summary>
    /// Overwritten before it is unlinked; what the disk itself may keep is for its encryption to hide.
    /// </summary>
    internal static void Remove(string path)
    {
        if (!File.Exists(path)) return;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Write(new byte[file.Length]);
            file.Flush(flushToDisk: true);
        }
        File.Delete(path);
        Settle(path);
    }

    /// <summary>A name is durable only when its folder is; .NET opens no folders, so the C library is asked.</summary>
    internal static void Settle(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = open([.. Encoding.UTF8.GetBytes(Path.GetDirectoryName(path)!), 0], flags: 0);
        var flushed = folder >= 0 && fsync(folder) == 0;
        if (folder >= 0) _ = close(folder);
        if (!flushed) throw new IOException($"The folder of '{path}' could not be flushed.");
    }

    [DllImport("libc", SetLastError = true)]
    static extern int link(byte[] from, byte[] to);

    [DllImport("libc")]
    static extern int open(byte[] path, int flags);

    [DllImport("libc")]
    static extern int fsync(int file);

    [DllImport("libc")]
    static extern int close(int file);

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
