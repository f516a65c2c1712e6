namespace Reintegration.Events.Server.Tests;

/// <summary>
/// Law 7: nothing leaves before the record of its leaving is durable. Law 6: a fence raised meanwhile is noticed.
/// </summary>
public class AccessGateTests
{
    /// <summary>
    /// An access ledger that can be made to fail, or to be overtaken by an event just before it writes.
    /// </summary>
    sealed class Gate(IAccessLedger inner) : IAccessLedger
    {
        public bool Fails { get; set; }
        public Func<Task>? JustBefore { get; set; }
        /// <summary>What the fence would be if nobody looked at it; null: it is looked at.</summary>
        public Func<Task<long>>? FenceOff { get; set; }
        public List<AccessRecord> Written { get; } = [];

        public async Task<AccessReceipt?> Record(AccessRecord record, CancellationToken ct)
        {
            if (Fails) throw new LedgerUnavailableException("the disk is full");
            if (JustBefore is { } before)
            {
                JustBefore = null;
                await before();
            }

            if (FenceOff is { } now) record = record with { Epoch = await now() };
            var receipt = await inner.Record(record, ct);
            if (receipt is not null) Written.Add(record);
            return receipt;
        }

        public Task<IReadOnlyList<AccessRecorded>> Read(AccessQuery query, CancellationToken ct) =>
            inner.Read(query, ct);
        public IAsyncEnumerable<ReadOnlyMemory<byte>> Leaves(long after, CancellationToken ct) =>
            inner.Leaves(after, ct);
        public Task<LedgerHead> Head(CancellationToken ct) => inner.Head(ct);
    }

    static async Task<(World World, Gate Gate, string CaseId)> Seated()
    {
        Gate? gate = null;
        var world = await World.Begin(inner => gate = new Gate(inner));
        var @case = Post.Name("prison", "opened");
        await world.Record("prison", Post.Opened());
        await world.Record("prison", Post.Joined(@case, "probation"));
        await world.Record("probation", Post.Seat(@case, "probation", "official-probation-1", "practitioner"));
        var caseId = (await world.Get("prison-system", $"/events/{Post.Id("opened"):D}")).Json.GetProperty("case").GetString()!;
        return (world, gate!, caseId);
    }

    [Fact]
    public async Task Reads_answer_503_and_nothing_else_when_the_look_cannot_be_recorded()
    {
        var (world, gate, caseId) = await Seated();
        await using var _ = world;
        gate.Fails = true;
        foreach (var (persona, path) in new[]
        {
            ("probation-officer", "/cases"), ("probation-officer", $"/cases/{caseId}"), (
                "probation-officer", $"/cases/{caseId}/timeline"),
            ("prison-system", "/events"), ("prison-system", $"/events/{Post.Id("opened"):D}"), (
                "auditor", "/audit/events"), ("auditor", "/audit/events/0"),
            ("auditor", "/audit/access"), (
                "auditor", $"/audit/replay?case={caseId}&agency=probation&role=practitioner&purpose=supervision"),
            ("community-mentor", $"/cases/{caseId}"),
            ("auditor", $"/audit/exposures?case={caseId}"), ("auditor", $"/audit/denials?case={caseId}"),
            ("auditor", $"/audit/processing?case={caseId}&from=2026-01-01T00:00:00Z"), ("auditor", $"/audit/evidence?case={caseId}"),
            ("auditor", $"/audit/access/ocsf?case={caseId}"), ("dpo-prison", "/exposures"), ("dpo-prison", $"/subject-access?case={caseId}"),
            ("auditor", $"/audit/cases/{caseId}/compare?agency=probation&role=practitioner&purpose=supervision&from=2026-01-01T00:00:00Z"),
        })
        {
            var reply = await world.Get(persona, path);
            Assert.True(reply is { Status: 503, Problem: "unavailable" }, $"{persona} {path}\n{reply}");
            Assert.Contains("Retry-After", reply.Headers, StringComparison.Ordinal);
            Assert.DoesNotContain("Test P.", reply.Text, StringComparison.Ordinal);
        }

        gate.Fails = false;
        Assert.Equal(200, (await world.Get("probation-officer", $"/cases/{caseId}")).Status);
    }

    [Fact]
    public async Task The_record_names_what_left_and_its_digest_is_that_of_the_body()
    {
        var (world, gate, caseId) = await Seated();
        await using var _ = world;
        gate.Written.Clear();
        var reply = await world.Get("probation-officer", $"/cases/{caseId}/timeline");
        var record = Assert.Single(gate.Written);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(reply.Body), record.BodyDigest.ToArray());
        Assert.Contains($"Access-Record: {record.Id:D}", reply.Headers, StringComparison.Ordinal);
        Assert.Equal(
            reply.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("event").GetString()),
            record.Released.Select(released => released.Name.ToString()));
        Assert.Equal(
            ("official-probation-1", "practitioner", "supervision", "seat"), (
                record.Official, record.Role, record.Purpose, record.Justification));
    }

    [Fact]
    public async Task Refused_looks_at_a_case_are_recorded_too()
    {
        var (world, gate, caseId) = await Seated();
        await using var _ = world;
        gate.Written.Clear();
        Assert.Equal(404, (await world.Get("community-mentor", $"/cases/{caseId}")).Status);
        var record = Assert.Single(gate.Written);
        Assert.Equal((AccessOutcome.Refused, caseId), (record.Outcome, record.Case.ToString()));
    }

    [Fact]
    public async Task An_answer_overtaken_by_a_seat_given_up_is_decided_again()
    {
        var (world, gate, caseId) = await Seated();
        await using var _ = world;
        var left = Post.Event(
            "probation", "left", "coordination.case-seat-left", Post.Name("prison", "opened"),
            new { official = "official-probation-1", role = "practitioner" });
        gate.JustBefore = async () => await world.Record("probation", left);
        var reply = await world.Get("probation-officer", $"/cases/{caseId}/timeline");
        Assert.Equal((404, "not-found"), (reply.Status, reply.Problem));
        Assert.DoesNotContain(
            gate.Written, record =>
                record.Official == "official-probation-1" && record.Outcome == AccessOutcome.Released);
    }

    [Theory]
    [InlineData("probation-officer", "/cases/{case}")]
    [InlineData("probation-officer", "/cases/{case}/timeline?proof=true")]
    [InlineData("probation-officer", "/cases")]
    [InlineData("probation-officer", "/views/supervision-case")]
    [InlineData("probation-officer", "/views/supervision-case?format=csv")]
    [InlineData("probation-officer", "/views/supervision-case/{case}")]
    [InlineData("probation-system", "/feed")]
    public async Task What_is_taken_back_while_an_answer_is_made_leaks_without_the_fence_and_not_with_it(string persona, string path)
    {
        foreach (var fenced in (bool[])[false, true])
        {
            var (world, gate, caseId) = await Seated();
            await using var _ = world;
            await world.Feed();
            var ledger = (ILedger)world.App.Services.GetService(typeof(ILedger))!;
            if (!fenced) gate.FenceOff = async () => (await ledger.Head(default)).Epoch;
            gate.JustBefore = () => world.Record("prison", Post.Event(
                "prison", "left", "coordination.case-agency-left", Post.Name("prison", "opened"),
                new { agency = "probation", to = "2026-03-01T08:00:00Z" }));
            var reply = await world.Get(persona, path.Replace("{case}", caseId, StringComparison.Ordinal));
            Assert.Equal(fenced && path.Contains("{case}", StringComparison.Ordinal) ? 404 : 200, reply.Status);
            Assert.Equal(!fenced, reply.Text.Contains("Test P.", StringComparison.Ordinal));
        }
    }
}
