using System.Diagnostics;
using Npgsql;

namespace Reintegration.Events.Postgres.Cluster;

/// <summary>
/// A PostgreSQL of our own, below a data folder, reached only through a socket only its user can open.
/// </summary>
/// <remarks>
/// It writes through to disk like any server (fsync on). Who starts it stops it: the starter holds a lock on the folder
/// for as long as it lives, and another process that asks for the same folder attaches to the running cluster and
/// leaves
/// it running. If the starter is killed the cluster stays up, and the next process takes it over as its starter.
/// </remarks>
public sealed class PrivateCluster : IAsyncDisposable
{
    const string Admin = "reintegration_admin";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Binaries _binaries;
    readonly Account? _account;
    readonly ClusterHome _home;
    readonly FileStream? _starter;

    PrivateCluster(Binaries binaries, Account? account, ClusterHome home, FileStream? starter) =>
        (_binaries, _account, _home, _starter) = (binaries, account, home, starter);

    /// <summary>Whether this process started it, or took it over, and will stop it.</summary>
    public bool IsStarter => _starter is not null;

    /// <summary>Where its files really are.</summary>
    public string Folder => _home.Folder;

    /// <summary>The process id of the running server, or null.</summary>
    public int? ServerPid =>
        PidLines() is [var first, ..] && int.TryParse(first, out var pid) && IsPostgres(pid) ? pid : null;

    /// <summary>
    /// Starts the cluster below <paramref name="data"/>, making it first if need be, or attaches to it.
    /// </summary>
    /// <exception cref="ClusterException">PostgreSQL is missing or would not start; one line says why.</exception>
    public static async Task<PrivateCluster> Start(string data, CancellationToken ct)
    {
        var binaries = await Binaries.Find(ct);
        var account = Account.ToDropTo();
        var home = await ClusterHome.Prepare(data, account, ct);
        var cluster = new PrivateCluster(binaries, account, home, TryLock(home));
        try
        {
            await cluster.Ready(ct);
            return cluster;
        }
        catch
        {
            cluster._starter?.Dispose();
            throw;
        }
    }

    /// <summary>How to log in as a role, or as the administrator who migrates.</summary>
    public string ConnectionString(string database, string? role = null) => new NpgsqlConnectionStringBuilder
    {
        Host = RunningSockets() ?? _home.Sockets,
        Username = role ?? Admin,
        Database = database,
    }.ConnectionString;

    /// <summary>
    /// Brings the server back after it died under us: crash recovery runs, nothing committed is lost.
    /// </summary>
    public Task Restart(CancellationToken ct) => Ready(ct);

    /// <summary>The command that ends this cluster from outside this process, for a watcher that outlives it.</summary>
    public (string Program, string[] Arguments) StopCommand()
    {
        string[] stop = ["stop", "-D", _home.Data, "-m", "immediate", "-w"];
        return _account is null
            ? (_binaries["pg_ctl"], stop)
            : (_account.Prefix().Program, [.. _account.Prefix().Arguments, _binaries["pg_ctl"], .. stop]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_starter is null) return;
        NpgsqlConnection.ClearAllPools();
        if (ServerPid is not null)
            await Shell.Run(
                _account, _binaries["pg_ctl"], ["stop", "-D", _home.Data, "-m", "fast", "-w", "-t", "60"], default);
        await _starter.DisposeAsync();
    }

    /// <summary>The lock dies with its holder, however it dies: the system releases it.</summary>
    static FileStream? TryLock(ClusterHome home)
    {
        try
        {
            return new FileStream(home.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    async Task Ready(CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        if (_starter is not null)
        {
            if (!File.Exists(Path.Combine(_home.Data, "PG_VERSION"))) await Create(ct);
            RequireSameMajor();
        }
        while (!await Answers(ct))
        {
            if (_starter is not null && ServerPid is null) await Launch(ct);
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new ClusterException(_starter is null
                    ? $"Another process holds {_home.Folder} but its PostgreSQL does not answer: end that process and start again."
                    : $"PostgreSQL in {_home.Folder} does not answer; its last words are in {_home.Log}.");
            await Task.Delay(50, ct);
        }
    }

    async Task Create(CancellationToken ct)
    {
        // An initdb that was killed half-way leaves a folder without PG_VERSION, which initdb would refuse.
        if (Directory.Exists(_home.Data)) Directory.Delete(_home.Data, recursive: true);
        await Shell.Must(_account, _binaries["initdb"],
            ["-D", _home.Data, "-U", Admin, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions"], ct);
    }

    void RequireSameMajor()
    {
        var made = File.ReadAllText(Path.Combine(_home.Data, "PG_VERSION")).Trim();
        if (made != _binaries.Major.ToString(System.Globalization.CultureInfo.InvariantCulture))
            throw new ClusterException(
                $"{_home.Data} was made by PostgreSQL {made}, but {_binaries.Folder} is {_binaries.Major}: install {made} beside it, or use pg_upgrade.");
    }

    async Task Launch(CancellationToken ct)
    {
        ForgetStalePid();
        // Not waiting for success here: after a crash, orphans of the old server may hold its memory for a moment,
        // and the next turn tries again.
        await Shell.Run(_account, _binaries["pg_ctl"],
            ["start", "-D", _home.Data, "-l", _home.Log, "-w", "-t", "60", "-o", string.Join(' ', Settings())], ct);
    }

    IEnumerable<string> Settings()
    {
        (string Name, string Value)[] settings =
        [
            ("listen_addresses", "''"),
            ("unix_socket_directories", $"'{_home.Sockets}'"),
            ("unix_socket_permissions", "0700"),
            ("fsync", "on"),
            ("synchronous_commit", "on"),
            ("full_page_writes", "on"),
            ("max_connections", "100"),
            ("shared_buffers", "256MB"),
            ("max_wal_size", "4GB"),
            ("checkpoint_timeout", "15min"),
            ("jit", "off"),
            ("logging_collector", "off"),
        ];
        return settings.Select(setting => $"-c {setting.Name}={setting.Value}");
    }

    /// <summary>PostgreSQL trusts a pid that lives; after a power cut that pid may be anybody's.</summary>
    void ForgetStalePid()
    {
        if (PidLines() is [var first, ..] && (!int.TryParse(first, out var pid) || !IsPostgres(pid)))
            File.Delete(_home.Pid);
    }

    async Task<bool> Answers(CancellationToken ct)
    {
        if (ServerPid is null) return false;
        try
        {
            await using var connection = new NpgsqlConnection(
                ConnectionString("postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>The fifth line of postmaster.pid names the socket folder of the server that runs.</summary>
    string? RunningSockets() => PidLines() is [_, _, _, _, var sockets, ..] && sockets.Length > 0 ? sockets : null;

    string[] PidLines()
    {
        try
        {
            return File.ReadAllLines(_home.Pid);
        }
        catch (IOException)
        {
            return [];
        }
    }

    static bool IsPostgres(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !IsZombie(pid) && process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// Dead, but not yet collected by its parent: where process 1 collects nobody, it stays so for ever.
    /// </summary>
    static bool IsZombie(int pid)
    {
        try
        {
            return File.ReadLines($"/proc/{pid}/status").Any(
                line => line.StartsWith("State:\tZ", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }
}
