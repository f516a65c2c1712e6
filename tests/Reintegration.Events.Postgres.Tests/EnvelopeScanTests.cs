using Npgsql;
using Reintegration.Events.Events;
using Reintegration.Events.Policy.Change;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

/// <summary>The scan over PostgreSQL says what the scan over the ledger says, wherever one statement ends and the next begins.</summary>
public sealed class EnvelopeScanTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task Both_scans_say_the_same(int stretch)
    {
        var stream = Some.Stream();
        for (var i = 0; i < 5; i++)
            await fixture.Store.Ledger.Append(Some.Command(Some.Event(stream), Some.Event(Some.Stream())), default);
        var last = (await fixture.Store.Ledger.Head(default)).Size - 1;
        await using var source = NpgsqlDataSource.Create(fixture.Database.Source.Admin);
        var scan = new PostgresEnvelopes(source, stretch);
        var ledger = new LedgerScan(fixture.Store.Ledger);
        var type = (await Rows(ledger, null, last, true))[0].Envelope.Type;
        foreach (var timed in (bool[])[true, false])
            foreach (var types in (IReadOnlySet<string>?[])[null, new HashSet<string> { type }, new HashSet<string> { "none" }])
                foreach (var upTo in (long[])[last, last - 1, 0])
                {
                    var expected = await Rows(ledger, types, upTo, timed);
                    Assert.Equal(expected.Count, types?.Contains("none") is true ? 0 : (int)upTo + 1);
                    Assert.Equal(expected, await Rows(scan, types, upTo, timed));
                }
    }

    static async Task<List<(long Position, DateTimeOffset? At, long? Version, (string Type, StreamId, EventName, DateTimeOffset) Envelope)>> Rows(
        IEnvelopeScan scan, IReadOnlySet<string>? types, long upTo, bool timed)
    {
        List<(long, DateTimeOffset?, long?, (string, StreamId, EventName, DateTimeOffset))> rows = [];
        await foreach (var lot in scan.Read(types, upTo, timed, default))
            foreach (var row in lot)
            {
                var envelope = row.Open();
                Assert.Equal((row.Type, row.Stream), (envelope.Type, envelope.Stream));
                rows.Add((
                    row.Position, timed ? row.RecordedAt : null, timed ? row.Version : null,
                    (envelope.Type, envelope.Stream, envelope.Name, envelope.HappenedAt)));
            }

        return rows;
    }
}
