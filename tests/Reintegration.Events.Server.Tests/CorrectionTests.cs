using Microsoft.Extensions.DependencyInjection;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Tests;

/// <summary>A correction of what governs governs itself: at intake as in what is read.</summary>
public class CorrectionTests
{
    static readonly string Case = World.Case;

    static async Task<World> Told()
    {
        var world = await World.BeginWithCase();
        await world.Record("community-haven", Post.Mentoring(Case, "community-haven", "before"));
        return world;
    }

    static byte[] Left(string key, object newValue) => Post.Event(
        "prison", key, "governance.statement-corrected", Case, new
        {
            targetEvent = Post.Name("prison", $"joined/{Case}/community-haven"),
            reason = "factual-error",
            newValue,
            basis = "letter",
            decidedBy = "practitioner",
        });

    [Fact]
    public async Task Others_post_on_after_the_lead_corrected_who_is_on_the_case()
    {
        await using var world = await Told();
        await world.Record("prison", Left("c1", new { to = "2027-01-01T00:00:00Z" }));

        var posted = await world.Post("probation", Post.Missed(Case, "probation", "missed"));
        Assert.True(posted.Status == 201, posted.ToString());
        posted = await world.Post("community-haven", Post.Mentoring(Case, "community-haven", "after"));
        Assert.True(posted.Status == 201, posted.ToString());
    }

    [Fact]
    public async Task Who_was_never_on_the_case_by_a_correction_posts_there_no_more()
    {
        await using var world = await Told();
        await world.Record("prison", Left("c1", new { to = "2026-03-01T00:00:00Z" }));

        Assert.Equal(404, (await world.Post("community-haven", Post.Mentoring(Case, "community-haven", "after"))).Status);
        Assert.Equal(201, (await world.Post("probation", Post.Missed(Case, "probation", "missed"))).Status);
    }

    [Fact]
    public async Task A_kept_context_is_that_of_the_whole_case_and_guards_at_the_ledgers_version()
    {
        await using var world = await Told();
        var caseId = CaseId.Parse((await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!);
        var (kept, ledger) = (world.App.Services.GetRequiredService<CaseFiles>(), world.App.Services.GetRequiredService<ILedger>());
        // Of a governing event: with a label set anew; and with none, which moves nothing.
        byte[][] corrections =
        [
            Left("c1", new { to = "2026-06-01T00:00:00Z" }),
            Post.Event("prison", "c2", "governance.statement-corrected", Case, new
            {
                targetEvent = Post.Name("prison", $"joined/{Case}/probation"),
                reason = "clarification",
                basis = "letter",
                decidedBy = "practitioner",
            }),
            Left("c3", new { to = "2026-07-01T00:00:00Z" }),
        ];
        foreach (var correction in corrections)
        {
            await world.Record("prison", correction);
            var standing = await kept.Stand(caseId, default);
            var afresh = await new CaseFiles(ledger, Catalog.Default).Stand(caseId, default);
            var opened = await kept.Open(caseId, default);
            Assert.Equal(opened.Context.Agencies.AsEnumerable(), standing.Context.Agencies);
            Assert.Equal(opened.Context.Agencies.AsEnumerable(), afresh.Context.Agencies);
            Assert.Equal(standing.GoverningVersions, afresh.GoverningVersions);
            Assert.Equal(201, (await world.Post("probation", Post.Missed(Case, "probation", Guid.NewGuid().ToString()))).Status);
        }
        Assert.Equal("2026-07-01", (await kept.Stand(caseId, default)).Context.Agencies
            .Single(member => member.Agency.Value == "community-haven").To!.Value.ToString("yyyy-MM-dd", null));
    }
}
