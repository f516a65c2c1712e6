using System.Reflection;

namespace Reintegration.Events.Server.Tests;

/// <summary>Closing, leaving and leading, at the door: only whom it is for, only when it can be, and at once.</summary>
public class CaseLifeTests
{
    static readonly string Case = World.Case;

    static byte[] Left(string owner, string agency) => Post.Event(
        owner, $"left/{owner}/{agency}", "coordination.case-agency-left", Case, new { agency, to = "2026-03-01T08:00:00Z" });

    static byte[] Closed(string owner, string key) => Post.Event(
        owner, $"closed/{key}", "coordination.case-closed", Case,
        new { at = "2026-03-01T08:00:00Z", closingReason = "plan-fulfilled", answeringAgency = "prison" });

    static byte[] Reopened(string key) => Post.Event(
        "prison", $"reopened/{key}", "coordination.case-reopened", Case,
        new { at = "2026-03-01T08:00:00Z", reopeningReason = "support-asked-for" });

    static byte[] Lead(string owner, string key, string toAgency) => Post.Event(
        owner, $"lead/{key}", "coordination.lead-transferred", Case, new { toAgency, acceptedBy = "coordinator" });

    static async Task Refused(World world, string agency, byte[] body, string pointer)
    {
        var reply = await world.Post(agency, body);
        Assert.True(reply.Status == 422, reply.ToString());
        Assert.Equal("/problems/illegal-transition", reply.Json.GetProperty("type").GetString());
        Assert.True(reply.Json.GetProperty("errors").TryGetProperty(pointer, out _), reply.ToString());
    }

    [Fact]
    public async Task Who_left_posts_there_no_more_and_only_the_lead_says_who_leaves()
    {
        await using var world = await World.BeginWithCase();
        await Refused(world, "probation", Left("probation", "community-haven"), "/type");
        await Refused(world, "prison", Left("prison", "prison"), "/data/facts/agency");
        await Refused(world, "prison", Left("prison", "police"), "/data/facts/agency");
        Assert.Equal(201, (await world.Post("community-haven", Post.Mentoring(Case, "community-haven", "before"))).Status);

        await world.Record("prison", Left("prison", "community-haven"));
        Assert.Equal(404, (await world.Post("community-haven", Post.Mentoring(Case, "community-haven", "after"))).Status);
        Assert.Equal(201, (await world.Post("probation", Post.Missed(Case, "probation", "missed"))).Status);
    }

    [Fact]
    public async Task A_case_is_closed_once_and_reopened_with_its_lead_alone()
    {
        await using var world = await World.BeginWithCase();
        await Refused(world, "prison", Reopened("early"), "/type");
        await Refused(world, "probation", Closed("probation", "not-lead"), "/type");
        await world.Record("prison", Closed("prison", "first"));
        await Refused(world, "prison", Closed("prison", "second"), "/type");
        await world.Record("prison", Reopened("first"));
        Assert.Equal(404, (await world.Post("probation", Post.Missed(Case, "probation", "missed"))).Status);
        await world.Record("prison", Post.Event(
            "prison", "joined/again", "coordination.case-agency-joined", Case, new { agency = "probation", from = "2026-03-01T08:00:00Z" }));
        Assert.Equal(201, (await world.Post("probation", Post.Missed(Case, "probation", "missed"))).Status);
    }

    [Fact]
    public async Task The_lead_is_offered_and_taken_and_then_obeyed()
    {
        await using var world = await World.BeginWithCase();
        await Refused(world, "probation", Lead("probation", "unasked", "probation"), "/data/facts/toAgency");
        await Refused(world, "prison", Lead("prison", "police", "police"), "/data/facts/toAgency");
        await Refused(world, "prison", Lead("prison", "itself", "prison"), "/data/facts/toAgency");
        await world.Record("prison", Lead("prison", "offer", "probation"));
        await Refused(world, "probation", Left("probation", "community-haven"), "/type");
        await world.Record("probation", Lead("probation", "taken", "probation"));
        await Refused(world, "prison", Left("prison", "community-haven"), "/type");
        await world.Record("probation", Post.Event(
            "probation", "left/by-new", "coordination.case-agency-left", Case, new { agency = "community-haven", to = "2026-03-01T08:00:00Z" }));
        Assert.Equal(404, (await world.Post("community-haven", Post.Mentoring(Case, "community-haven", "after"))).Status);
    }

    /// <summary>A ledger in which something else is recorded just before the next command.</summary>
    internal class Overtaking : DispatchProxy
    {
        public ILedger? Inner { get; set; }
        public Func<Task>? JustBefore { get; set; }

        protected override object? Invoke(MethodInfo? method, object?[]? arguments)
        {
            if (method!.Name != nameof(ILedger.Append) || JustBefore is not { } before)
                return method.Invoke(Inner, arguments);
            JustBefore = null;
            return Append(before, (IReadOnlyList<Command>)arguments![0]!);
        }

        async Task<IReadOnlyList<AppendOutcome>> Append(Func<Task> before, IReadOnlyList<Command> commands)
        {
            await before();
            return await Inner!.Append(commands, default);
        }
    }

    [Fact]
    public async Task What_the_old_lead_decides_while_the_lead_passes_is_decided_again()
    {
        Overtaking? ledger = null;
        await using var world = await World.BeginWithCase(inner =>
        {
            var proxy = DispatchProxy.Create<ILedger, Overtaking>();
            (ledger = (Overtaking)proxy).Inner = inner;
            return proxy;
        });
        await world.Record("prison", Lead("prison", "offer", "probation"));
        ledger!.JustBefore = () => world.Record("probation", Lead("probation", "taken", "probation"));
        await Refused(world, "prison", Left("prison", "community-haven"), "/type");
    }
}
