using Microsoft.Extensions.DependencyInjection;
using Reintegration.Events.Policy;
using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Tests;

/// <summary>The bundle that decides is the one the ledger says is in force; earlier ones go on deciding of their time.</summary>
public class BundleSetTests
{
    const string Convicted = "custody.sentence-recorded";

    [Fact]
    public async Task A_bundle_put_in_force_decides_at_once_and_the_one_before_still_decides_of_its_time()
    {
        await using var world = await Told();
        var (path, _) = await CaseOf(world);
        var first = world.App.Services.GetRequiredService<Bundles>().Standard.Hash;
        var before = await world.Get("police-offender-manager", $"{path}/timeline");
        Assert.Contains(Convicted, before.Text, StringComparison.Ordinal);
        Assert.Contains($"Policy-Bundle: {first}", before.Headers, StringComparison.Ordinal);

        world.Clock.Advance(TimeSpan.FromHours(1));
        var narrower = await Keep(world, "custody-to-police");
        await Activate(world, narrower, 2);
        var after = await world.Get("police-offender-manager", $"{path}/timeline");
        Assert.DoesNotContain(Convicted, after.Text, StringComparison.Ordinal);
        Assert.Contains($"Policy-Bundle: {narrower.Hash}", after.Headers, StringComparison.Ordinal);

        // What was taken back stays so, of whatever time it is asked; what a seat was entitled to then is still known.
        var then = Uri.EscapeDataString(World.Start.ToString("O"));
        var past = await world.Get("police-offender-manager", $"{path}/timeline?knownAt={then}");
        Assert.DoesNotContain(Convicted, past.Text, StringComparison.Ordinal);
        var replay = (await world.Get(
            "auditor", $"/audit/replay?case={path["/cases/".Length..]}&agency=police&role=practitioner&purpose=public-protection&at={then}"
            + $"&compareTo={Uri.EscapeDataString(world.Clock.GetUtcNow().ToString("O"))}")).Json;
        Assert.Equal((first, "full"), Sentence(replay));
        Assert.Equal((narrower.Hash, "nothing"), Sentence(replay.GetProperty("comparedTo")));
    }

    [Fact]
    public async Task A_bundle_that_nobody_keeps_cannot_be_put_in_force()
    {
        await using var world = await Told();
        var reply = await world.Post("coordination", Activation(new string('a', 64), 2, world.Clock.GetUtcNow()));
        Assert.Equal((422, "unknown-code"), (reply.Status, reply.Problem));
    }

    [Fact]
    public async Task An_activation_to_come_decides_from_its_instant_on()
    {
        await using var world = await Told();
        var (path, _) = await CaseOf(world);
        await Activate(world, await Keep(world, "custody-to-police"), 2, world.Clock.GetUtcNow().AddDays(1));
        Assert.Contains(Convicted, (await world.Get("police-offender-manager", $"{path}/timeline")).Text, StringComparison.Ordinal);
        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain(Convicted, (await world.Get("police-offender-manager", $"{path}/timeline")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_with_another_default_changes_nothing_unless_it_is_a_demonstration()
    {
        await using var world = await Told();
        var narrower = await Keep(world, "custody-to-police");
        await Activate(world, narrower, 2);
        await Enrolment.Run(world.App.Services, Enrolment.Folder, default);
        var matrix = await world.Get("policy-steward", "/policy/matrix");
        Assert.Contains($"Policy-Bundle: {narrower.Hash}", matrix.Headers, StringComparison.Ordinal);
    }

    static (string?, string?) Sentence(JsonElement replayed) => (
        replayed.GetProperty("bundle").GetString(),
        replayed.GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("type").GetString()!.Contains(Convicted, StringComparison.Ordinal))
            .GetProperty("level").GetString());

    static async Task<World> Told()
    {
        var world = await World.BeginWithCase();
        await world.Record("prison", Post.Joined(World.Case, "police"));
        await world.Record("prison", Post.Event("prison", "sentence", Convicted, World.Case, new
        {
            offenceGroup = "membership",
            sentenceType = "determinate",
            start = "2024-01-09",
            earliestRelease = "2026-05-01",
            expiry = "2027-01-09",
        }));
        await world.Record("police", Post.Seat(World.Case, "police", "official-police-1", "practitioner"));
        return world;
    }

    static async Task<(string Path, string Id)> CaseOf(World world)
    {
        var list = (await world.Get("police-offender-manager", "/cases")).Json;
        var id = list.GetProperty("cases")[0].GetProperty("case").GetString()!;
        return ($"/cases/{id}", id);
    }

    /// <summary>A bundle that differs from the default by the lack of one rule, kept by the server.</summary>
    static async Task<Bundle> Keep(World world, string without)
    {
        var bundles = world.App.Services.GetRequiredService<Bundles>();
        var bundle = Bundle.Load(BundlePosts.Without(bundles.Standard, without));
        Assert.DoesNotContain(without, bundle.Rules.Keys);
        await bundles.Keep(bundle, default);
        return bundle;
    }

    static async Task Activate(World world, Bundle bundle, long sequence, DateTimeOffset? from = null)
    {
        var proposed = await world.Steward("/policy/bundles", new { hash = bundle.Hash, days = 0 });
        Assert.True(proposed.Status == 201, proposed.ToString());
        await world.Record("coordination", Activation(bundle.Hash, sequence, from ?? world.Clock.GetUtcNow()));
    }

    static byte[] Activation(string hash, long sequence, DateTimeOffset from) => Post.Event(
        "coordination", $"activated/{sequence}", "governance.policy-bundle-activated", null,
        new { bundle = "unicri-default", hash, sequence, effectiveFrom = from },
        about: new { author = new { role = "policy-steward", reference = "official-coordination-1" } });
}
