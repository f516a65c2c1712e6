namespace Reintegration.Events.Server.Tests;

/// <summary>Breaking the glass over HTTP: who may, for how long, what is recorded, and what an unreviewed one costs.</summary>
public class EmergencyTests
{
    const string Facts = "Left a farewell letter at noon that names tonight's train.";

    static string Token(World world, string agency, string role = "duty-officer", string official = "night") =>
        world.Issuer.Token(new Persona("x", agency, $"official-{agency}-{official}", [role], 2, ""), "reintegration");

    static Task<Reply> Ask(World world, string token, string path, object body) => world.Send(
        HttpMethod.Post, path, token, World.Content(JsonSerializer.SerializeToUtf8Bytes(body), "application/json"));

    static object Body(string key, bool declares = true, int hours = 6, string facts = Facts) => declares
        ? new { id = Post.Id(key).ToString("D"), reason = "find-the-person", concreteFacts = facts, hours, declares = new { threat = "harm-to-self", targetKnown = true, person = "police-p1" } }
        : new { id = Post.Id(key).ToString("D"), reason = "find-the-person", concreteFacts = facts, hours };

    static async Task<(World World, string Path)> Begin()
    {
        var world = await World.BeginWithCase();
        await world.Record("prison", Post.Joined(World.Case, "police"));
        await world.Record("probation", Post.Event("probation", "needs", "needs.needs-assessment-completed", World.Case,
            Catalog.Default.Find("reintegration.needs.needs-assessment-completed.v1").Example));
        var opened = await world.Get("prison-system", $"/events/{Post.Id("opened"):D}");
        return (world, $"/cases/{opened.Json.GetProperty("case").GetString()}");
    }

    [Fact]
    public async Task HardCase12_a_duty_officer_reads_what_the_matrix_withholds_one_recorded_look_at_a_time()
    {
        var (world, path) = await Begin();
        await using var _ = world;
        var officer = Token(world, "police");
        Task<Reply> Read() => world.Send(HttpMethod.Get, $"{path}/timeline", officer, null, ("Purpose", "safeguarding"));
        Assert.Equal(404, (await Read()).Status);
        Assert.Equal("illegal-transition", (await Ask(world, officer, $"{path}/emergency-access", Body("glass", declares: false))).Problem);
        var first = await Ask(world, officer, $"{path}/emergency-access", Body("glass"));
        Assert.True(first.Status == 201, first.ToString());
        var again = await Ask(world, officer, $"{path}/emergency-access", Body("glass"));
        Assert.Equal((200, first.Text), (again.Status, again.Text));
        Assert.Equal("name-taken", (await Ask(world, officer, $"{path}/emergency-access", Body("glass", hours: 2))).Problem);

        var shown = await Read();
        Assert.Contains("needs-assessment-completed", shown.Text, StringComparison.Ordinal);
        await Read();
        var looks = await world.Get("auditor", $"/audit/access?case={path[7..]}");
        Assert.Equal(2, looks.Text.Split("\"emergency-access\"").Length - 1);

        // Everybody whose data it is finds it at once; a practitioner of the same agency has gained nothing.
        Assert.Contains("emergency-access-invoked", (await world.Send(
            HttpMethod.Get, $"{path}/timeline", await Seated(world, "community-haven", "reintegration"), null, ("Purpose", "reintegration"))).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await world.Send(HttpMethod.Get, path, Token(world, "police", "practitioner"), null, ("Purpose", "safeguarding"))).Status);
        world.Clock.Advance(TimeSpan.FromHours(7));
        Assert.Equal(404, (await world.Send(HttpMethod.Get, path, Token(world, "police"), null, ("Purpose", "safeguarding"))).Status);
    }

    [Fact]
    public async Task An_access_that_nobody_reviewed_in_time_suspends_the_officer_until_another_person_has()
    {
        var (world, path) = await Begin();
        await using var _ = world;
        var first = await Ask(world, Token(world, "police"), $"{path}/emergency-access", Body("first"));
        var access = first.Json.GetProperty("access").GetString();
        world.Clock.Advance(TimeSpan.FromHours(73));
        Assert.Equal((403, "emergency-suspended"), Told(await Ask(world, Token(world, "police"), $"{path}/emergency-access", Body("second"))));
        Assert.Equal(201, (await Ask(world, Token(world, "police", official: "other"), $"{path}/emergency-access", Body("third"))).Status);
        byte[] Review(string key, string by) => Post.Event(
            "police", key, "governance.emergency-access-reviewed", World.Case, new { invocation = access, outcome = "justified", findings = "read it" },
            about: new { author = new { role = "data-protection-officer", reference = by }, reviewDue = "2026-06-01" });
        Assert.Equal("four-eyes", (await world.Post("police", Review("r1", "official-police-night"))).Problem);
        await world.Record("police", Review("r2", "official-police-dpo"));
        Assert.Equal(201, (await Ask(world, Token(world, "police"), $"{path}/emergency-access", Body("second"))).Status);
    }

    [Fact]
    public async Task Strangers_intelligence_and_other_roles_break_no_glass_and_learn_nothing()
    {
        var (world, path) = await Begin();
        await using var _ = world;
        var nowhere = await Ask(world, Token(world, "health-north"), "/cases/01234567-0123-8123-8123-0123456789ab/emergency-access", Body("a"));
        Assert.Equal(404, nowhere.Status);
        Assert.Equal(nowhere.Text, (await Ask(world, Token(world, "health-north"), $"{path}/emergency-access", Body("a"))).Text);
        await world.Record("intelligence", Post.Seat(World.Case, "intelligence", "official-intelligence-night", "intelligence-analyst"));
        Assert.Equal(nowhere.Text, (await Ask(world, Token(world, "intelligence"), $"{path}/emergency-access", Body("a"))).Text);
        Assert.Equal("role-not-allowed", (await Ask(world, Token(world, "police", "practitioner"), $"{path}/emergency-access", Body("a"))).Problem);
        Assert.Equal("schema", (await Ask(world, Token(world, "police"), $"{path}/emergency-access", Body("a", hours: 25))).Problem);
        Assert.Equal("schema", (await Ask(world, Token(world, "police"), $"{path}/emergency-access", Body("a", facts: "because"))).Problem);
        // What another declared counts only for whom it is shown to.
        await world.Record("police", Post.Event("police", "harm", "intelligence.imminent-harm-declared", World.Case, new
        {
            threat = "attack-on-person",
            targetKnown = true,
            concreteFacts = Facts,
            expires = World.Start.AddHours(20).ToString("O"),
            authorisedBy = "duty-officer",
        }));
        Assert.Equal("illegal-transition", (await Ask(world, Token(world, "community-haven"), $"{path}/emergency-access", Body("c", declares: false))).Problem);
        Assert.Equal(201, (await Ask(world, Token(world, "police"), $"{path}/emergency-access", Body("p", declares: false))).Status);
        // The house records it; nobody posts it.
        Assert.Equal("illegal-transition", (await world.Post("police", Post.Event("police", "forged", "governance.emergency-access-invoked", World.Case,
            Catalog.Default.Find("reintegration.governance.emergency-access-invoked.v1").Example))).Problem);
    }

    [Fact]
    public async Task HardCase15_an_acquittal_is_recorded_with_the_reassessment_it_calls_for()
    {
        var (world, _) = await Begin();
        await using var __ = world;
        var outcome = Post.Event("police", "outcome", "intelligence.proceedings-outcome-recorded", World.Case, new
        {
            offenceGroup = "violence",
            at = "2026-02-20T10:00:00Z",
            outcome = "acquitted",
        });
        await world.Record("police", outcome);
        await world.Record("police", outcome);
        var own = (await world.Get("police-system", "/events?limit=200")).Text;
        Assert.Equal(1, own.Split("reassessment-triggered").Length - 1);
        Assert.Contains("court-outcome", own, StringComparison.Ordinal);
    }

    internal static async Task<string> Seated(World world, string agency, string purpose, int clearance = 0)
    {
        var official = $"official-{agency}-seated";
        await world.Post(agency, Post.Seat(World.Case, agency, official, "practitioner"));
        Assert.NotEmpty(purpose);
        return world.Issuer.Token(new Persona("x", agency, official, ["practitioner"], clearance, ""), "reintegration");
    }

    static (int, string?) Told(Reply reply) => (reply.Status, reply.Problem);
}
