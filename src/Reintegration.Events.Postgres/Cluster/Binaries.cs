namespace Reintegration.Events.Postgres.Cluster;

/// <summary>An installed PostgreSQL: the folder of its programs and its major version.</summary>
public sealed record Binaries(string Folder, int Major)
{
    /// <summary>The oldest PostgreSQL we run on: <c>unique nulls not distinct</c> came with it.</summary>
    public const int OldestMajor = 15;

    const string HowToGet =
        "PostgreSQL 15 or newer was not found: install it (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql@17) "
        + "or name a server in REINTEGRATION_POSTGRES.";

    /// <summary>
    /// The first usable one: on PATH, then in the folders of Debian, Fedora and Homebrew, newest first.
    /// </summary>
    /// <exception cref="ClusterException">None is installed; the message says in one line how to get it.</exception>
    public static async Task<Binaries> Find(CancellationToken ct)
    {
        foreach (var folder in Candidates().Distinct(StringComparer.Ordinal))
            if (await Probe(folder, ct) is { } found)
                return found;
        throw new ClusterException(HowToGet);
    }

    public string this[string program] => Path.Combine(Folder, program);

    static async Task<Binaries?> Probe(string folder, CancellationToken ct)
    {
        // Debian puts pg_ctl and initdb outside PATH, with only the client's wrappers on it.
        if (!File.Exists(Path.Combine(folder, "initdb")) || !File.Exists(Path.Combine(folder, "pg_ctl"))) return null;
        var answer = await Shell.Run(null, Path.Combine(folder, "postgres"), ["--version"], ct);
        var number = new string([.. answer.Output.SkipWhile(c => !char.IsDigit(c)).TakeWhile(char.IsDigit)]);
        return answer.Ok && int.TryParse(number, out var major) && major >= OldestMajor
            ? new Binaries(folder, major)
            : null;
    }

    static IEnumerable<string> Candidates()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
        foreach (var (root, below) in new[]
        {
            ("/usr/lib/postgresql", "bin"), ("/opt/homebrew/opt", "bin"), ("/usr/local/opt", "bin"), ("/usr", "bin"),
        })
        {
            if (!Directory.Exists(root)) continue;
            foreach (var folder in Directory.GetDirectories(root).OrderByDescending(VersionOf))
                if (VersionOf(folder) > 0)
                    yield return Path.Combine(folder, below);
        }
    }

    /// <summary>
    /// 15 for <c>/usr/lib/postgresql/15</c>, <c>.../postgresql@15</c> and <c>/usr/pgsql-15</c>; else 0.
    /// </summary>
    static int VersionOf(string folder)
    {
        var name = Path.GetFileName(folder);
        foreach (var prefix in (string[])["postgresql@", "pgsql-"])
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                name = name[prefix.Length..];
        return int.TryParse(name, out var version) ? version : 0;
    }
}
