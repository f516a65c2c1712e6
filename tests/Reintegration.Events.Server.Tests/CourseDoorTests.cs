using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Tests;

/// <summary>Steps over real HTTP: who may take them, what the same step again is answered, and that nothing hidden shows.</summary>
public class CourseDoorTests
{
    static readonly string Case = World.Case;

    static byte[] Offered(string to, string key = "offer") => Post.Event("prison", key, "custody.handover-offered", Case, new
    {
        fromOwner = "prison",
        toOwner = to,
        scope = "mentoring",
        openNeeds = Array.Empty<string>(),
        openActions = Array.Empty<string>(),
        dueBy = "2026-03-20",
    });

    static byte[] Answer(string agency, string key, string offer, bool accepted = true, string? id = null) => Post.Event(
        agency, key, accepted ? "custody.handover-accepted" : "custody.handover-refused", Case, accepted
            ? new { offer, fromOwner = "prison", toOwner = agency, scope = "mentoring", openNeeds = Array.Empty<string>(), openActions = Array.Empty<string>(), at = "2026-02-28T10:00:00Z" }
            : new { offer, fromOwner = "prison", toOwner = agency, scope = "mentoring", reason = "no-capacity", at = "2026-02-28T10:00:00Z" },
        id: id);

    [Fact]
    public async Task An_offer_is_answered_once_by_whom_it_is_offered_to()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Offered("community-haven"));
        var offer = Post.Name("prison", "offer");

        var stranger = await world.Post("probation", Answer("probation", "a0", offer));
        Assert.Equal((422, "illegal-transition"), (stranger.Status, stranger.Problem));
        var first = await world.Record("community-haven", Answer("community-haven", "a1", offer));

        // The same once more, under another id: nothing is recorded, and the first receipt says so.
        var same = await world.Post("community-haven", Answer("community-haven", "a2", offer));
        Assert.Equal(200, same.Status);
        Assert.Equal(first.Json.GetProperty("id").GetString(), same.Json.GetProperty("id").GetString());
        Assert.Equal(404, (await world.Get("community-haven-system", $"/events/{Post.Id("a2"):D}")).Status);

        var other = await world.Post("community-haven", Answer("community-haven", "a3", offer, accepted: false));
        Assert.Equal("illegal-transition", other.Problem);
        Assert.True(other.Json.GetProperty("errors").TryGetProperty("/data/facts/offer", out _));
    }

    [Fact]
    public async Task An_offer_to_another_is_answered_like_no_offer()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Offered("probation"));

        var hidden = await world.Post("community-haven", Answer("community-haven", "h", Post.Name("prison", "offer")));
        var nothing = await world.Post("community-haven", Answer("community-haven", "h", Post.Name("prison", "no offer")));
        Assert.Equal(422, hidden.Status);
        Assert.Equal(nothing.ToString(), hidden.ToString());
    }

    [Fact]
    public async Task Of_many_answers_at_once_one_is_taken()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Offered("community-haven"));
        var offer = Post.Name("prison", "offer");

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(number =>
            world.Post("community-haven", Answer("community-haven", $"race{number}", offer, accepted: number % 2 == 0))));
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.All(replies, reply => Assert.True(reply.Status is 200 or 201 or 422, reply.ToString()));
    }

    [Fact]
    public async Task Steps_of_one_batch_follow_each_other()
    {
        await using var world = await World.BeginWithCase();
        byte[][] told =
        [
            Offered("community-haven"),
            Post.Event("prison", "gap", "needs.support-gap-identified", Case, new { needDomain = "employment", area = "Harbour district", since = "2026-02-01" }),
            Post.Event("prison", "gap closed", "needs.support-gap-closed", Case, new { gap = Post.Name("prison", "gap"), needDomain = "employment", area = "Harbour district", since = "2026-02-01", closedBy = "service-found" }),
            Post.Event("prison", "gap closed again", "needs.support-gap-closed", Case, new { gap = Post.Name("prison", "gap"), needDomain = "employment", area = "Harbour district", since = "2026-02-01", closedBy = "need-passed" }),
        ];
        var reply = await world.Post("prison", Post.Batch(told), CloudEvents.Batch);
        Assert.Equal([201, 201, 201, 422], reply.Json.EnumerateArray().Select(result => result.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task A_step_can_be_taken_after_an_erased_one()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Offered("community-haven", "first offer"));
        await world.Record("community-haven", Answer("community-haven", "gone", Post.Name("prison", "first offer")));
        await world.Record("prison", Offered("community-haven", "second offer"));
        await world.Record("community-haven", Post.Proposed("community-haven", "p", new { targetEvent = Post.Name("community-haven", "gone"), reason = "unlawfully-recorded" }));
        await world.Record("community-haven", Post.Approved("community-haven", "ok", "p"));

        // The last step of the stream is erased: nothing but the ledger knows where the stream stands.
        await world.Record("community-haven", Answer("community-haven", "after", Post.Name("prison", "second offer")));
    }

    [Fact]
    public async Task Cases_are_merged_and_split_by_whom_they_are_known_to()
    {
        await using var world = await World.BeginWithCase();
        await world.Record("prison", Post.Opened(key: "other"));
        await world.Record("prison", Post.Opened(key: "third"));
        await world.Record("probation", Post.Opened("probation", "not the prison's"));
        async Task<string> Id(string agency, string key) =>
            (await world.Get($"{agency}-system", $"/events/{Post.Id(key):D}")).Json.GetProperty("case").GetString()!;
        byte[] Merged(string key, string other) => Post.Event("prison", key, "coordination.identities-merged", Case,
            new { mergedFrom = new[] { other }, method = "document", confidencePercent = 95 });
        byte[] Split(string key, string other) => Post.Event("prison", key, "coordination.identities-split", Case,
            new { splitFrom = new[] { other }, localIds = Array.Empty<string>(), method = "document" });

        var (known, foreign) = (await Id("prison", "other"), await Id("probation", "not the prison's"));
        var hidden = await world.Post("prison", Merged("m0", foreign));
        Assert.Equal(hidden.ToString(), (await world.Post("prison", Merged("m0", Guid.NewGuid().ToString("D")))).ToString());
        Assert.Equal("illegal-transition", (await world.Post("prison", Split("s0", known))).Problem);
        await world.Record("prison", Merged("m1", known));
        await world.Record("prison", Split("s1", known));
        Assert.Equal("illegal-transition", (await world.Post("prison", Split("s2", known))).Problem);
        // Merging moved nothing: the other case still has its own events and no others.
        var events = (await world.Get("prison-system", $"/events?case={known}")).Json.GetProperty("events");
        Assert.Equal(1, events.GetArrayLength());
    }
}
