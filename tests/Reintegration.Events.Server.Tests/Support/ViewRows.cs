using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Reintegration.Events.Server.Tests.Support;

/// <summary>Stored rows of views as they stand in a server's database, whatever build they belong to.</summary>
static class ViewRows
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="State">Of its build.</param>
    /// <param name="Erasure">In front of the body: the erasure of the case that its key belongs to; -1: before any.</param>
    internal sealed record Stored(long Generation, string View, string State, string Audience, byte[] Body, long Erasure);

    internal static async Task<List<Stored>> Of(ServerProcess server, string caseId)
    {
        await using var admin = await server.Admin();
        await using var command = new Npgsql.NpgsqlCommand(
            $"select generation, view, state, audience, body from reintegration.projected_row join reintegration.projection_build using (generation) where case_id = '{caseId}'", admin);
        await using var reader = await command.ExecuteReaderAsync();
        List<Stored> rows = [];
        while (await reader.ReadAsync())
        {
            var body = reader.GetFieldValue<byte[]>(4);
            rows.Add(new Stored(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), body,
                BinaryPrimitives.ReadInt64BigEndian(body.AsSpan(1))));
        }
        return rows;
    }

    /// <summary>The file of the key that rows of a case are sealed under until it is erased.</summary>
    internal static string KeyFile(string caseId) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(KeyScope.Rows(Guid.Parse(caseId), -1).ToBytes()))}.0";

    /// <summary>Waits until every slice is folded as far as the ledger has come, and something serves.</summary>
    internal static Task Folded(ServerProcess server) => Until(server,
        "select (select min(position) from reintegration.projection_slice) >= (select max(position) from reintegration.event) and exists (select from reintegration.projection_build where state = 'serving')");

    /// <summary>Waits until a view has a build that serves and one that is kept.</summary>
    internal static Task Rebuilt(ServerProcess server, string view) => Until(server,
        $"select count(*) = 2 from reintegration.projection_build where view = '{view}' and state in ('serving', 'kept')");

    static async Task Until(ServerProcess server, string holds)
    {
        await using var admin = await server.Admin();
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            await using var command = new Npgsql.NpgsqlCommand(holds, admin);
            if (await command.ExecuteScalarAsync() is true) return;
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"It does not come about: {holds}");
            await Task.Delay(100);
        }
    }
}
