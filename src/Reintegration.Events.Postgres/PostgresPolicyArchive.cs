using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Postgres;

/// <summary>Bundles and reports in a table from which no role of the server can take anything away.</summary>
public sealed class PostgresPolicyArchive : IPolicyArchive
{
    readonly NpgsqlDataSource _source;

    internal PostgresPolicyArchive(NpgsqlDataSource source) => _source = source;

    public Task Keep(PolicyPaper paper, CancellationToken ct) => Query.List(
        _source, "insert_policy_paper", _ => 0, ct, Kind(paper.Kind), Hash(paper.Hash),
        Statement.Value(NpgsqlDbType.Bytea, paper.Content.ToArray()), Statement.Value(NpgsqlDbType.Text, paper.Note));

    public async Task<PolicyPaper?> Find(PolicyPaperKind kind, string hash, CancellationToken ct) =>
        (await Query.List(
            _source, "read_policy_paper",
            row => new PolicyPaper(kind, hash, row.GetFieldValue<byte[]>(0), row.GetString(1)), ct, Kind(kind), Hash(hash)))
        .SingleOrDefault();

    static NpgsqlParameter Kind(PolicyPaperKind kind) => Statement.Value(NpgsqlDbType.Smallint, (short)kind);

    static NpgsqlParameter Hash(string hash) => Statement.Value(NpgsqlDbType.Text, hash);
}
