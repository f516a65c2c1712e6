namespace Reintegration.Events.Server.Tests;

/// <summary>Hit or no hit, and the owner who is told of looks that saw nothing.</summary>
public class HitTests
{
    static Task<Reply> Ask(World world, string token, string @case, string purpose, params string[] categories) => world.Send(
        HttpMethod.Post, "/hits", token,
        World.Content(JsonSerializer.SerializeToUtf8Bytes(new { @case, categories }), "application/json"), ("Purpose", purpose));

    static async Task<(World World, string Case)> Begin()
    {
        var world = await World.BeginWithCase();
        await world.Record("prison", Post.Joined(World.Case, "police"));
        var opened = await world.Get("prison-system", $"/events/{Post.Id("opened"):D}");
        return (world, opened.Json.GetProperty("case").GetString()!);
    }

    /// <summary>The owner's own events, once the notices that are beside the answer have been written.</summary>
    static async Task<string> Inbox(World world, string agency, int hits)
    {
        for (var round = 0; ; round++)
        {
            var own = (await world.Get($"{agency}-system", "/events?limit=200")).Text;
            if (own.Split("hit-registered").Length - 1 >= hits || round == 50) return own;
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task HardCase03_what_is_asked_for_by_its_kind_answers_existence_at_most()
    {
        var (world, @case) = await Begin();
        await using var _ = world;
        var officer = await EmergencyTests.Seated(world, "probation", "supervision", clearance: 3);
        await world.Record("prison", Post.Event("prison", "moved", "custody.placement-changed", World.Case,
            Catalog.Default.Find("reintegration.custody.placement-changed.v1").Example));
        var reply = await Ask(world, officer, @case, "supervision", "IDENT", "CUSTODY");
        Assert.True(reply.Json.GetProperty("hit").GetBoolean(), reply.ToString());
        foreach (var desk in reply.Json.GetProperty("desks").EnumerateArray())
            Assert.Equal(["owner", "category", "contactDesk"], desk.EnumerateObject().Select(member => member.Name));
        Assert.DoesNotContain("Test P.", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/events/", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_hit_a_hidden_one_a_strangers_case_and_no_case_are_the_same_bytes()
    {
        var (world, @case) = await Begin();
        await using var _ = world;
        var mentor = await EmergencyTests.Seated(world, "community-haven", "reintegration");
        world.RestartIds();
        var none = await Ask(world, mentor, @case, "reintegration", "INTEL");
        Assert.Equal("""{"hit":false,"desks":[]}""", none.Text);
        await world.Record("intelligence", Post.Intelligence(World.Case, "pointer"));
        foreach (var (token, asked) in ((string, string)[])[(mentor, @case), (mentor, "01234567-0123-8123-8123-0123456789ab"),
            (world.Issuer.Token(new Persona("x", "community-haven", "stranger", ["practitioner"], 4, ""), "reintegration"), @case)])
        {
            world.RestartIds();
            Assert.Equal(none.ToString(), (await Ask(world, token, asked, "reintegration", "INTEL")).ToString());
        }

        Assert.Equal("schema", (await Ask(world, mentor, @case, "reintegration", "SECRETS")).Problem);
    }

    [Fact]
    public async Task An_owner_opens_one_pointer_to_one_agency_and_closes_it_again()
    {
        var (world, @case) = await Begin();
        await using var _ = world;
        var officer = await EmergencyTests.Seated(world, "probation", "supervision", clearance: 3);
        await world.Record("intelligence", Post.Intelligence(World.Case, "pointer"));
        async Task<bool> Hit() => (await Ask(world, officer, @case, "supervision", "INTEL")).Json.GetProperty("hit").GetBoolean();
        Task<Reply> Say(string key, string type, object facts) => world.Post("intelligence", Post.Event(
            "intelligence", key, $"governance.{type}", World.Case, facts, role: "liaison-officer"));
        var target = Post.Name("intelligence", "pointer");
        Assert.False(await Hit());
        var grant = new { targetEvent = target, recipients = new[] { "probation" }, releasedUntil = "2026-05-01" };
        Assert.Equal(201, (await Say("grant", "originator-consent-granted", grant)).Status);
        Assert.True(await Hit());
        Assert.Equal(201, (await Say("restrict", "processing-restricted", new { targetEvent = target, reason = "accuracy-contested", decidedBy = "liaison-officer" })).Status);
        Assert.True(await Hit());
        Assert.Equal(201, (await Say("refuse", "originator-consent-refused", new { targetEvent = target, from = new[] { "probation" }, reason = "source-protection" })).Status);
        Assert.False(await Hit());
        Assert.Equal("illegal-transition", (await Say("open", "originator-consent-granted",
            new { targetEvent = target, recipients = new[] { "community-haven" }, releasedUntil = "2026-05-01" })).Problem);
    }

    [Fact]
    public async Task HardCase18_an_owner_is_told_of_a_silent_look_once_a_day_and_never_who_in_intelligence_looked()
    {
        var (world, @case) = await Begin();
        await using var _ = world;
        var mentor = await EmergencyTests.Seated(world, "community-haven", "reintegration");
        await world.Record("intelligence", Post.Intelligence(World.Case, "pointer"));
        for (var look = 0; look < 3; look++) await Ask(world, mentor, @case, "reintegration", "INTEL");
        await world.Send(HttpMethod.Get, $"/cases/{@case}", mentor, null, ("Purpose", "reintegration"));
        var told = await Inbox(world, "intelligence", 1);
        Assert.Equal(1, told.Split("hit-registered").Length - 1);
        Assert.Contains("official-community-haven-seated", told, StringComparison.Ordinal);
        Assert.Contains("\"silent\":true", told, StringComparison.Ordinal);
        Assert.DoesNotContain("hit-registered", (await world.Get("prison-system", "/events?limit=200")).Text, StringComparison.Ordinal);
        world.Clock.Advance(TimeSpan.FromDays(1));
        mentor = await EmergencyTests.Seated(world, "community-haven", "reintegration");
        await Ask(world, mentor, @case, "reintegration", "INTEL");
        Assert.Equal(2, (await Inbox(world, "intelligence", 2)).Split("hit-registered").Length - 1);

        await world.Record("police", Post.Event("police", "own-pointer", "intelligence.intelligence-registered", World.Case,
            new { topic = "association", contactDesk = "duty desk", expires = "2026-09-01" }));
        await world.Record("intelligence", Post.Seat(World.Case, "intelligence", "official-intelligence-seated", "intelligence-analyst"));
        await Ask(world, world.Issuer.Token(new Persona("x", "intelligence", "official-intelligence-seated", ["intelligence-analyst"], 4, ""), "reintegration"),
            @case, "threat-prevention", "INTEL");
        var police = await Inbox(world, "police", 1);
        Assert.Equal(1, police.Split("hit-registered").Length - 1);
        Assert.DoesNotContain("intelligence-seated", police, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HardCase02_a_disposition_is_a_named_liaison_officers_about_a_registration_of_the_own_agency()
    {
        var (world, _) = await Begin();
        await using var __ = world;
        await world.Record("intelligence", Post.Intelligence(World.Case, "pointer"));
        byte[] Decide(string agency, string key, string about, string role) => Post.Event(
            agency, key, "intelligence.intelligence-disposition-decided", World.Case,
            new { intelligence = about, decision = "withheld", reason = "source-protection", reviewBy = "2026-04-01T10:00:00Z", decidedBy = role }, role: role);
        var pointer = Post.Name("intelligence", "pointer");
        var nothing = await world.Post("police", Decide("police", "d0", Post.Name("intelligence", "nothing"), "liaison-officer"));
        Assert.Equal("illegal-transition", nothing.Problem);
        Assert.Equal(nothing.Text, (await world.Post("police", Decide("police", "d1", pointer, "liaison-officer"))).Text);
        Assert.Equal("illegal-transition", (await world.Post("intelligence", Decide("intelligence", "d2", pointer, "intelligence-analyst"))).Problem);
        await world.Record("intelligence", Decide("intelligence", "d3", pointer, "liaison-officer"));
    }

    [Fact]
    public async Task HardCase01_a_safety_instruction_refers_to_nothing_and_goes_to_community_organisations()
    {
        var (world, _) = await Begin();
        await using var __ = world;
        byte[] Instruct(string key, string recipient, object? relates = null) => Post.Event(
            "police", key, "needs.safety-instruction-issued", World.Case,
            new { instruction = "Meet at the office only.", validUntil = "2026-04-01", recipients = new[] { recipient } },
            about: relates is null
                ? null
                : new
                {
                    author = new { role = "practitioner", reference = "official-police-1" },
                    subjects = new[] { new { person = "police-p1", category = "convicted" } },
                    reviewDue = "2026-06-01",
                    relates,
                });
        Assert.Equal("illegal-transition", (await world.Post("police", Instruct(
            "i1", "community-haven", new { kind = "supersedes", target = Post.Name("intelligence", "pointer") }))).Problem);
        Assert.Equal("unknown-code", (await world.Post("police", Instruct("i2", "probation"))).Problem);
        await world.Record("police", Instruct("i3", "community-haven"));
    }

    [Fact]
    public async Task HardCase14_a_suspended_agency_is_answered_nothing_and_takes_no_part()
    {
        var (world, @case) = await Begin();
        await using var _ = world;
        var officer = await EmergencyTests.Seated(world, "probation", "supervision");
        byte[] Suspend(string agency, string key) => Post.Event("coordination", key, "governance.agency-suspended", null,
            new { agency, from = "2026-03-01T00:00:00Z", reason = "misuse" }, about: new { author = new { role = "national-coordinator", reference = "official-c" } });
        Assert.Equal("illegal-transition", (await world.Post("coordination", Suspend("coordination", "s0"))).Problem);
        await world.Record("coordination", Suspend("probation", "s1"));
        foreach (var reply in (Reply[])[
            await world.Send(HttpMethod.Get, $"/cases/{@case}", officer, null, ("Purpose", "supervision")),
            await world.Send(HttpMethod.Get, "/cases", officer, null, ("Purpose", "supervision")),
            await world.Get("probation-system", "/events"),
            await Ask(world, officer, @case, "supervision", "IDENT"),
            await world.Post("probation", Post.Missed(World.Case, "probation", "missed"))])
            Assert.Equal("agency-suspended", reply.Problem);
    }
}
