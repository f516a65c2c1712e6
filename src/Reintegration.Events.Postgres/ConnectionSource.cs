using Npgsql;
using Reintegration.Events.Postgres.Cluster;

namespace Reintegration.Events.Postgres;

/// <summary>How to reach one database: as the one who migrates, and as each of the application's roles.</summary>
public sealed class ConnectionSource
{
    readonly Func<string?, NpgsqlConnectionStringBuilder> _for;

    ConnectionSource(Func<string?, NpgsqlConnectionStringBuilder> @for) => _for = @for;

    /// <summary>A database of a private cluster, where each role logs in as itself.</summary>
    public static ConnectionSource Private(PrivateCluster cluster, string database) =>
        new(role => new NpgsqlConnectionStringBuilder(cluster.ConnectionString(database, role)));

    /// <summary>A server named by the operator: we log in as given and act as each role.</summary>
    public static ConnectionSource Outside(string connectionString) =>
        new(role =>
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            if (role is not null) builder.Options = $"{builder.Options} -c role={role}".Trim();
            return builder;
        });

    /// <summary>The connection string of whoever migrates.</summary>
    public string Admin
    {
        get
        {
            var builder = _for(null);
            builder.Pooling = false;
            return builder.ConnectionString;
        }
    }

    /// <summary>The connection string of the appender: bounded waits on the server's side, none on ours.</summary>
    /// <remarks>
    /// A client-side cancellation that arrives during COMMIT would leave the outcome unknown for no gain; the server's
    /// own limits end a statement before its commit begins, never during it.
    /// </remarks>
    public string Writer(string role, string applicationName)
    {
        var builder = Tuned(role, applicationName);
        builder.Options =
            $"{builder.Options} -c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=10s -c synchronous_commit=on".Trim();
        builder.CommandTimeout = 0;
        builder.Pooling = false;
        return builder.ConnectionString;
    }

    /// <summary>The connection string of the eraser: used seldom, so nothing is kept open.</summary>
    public string Eraser(string role, string applicationName)
    {
        var builder = Tuned(role, applicationName);
        // A large case may take long to delete; until it is, no read shows it any more.
        builder.Options = $"{builder.Options} -c lock_timeout=5s -c statement_timeout=10min -c synchronous_commit=on".Trim();
        builder.CommandTimeout = 0;
        builder.Pooling = false;
        return builder.ConnectionString;
    }

    /// <summary>The connection string of readers: pooled, with a limit on each statement.</summary>
    public string Reader(string role, string applicationName)
    {
        var builder = Tuned(role, applicationName);
        builder.Options = $"{builder.Options} -c statement_timeout=30s".Trim();
        builder.MaxPoolSize = 16;
        builder.NoResetOnClose = true;
        return builder.ConnectionString;
    }

    NpgsqlConnectionStringBuilder Tuned(string role, string applicationName)
    {
        var builder = _for(role);
        builder.ApplicationName = applicationName;
        // Everything is found by an index. A plan that was made and kept while a table was small must not go through all
        // of it when it has grown; measured, that took a fifth of two cores before the first analysis of the tables.
        builder.Options = $"{builder.Options} -c enable_seqscan=off".Trim();
        builder.Timeout = 15; // A starting or recovering server answers late, not never.
        builder.MaxAutoPrepare = 40;
        builder.AutoPrepareMinUsages = 2;
        return builder;
    }
}
