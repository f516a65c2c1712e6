using System.Globalization;
using System.Text;
using Reintegration.Events.Server.Demo.Story;

namespace Reintegration.Events.Server.Demo;

/// <summary>
/// Prints what happened: one case through five agencies' eyes, why something is hidden, and a past day.
/// </summary>
sealed class Walkthrough(DemoClient client, TextWriter output, DateTimeOffset anchor)
{
    static readonly (string Persona, string Head)[] Eyes =
    [
        ("prison-release-coordinator", "prison"), ("probation-officer", "probation"), (
            "police-offender-manager", "police"),
        ("intelligence-analyst", "intelligence"), ("community-mentor", "community"),
    ];

    const int CellWidth = 13;
    string _case = "";

    public async Task Print(CancellationToken ct)
    {
        await FindCase(ct);
        await Look(ct);
        var replays = new List<JsonElement>();
        foreach (var (persona, _) in Eyes) replays.Add(await Replay(persona, null, ct));
        SideBySide(replays);
        Why(replays);
        await PastDay(ct);
    }

    /// <summary>The case id was given by the server; its opener finds it in its own events.</summary>
    async Task FindCase(CancellationToken ct)
    {
        var (_, opened) = await client.Get("prison-system", $"/events/{Telling.Id("alem/opened"):D}", ct);
        _case = opened.GetProperty("case").GetString()!;
    }

    /// <summary>
    /// Each agency looks for itself, with its own token; these are the reads that the summing line counts.
    /// </summary>
    async Task Look(CancellationToken ct)
    {
        output.WriteLine();
        output.WriteLine($"Case {_case} through five agencies' eyes:");
        foreach (var (name, head) in Eyes)
        {
            var persona = Personas.Find(name)!;
            var (_, overview) = await client.Get(name, $"/cases/{_case}", ct, ("Purpose", persona.Purpose));
            var (_, timeline) = await client.Get(
                name, $"/cases/{_case}/timeline?limit=200", ct, ("Purpose", persona.Purpose));
            var who = overview.TryGetProperty("displayName", out var shown) && shown.ValueKind == JsonValueKind.String
                ? shown.GetString()
                : "(name not shown)";
            output.WriteLine(
                $"  {head,-13} {name,-28} for {persona.Purpose,-18} {timeline.GetProperty("items").GetArrayLength(),3} items   {who}");
        }
    }

    async Task<JsonElement> Replay(string name, int? day, CancellationToken ct)
    {
        var persona = Personas.Find(name)!;
        var at = day is { } past
            ? $"&at={Uri.EscapeDataString(anchor.AddDays(past).AddHours(20).ToString("O", CultureInfo.InvariantCulture))}"
            : "";
        var (status, body) = await client.Get("auditor",
            $"/audit/replay?case={_case}&agency={persona.Agency}&role={persona.Roles[0]}&purpose={persona.Purpose}&official={persona.Official}&clearance={persona.Clearance}{at}", ct);
        return status == 200
            ? body
            : throw new InvalidOperationException($"The auditor's replay was answered {status}.");
    }

    void SideBySide(List<JsonElement> replays)
    {
        output.WriteLine();
        output.WriteLine(
            "What each may know (full: every field; 3/7: three of seven; exists: that it exists and whom to ask; -: nothing):");
        output.WriteLine(
            $"  {"day",4}  {"reported by",-16}{"event",-34}{string.Concat(Eyes.Select(eye => eye.Head.PadRight(CellWidth)))}");
        var rows = replays.Select(replay => replay.GetProperty("items").EnumerateArray().ToList()).ToList();
        for (var row = 0; row < rows[0].Count; row++)
        {
            var item = rows[0][row];
            var line = new StringBuilder(
                $"  {Day(item),4}  {item.GetProperty("owner").GetString(),-16}{Short(item),-34}");
            foreach (var column in rows) line.Append(Cell(column[row]).PadRight(CellWidth));
            output.WriteLine(line.ToString().TrimEnd());
        }
    }

    void Why(List<JsonElement> replays)
    {
        output.WriteLine();
        output.WriteLine("Why something is hidden (from the auditor's replay):");
        Reason(replays[4], "community", "intelligence-registered");
        Reason(replays[4], "community", "needs-assessment-completed");
        Reason(replays[2], "police", "needs-assessment-completed");
        Reason(replays[3], "intelligence", "religious-mentoring-session-held");
    }

    void Reason(JsonElement replay, string head, string type)
    {
        var item = replay.GetProperty("items").EnumerateArray().First(candidate => Short(candidate) == type);
        var stopped = item.GetProperty("fields").EnumerateArray().First(
            field => field.GetProperty("level").GetString() != "full");
        var by = string.Join(", ", stopped.GetProperty("stoppedBy").EnumerateArray().Select(rule => rule.GetString()));
        output.WriteLine(
            $"  {head,-13} {type,-34} {stopped.GetProperty("field").GetString()} stays at {stopped.GetProperty("level").GetString()}: {by}");
    }

    async Task PastDay(CancellationToken ct)
    {
        const int day = 330; // After the late report's event had happened, before anybody told it.
        var then = await Replay("probation-officer", day, ct);
        var now = await Replay("probation-officer", null, ct);
        output.WriteLine();
        output.WriteLine($"What probation could see on {anchor.AddDays(day):yyyy-MM-dd} (day {day}), replayed today:");
        output.WriteLine(
            $"  then {Shown(then)} of {then.GetProperty("items").GetArrayLength()} events, now {Shown(now)} of {now.GetProperty("items").GetArrayLength()}");
        foreach (var item in now.GetProperty("items").EnumerateArray().Where(item => Short(item) == "police-contact-recorded"))
            output.WriteLine(
                $"  {Short(item)}: happened {Date(item, "happenedAt")}, learned {Date(item, "recordedAt")}, so not known then");
        output.WriteLine();
    }

    static int Shown(JsonElement replay) =>
        replay.GetProperty("items").EnumerateArray().Count(item => item.GetProperty("level").GetString() != "nothing");

    static string Cell(JsonElement item)
    {
        var level = item.GetProperty("level").GetString();
        if (level is "nothing") return "-";
        if (level is "exists") return "exists";
        var fields = item.GetProperty("fields").EnumerateArray().Where(
            field => field.GetProperty("member").GetBoolean()).ToList();
        var open = fields.Count(field => field.GetProperty("level").GetString() != "nothing");
        return fields.All(field => field.GetProperty("level").GetString() == "full")
            ? "full"
            : $"{open}/{fields.Count}";
    }

    int Day(JsonElement item) =>
        (int)(DateTimeOffset.Parse(item.GetProperty("recordedAt").GetString()!, CultureInfo.InvariantCulture) - anchor).TotalDays;

    static string Date(JsonElement item, string member) => item.GetProperty(member).GetString()![..10];

    /// <summary><c>reintegration.needs.risk-assessment-completed.v1</c> without its family names.</summary>
    static string Short(JsonElement item) => item.GetProperty("type").GetString()!.Split('.')[2];
}
