using System.Collections.Immutable;
using Npgsql;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests;

public sealed class PostgresExposureTests(StoreFixture fixture) : ExposureLaws, IClassFixture<StoreFixture>
{
    protected override ILedger Ledger => fixture.Store.Ledger;

    protected override IAccessLedger Access => fixture.Store.AccessLedger;

    protected override IExposures Exposures => fixture.Store.AccessLedger;

    protected override IKeyStore Keys => fixture.Database.Keys;

    protected override void SetClock(DateTimeOffset now) => fixture.Clock.Now = now;

    protected override Task Reopen() => fixture.Reopen();

    [Fact]
    public async Task Two_nodes_keep_one_index()
    {
        await using var second = await fixture.Database.Open(fixture.Clock);
        var names = Enumerable.Range(0, 20).Select(_ => new EventName(new AgencyId("prison-north"), Guid.NewGuid())).ToArray();
        var (agency, epoch) = (Some.Agency(), (await Ledger.Head(default)).Epoch);
        IAccessLedger[] nodes = [Access, second.AccessLedger];
        // Both meet names of fields that neither has met, while both write rows of the same events.
        await Task.WhenAll(nodes.SelectMany((node, which) => Enumerable.Range(0, 150).Select(i => Task.Run(async () =>
            Assert.NotNull(await node.Record(
                Some.Access(epoch, null, agency) with { Released = [Seen(names[i % 20], $"new{i % 50}", which == 0 ? "full" : "coarse")] }, default))))));

        Assert.Equal(20, (await Exposures.Of(names, default)).Count);
        Assert.Equal(0, await Exposures.Rebuild(default));
    }

    [Fact]
    public async Task Rows_that_were_changed_lost_or_made_up_are_as_the_records_say_after_a_rebuild()
    {
        var names = Enumerable.Range(0, 4).Select(_ => new EventName(new AgencyId("prison-north"), Guid.NewGuid())).ToArray();
        var (agency, epoch) = (Some.Agency(), (await Ledger.Head(default)).Epoch);
        foreach (var name in names)
            await Access.Record(Some.Access(epoch, null, agency) with { Released = [Seen(name, "note", "full")] }, default);
        var before = (await Exposures.Of(names, default)).Select(each => each.Sightings.Single().Levels.Count).ToList();
        await Execute($"delete from reintegration.exposure where agency = '{agency}' and event = (select min(event::text)::uuid from reintegration.exposure where agency = '{agency}')");
        await Execute($"update reintegration.exposure set steps = '' where agency = '{agency}' and event = (select max(event::text)::uuid from reintegration.exposure where agency = '{agency}')");
        await Execute($"insert into reintegration.exposure values (gen_random_uuid(), '{agency}', '')");

        Assert.Equal(3, await Exposures.Rebuild(default));
        Assert.Equal(before, (await Exposures.Of(names, default)).Select(each => each.Sightings.Single().Levels.Count));
        // And what was known of it goes on being added to.
        await Access.Record(Some.Access(epoch, null, agency) with { Released = [Seen(names[0], "other", "full")] }, default);
        Assert.Equal(2, (await Exposures.Of([names[0]], default)).Single().Sightings.Length);
    }

    [Fact]
    public async Task Records_of_before_the_index_are_counted_for_their_owners_after_a_rebuild()
    {
        var (owner, agency, epoch) = (Some.Agency(), Some.Agency(), (await Ledger.Head(default)).Epoch);
        var receipt = await Access.Record(
            Some.Access(epoch, null, agency) with { Released = [Seen(new EventName(owner, Guid.NewGuid()), "note", "full")] }, default);
        await Execute($"update reintegration.access_record set owners = null where position = {receipt!.Position}");
        DateTimeOffset[] bounds = [receipt.RecordedAt, receipt.RecordedAt.AddDays(1)];
        Assert.Empty(await Exposures.Looks(owner, bounds, default));

        await Exposures.Rebuild(default);

        Assert.Equal(1, Assert.Single(await Exposures.Looks(owner, bounds, default)).Looks);
    }

    static Released Seen(EventName name, string field, string level) => new(
        name, ImmutableSortedDictionary<string, string>.Empty.Add("$event", "full").Add(field, level));

    async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(fixture.Database.Source.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
