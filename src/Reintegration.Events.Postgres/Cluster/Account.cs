namespace Reintegration.Events.Postgres.Cluster;

/// <summary>The user PostgreSQL runs as when we are root, which it refuses to be.</summary>
sealed record Account(string Name, string Uid, string Gid)
{
    /// <summary>Null unless we are root; then <c>postgres</c> if there is one, else <c>nobody</c>.</summary>
    internal static Account? ToDropTo()
    {
        if (!Environment.IsPrivilegedProcess) return null;
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(
            parts => parts.Length > 3).ToList();
        foreach (var name in (string[])["postgres", "nobody"])
            if (users.FirstOrDefault(parts => parts[0] == name) is [_, _, var uid, var gid, ..])
                return new Account(name, uid, gid);
        throw new ClusterException(
            "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as.");
    }

    /// <summary>
    /// The program and arguments that put a command line under this user, without a shell in between.
    /// </summary>
    internal (string Program, string[] Arguments) Prefix()
    {
        foreach (var folder in (string[])["/usr/bin", "/bin", "/sbin", "/usr/sbin"])
        {
            if (File.Exists($"{folder}/setpriv"))
                return ($"{folder}/setpriv", ["--reuid", Uid, "--regid", Gid, "--clear-groups", "--"]);
            if (File.Exists($"{folder}/runuser"))
                return ($"{folder}/runuser", ["-u", Name, "--"]);
            if (File.Exists($"{folder}/sudo"))
                return ($"{folder}/sudo", ["-n", "-u", Name, "--"]);
        }
        throw new ClusterException(
            "PostgreSQL does not run as root, and neither setpriv, runuser nor sudo is here to change user.");
    }
}
