using System.Runtime.InteropServices;
using System.Text;

namespace Reintegration.Events.Postgres;

/// <summary>Files that are there whole, and still there after the power failed; readable by this user alone.</summary>
/// <remarks>
/// What must never be in the database is kept so: keys, tombstones, and what was signed last. All members throw
/// <see cref="IOException"/> when the disk does not do as it is told.
/// </remarks>
public static class DurableFile
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Written in place of any before it.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        File.Move(Partial(path, bytes), path, overwrite: true);
        Settle(path);
    }

    /// <summary>Written only where there is none; whoever is first wins, and everyone then reads that one.</summary>
    public static void WriteFirst(string path, ReadOnlySpan<byte> bytes)
    {
        Publish(Partial(path, bytes), path);
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
    public static void Remove(string path)
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

    /// <summary>A folder nobody else may enter, unless it is there already.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    static string Partial(string path, ReadOnlySpan<byte> bytes)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        MakeFolder(folder);
        var partial = Path.Combine(folder, $".{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(partial, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        return partial;
    }

    /// <summary>A name is durable only when its folder is; .NET opens no folders, so the C library is asked.</summary>
    static void Settle(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var name = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var folder = open([.. Encoding.UTF8.GetBytes(name), 0], flags: 0);
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
}
