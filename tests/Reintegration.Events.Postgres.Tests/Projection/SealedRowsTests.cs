using System.Text;
using Npgsql;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Projection;
using Reintegration.Events.Views;
using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests.Projection;

/// <summary>Bodies of rows are sealed: each opens in its own place alone, and none after its case was erased.</summary>
public sealed class SealedRowsTests
{
    static readonly ReadModel View = TestViews.All[1];
    const string Audience = "probation/practitioner/supervision";

    /// <param name="body">What is written over the body of the one row, as SQL over the rows of its own build.</param>
    [Theory]
    [InlineData("(select body from reintegration.projected_row as other where case_id = @other and audience = old.audience and generation = old.generation)")]
    [InlineData("(select body from reintegration.projected_row as other where case_id = old.case_id and audience <> old.audience limit 1)")]
    [InlineData("convert_to('{\"seen\":[\"forged\"]}', 'utf8')")]
    [InlineData("set_byte(body, length(body) - 20, 255 - get_byte(body, length(body) - 20))")]
    [InlineData("set_byte(body, 8, 254)")]
    [InlineData("''::bytea")]
    public async Task A_body_that_was_not_written_in_its_place_is_never_served_and_is_folded_afresh(string body)
    {
        await using var world = await Projected.Begin(seed: 21, cases: 2, events: 15);
        await world.Rebuild();
        var views = world.Store.Views(world.Ground);
        await using var projector = views.Projector;
        await projector.CatchUp(default);
        var (own, other) = (world.Cases[0], world.Cases[1]);
        var before = await Of();
        Assert.True(before.IsCurrent);
        var row = Assert.Single(before.Rows).Row;

        await Swap();
        var (drift, _) = await views.DriftCheck.Run(null, default);
        Assert.Equal(body == "''::bytea" ? [] : ["does not open"], drift.Select(each => each.Kind));
        var swapped = await Of();
        Assert.False(swapped.IsCurrent);
        Assert.Empty(swapped.Rows);
        // The reader left it to the projector.
        await projector.CatchUp(default);
        var after = await Of();
        Assert.True(after.IsCurrent);
        Assert.Equal(View.Write(row), View.Write(Assert.Single(after.Rows).Row));

        // Nor is anything folded onto it.
        await Swap();
        await world.Append(world.Town.Next(own, 3, governingPercent: 0));
        await projector.CatchUp(default);
        await world.HoldsNoDrift("folded afresh");
        Assert.True((await Of()).IsCurrent);

        async Task<StoredCase> Of() => Assert.Single(await views.Of(View, Audience, [own], default));

        async Task Swap() => Assert.Equal(1L, await Run(world,
            $"with changed as (update reintegration.projected_row as old set body = {body} where case_id = @own and audience = '{Audience}' returning 1) select count(*) from changed",
            ("own", own.Value), ("other", other.Value)));
    }

    [Fact]
    public async Task An_erasure_takes_the_rows_of_its_case_from_every_build_and_leaves_the_others()
    {
        await using var world = await Projected.Begin(seed: 22, cases: 3, events: 20);
        await world.Rebuild();
        await world.Rebuild();
        var views = world.Store.Views(world.Ground);
        await using var projector = views.Projector;
        await projector.CatchUp(default);
        var erased = world.Cases[0];
        // Rows of a build that never served, and of an audience that waits.
        await Run(world, $"insert into reintegration.projected_row select case_id, generation + 1000, audience, key, position, epoch, valid_until, concerns, body, released from reintegration.projected_row where audience = '{Audience}' returning 1");
        await Run(world, "insert into reintegration.projection_parked values ('police/practitioner/public-protection', @own, 0, 'planted', now()) returning 1", ("own", erased.Value));
        var generations = await Run(world, "select count(distinct generation) from reintegration.projected_row where case_id = @own", ("own", erased.Value));
        Assert.True(generations > 3 * 2, $"{generations} builds hold rows");
        var others = await Count(world, "case_id <> @own", erased);

        var by = await Erase(world, erased);

        Assert.Equal(0, await Count(world, "case_id = @own", erased));
        Assert.Equal(others, await Count(world, "case_id <> @own", erased));
        Assert.Equal(1, world.Database.Keys.Generation(KeyScope.Rows(erased.Value, -1)));
        Assert.Equal(0, world.Database.Keys.Generation(KeyScope.Rows(world.Cases[1].Value, -1)));
        Assert.False(Assert.Single(await views.Of(View, Audience, [erased], default)).IsCurrent);
        await projector.CatchUp(default);
        await world.HoldsNoDrift("after the erasure");

        // A second one takes what was folded since the first; a start does both again.
        Assert.NotEqual(0, await Count(world, "case_id = @own", erased));
        Assert.True(Assert.Single(await views.Of(View, Audience, [erased], default)).IsCurrent);
        // Its fence names its own agency alone; the rows of all are gone, and none of them is taken for empty.
        await Erase(world, erased, "police", agencyAlone: true);
        Assert.False(Assert.Single(await views.Of(View, Audience, [erased], default)).IsCurrent);
        Assert.Equal(0, await Count(world, "case_id = @own", erased));
        Assert.Equal(1, world.Database.Keys.Generation(KeyScope.Rows(erased.Value, by)));
        await projector.CatchUp(default);
        await using (await world.Database.Open(world.Clock)) { }
        await world.HoldsNoDrift("after another start");
    }

    [Fact]
    public async Task Whoever_read_a_case_before_its_erasure_writes_nothing_that_opens()
    {
        await using var world = await Projected.Begin(seed: 23, cases: 1, events: 5);
        var (seal, row) = (world.Store.Ledger.RowSeal, new RowAddress(world.Cases[0].Value, 1, Audience, ""));
        using var before = seal.Close(row.Case, -1);
        var stored = before.Close(row, "canary"u8);
        Assert.True(stored.AsSpan().IndexOf("canary"u8) < 0);
        Assert.Equal("canary", Opened(stored, -1));
        Assert.Null(Opened(stored, 5));

        var by = await Erase(world, world.Cases[0]);

        // Begun before it, written after it; and begun after it by somebody who does not know.
        Assert.Null(Opened(before.Close(row, "canary"u8), null));
        using var late = seal.Close(row.Case, -1);
        Assert.Empty(late.Close(row, "canary"u8));
        using var now = seal.Close(row.Case, by);
        Assert.Equal("canary", Opened(now.Close(row, "canary"u8), by));

        string? Opened(byte[] body, long? erasure)
        {
            using var opening = seal.Open();
            return opening.Open(row, body, erasure, out _) is { } text ? Encoding.UTF8.GetString(text) : null;
        }
    }

    [Fact]
    public async Task A_build_that_is_under_way_holds_nothing_of_what_is_erased_when_it_serves()
    {
        await using var world = await Projected.Begin(seed: 24, cases: 3, events: 20);
        await world.Rebuild();
        var views = world.Store.Views(world.Ground);
        await using var projector = views.Projector;
        await projector.CatchUp(default);
        var (erased, by) = (world.Cases[1], -1L);

        // Told after the first cases were copied: what is erased now is in the rows already.
        Assert.True(await views.Rebuilding.Run(world.Ground.Views, (done, all, _) =>
        {
            if (done < all || by >= 0) return;
            by = Erase(world, erased).GetAwaiter().GetResult();
            projector.CatchUp(default).GetAwaiter().GetResult();
        }, default));

        Assert.True(by > 0);
        Assert.Equal(0, await Count(world, $"case_id = @own and position < {by}", erased));
        await projector.CatchUp(default);
        await world.HoldsNoDrift("after the swap");
        Assert.True(Assert.Single(await views.Of(View, Audience, [erased], default)).IsCurrent);
    }

    /// <summary>All that one owner said of a case goes.</summary>
    /// <returns>The position of the RecordExpunged.</returns>
    static async Task<long> Erase(Projected world, CaseId @case, string owner = "probation", bool agencyAlone = false)
    {
        var agency = new AgencyId(owner);
        var outcome = await world.Store.Ledger.Append(
            Some.Command(Some.Event(new StreamId(agency, null), type: Expunged.Type)) with
            {
                Fences = [new Fence(agencyAlone ? agency : null, @case)],
                Expunges = new Expunging([], new StreamId(agency, @case)),
            }, default);
        Assert.True(outcome.Accepted, outcome.Verdict.ToString());
        await world.Store.Ledger.Erase(default);
        return outcome.Receipts[^1].Position;
    }

    static Task<long> Count(Projected world, string rows, CaseId own) =>
        Run(world, $"select count(*) from reintegration.projected_row where {rows}", ("own", own.Value));

    static async Task<long> Run(Projected world, string sql, params (string Name, Guid Value)[] values)
    {
        await using var admin = new NpgsqlConnection(world.Database.Source.Admin);
        await admin.OpenAsync();
        await using var command = new NpgsqlCommand(sql, admin);
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
