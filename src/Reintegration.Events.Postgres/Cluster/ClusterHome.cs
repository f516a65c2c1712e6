using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Postgres.Cluster;

/// <summary>Where a private cluster keeps its files, its socket and its log.</summary>
sealed record ClusterHome(string Folder, string Sockets)
{
    // A socket's whole path must fit in 103 bytes (macOS; Linux allows 107), and its name takes 23 with the lock file.
    const int LongestSocketFolder = 80;
    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    internal string Data => Path.Combine(Folder, "data");
    internal string Log => Path.Combine(Folder, "server.log");
    internal string Pid => Path.Combine(Data, "postmaster.pid");
    internal string Lock => Path.Combine(Folder, "starter.lock");

    /// <summary>Below the wished folder if the account can live there, else below the system's variable data.</summary>
    internal static async Task<ClusterHome> Prepare(string wished, Account? account, CancellationToken ct)
    {
        var full = Path.GetFullPath(wished);
        var folder = Path.Combine(full, "postgres");
        if (!await CanLive(folder, account, ct))
        {
            folder = Path.Combine("/var/lib/reintegration", Named(full));
            if (!await CanLive(folder, account, ct))
                throw new ClusterException(
                    $"Neither {full} nor {folder} can hold the private cluster of user '{account?.Name ?? Environment.UserName}'.");
        }
        var sockets = Path.Combine(folder, "socket");
        if (Encoding.UTF8.GetByteCount(sockets) > LongestSocketFolder)
            sockets = Path.Combine("/tmp", $"reintegration-{Digest(folder)}");
        await Own(sockets, account, ct);
        return new ClusterHome(folder, sockets);
    }

    /// <summary>Makes the folder ours alone; refuses one that another user laid there before us.</summary>
    static async Task Own(string folder, Account? account, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
            throw new ClusterException(
                "A private cluster needs Unix sockets with owners: on Windows name a server in REINTEGRATION_POSTGRES.");
        var known = new DirectoryInfo(folder);
        if (known.LinkTarget is not null) throw new ClusterException($"{folder} is a link; remove it and start again.");
        if (!known.Exists) Directory.CreateDirectory(folder, Private);
        if (account is not null) await Shell.Must(null, "chown", ["-h", $"{account.Uid}:{account.Gid}", folder], ct);
        try
        {
            File.SetUnixFileMode(folder, Private);
        }
        catch (UnauthorizedAccessException)
        {
            throw new ClusterException($"{folder} belongs to another user; remove it and start again.");
        }
    }

    static async Task<bool> CanLive(string folder, Account? account, CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            await Own(folder, account, ct);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
        // Root may enter what the account may not: ask as the account.
        return (await Shell.Run(account, "test", ["-w", folder], ct)).Ok;
    }

    /// <summary>Readable and unmistakable: the last two parts of the path and a digest of all of it.</summary>
    static string Named(string path) =>
        string.Join('-', path.Split('/', StringSplitOptions.RemoveEmptyEntries).TakeLast(2).Append(Digest(path)));

    static string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
}
