using System.Text;

namespace Reintegration.Events.Server.Tests;

/// <summary>A pack for a court holds what both ledgers hold, and nothing of it can be changed unnoticed.</summary>
public class EvidenceTests
{
    static async Task<(byte[] Pack, List<VerifierKey> Keys)> Pack()
    {
        var (world, caseId) = await AuditQuestionTests.Seated();
        await using var _ = world;
        await world.Record("intelligence", Post.Intelligence(World.Case, "pointer"));
        await world.Get("probation-officer", "/cases");
        await world.Get("probation-officer", $"/cases/{caseId}/timeline");
        await world.Get("community-mentor", $"/cases/{caseId}");
        var reply = await world.Get("auditor", $"/audit/evidence?case={caseId}");
        Assert.True(reply.Status == 200, reply.ToString());
        List<VerifierKey> keys = [];
        foreach (var ledger in (string[])["events", "access"])
            keys.AddRange((await world.Get("auditor", $"/ledgers/{ledger}/vkeys")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(VerifierKey.Parse).OfType<VerifierKey>());
        Assert.Equal(2, keys.Count);
        // What was handed over counts as delivered.
        var seen = (await world.Get("auditor", $"/audit/exposures?event={World.Case}&agency=oversight")).Json;
        Assert.Single(seen.GetProperty("delivered").EnumerateArray());
        return (reply.Body, keys);
    }

    [Fact]
    public async Task A_pack_is_checked_offline_and_names_its_events_and_looks()
    {
        var (pack, keys) = await Pack();
        var verdict = EvidenceVerification.Check(pack, keys);
        Assert.Empty(verdict.Faults);
        Assert.True(verdict.Events >= 5, $"{verdict}");
        // The list and the feed name no case, and are in it all the same.
        Assert.Contains("GET /cases\"", Encoding.UTF8.GetString(pack), StringComparison.Ordinal);
        Assert.True(verdict.Looks >= 3, $"{verdict}");
        Assert.Null(verdict.Next);
    }

    [Fact]
    public async Task A_pack_that_was_changed_anywhere_is_refused()
    {
        var (pack, keys) = await Pack();
        var lines = Encoding.UTF8.GetString(pack).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        List<string> Faults(IEnumerable<string> changed, IReadOnlyList<VerifierKey>? trusted = null) =>
            [.. EvidenceVerification.Check(Encoding.UTF8.GetBytes(string.Join('\n', changed) + "\n"), trusted ?? keys).Faults];
        Assert.Empty(Faults(lines));
        for (var i = 1; i < lines.Count - 1; i++)
        {
            Assert.NotEmpty(Faults(lines.Where((_, index) => index != i)));
            var moved = Faults(lines.Select((line, index) => index == i ? line.Replace("\"index\":", "\"index\":1", StringComparison.Ordinal) : line));
            Assert.Contains(moved, fault => fault.StartsWith($"line {i + 1}: the ledger is not shown to hold its leaf", StringComparison.Ordinal));
        }

        // Even by whoever could sign it again: what is shown must be what the leaves commit to.
        var look = lines.FindIndex(line => line.Contains("\"outcome\":\"Refused\"", StringComparison.Ordinal));
        var changed = lines.ToList();
        changed[look] = changed[look].Replace("\"outcome\":\"Refused\"", "\"outcome\":\"Nothing\"", StringComparison.Ordinal);
        Assert.Contains(Faults(changed), fault => fault.Contains("the look is not what its leaf commits to", StringComparison.Ordinal));
        var name = lines.FindIndex(line => line.Contains("Test P.", StringComparison.Ordinal));
        changed = [.. lines];
        changed[name] = changed[name].Replace("Test P.", "Test Q.", StringComparison.Ordinal);
        Assert.Contains(Faults(changed), fault => fault.StartsWith($"line {name + 1}:", StringComparison.Ordinal));
        Assert.NotEmpty(Faults(lines, [keys[0]]));
        Assert.NotEmpty(Faults(lines, [keys[1]]));
        Assert.Throws<FormatException>(() => EvidenceVerification.Check(pack.AsMemory(..^1), keys));
        Assert.Throws<FormatException>(() => EvidenceVerification.Check("{}\n{}\n"u8.ToArray(), keys));
    }
}
