using System.Globalization;

namespace Reintegration.Events.Server.Tests.Support;

/// <summary>Well-formed posts, each changed in one place by the test that needs it wrong.</summary>
static partial class Post
{
    public static Guid Id(string key) => Demo.Story.Telling.Id($"test/{key}");

    public static string Name(string agency, string key) => $"/agencies/{agency}/events/{Id(key):D}";

    public static byte[] Event(
        string agency, string key, string type, string? subject, object facts, object? about = null,
        DateTimeOffset? time = null, string? id = null,
        string? expectedVersion = null, string role = "practitioner")
    {
        var members = new Dictionary<string, object>
        {
            ["specversion"] = "1.0",
            ["id"] = id ?? Id(key).ToString("D"),
            ["source"] = $"/agencies/{agency}",
            ["type"] = type.Contains("reintegration.", StringComparison.Ordinal) ? type : $"reintegration.{type}.v1",
            ["time"] = (time ?? World.Start.AddHours(-1)).ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["data"] = new { about = about ?? About(agency, role, type), facts },
        };
        if (subject is not null) members["subject"] = subject;
        if (expectedVersion is not null) members["expectedversion"] = expectedVersion;
        return JsonSerializer.SerializeToUtf8Bytes(members);
    }

    static object About(string agency, string role, string type) =>
        type.Contains("practitioner-certified", StringComparison.Ordinal)
        ? new { author = new { role, reference = "official-x" } }
        : new
        {
            author = new { role, reference = $"official-{agency}-1" },
            subjects = new[] { new { person = $"{agency}-p1", category = "convicted" } },
            reviewDue = "2026-06-01",
        };

    /// <summary>A batch of these, in this order.</summary>
    public static byte[] Batch(params IEnumerable<byte[]> events) =>
        System.Text.Encoding.UTF8.GetBytes($"[{string.Join(',', events.Select(System.Text.Encoding.UTF8.GetString))}]");

    public static byte[] Opened(string agency = "prison", string key = "opened", string name = "Test P.") =>
        Event(agency, key, "coordination.case-opened", null, new
        {
            personRef = "prison-p1",
            displayName = name,
            language = "en",
            openingReason = "release",
            dataSubjectCategory = "convicted",
        });

    public static byte[] Joined(string subject, string agency, string lead = "prison") =>
        Event(lead, $"joined/{subject}/{agency}", "coordination.case-agency-joined", subject,
        new { agency, from = "2026-03-01T00:00:00Z" });

    public static byte[] Seat(string subject, string agency, string official, string role) =>
        Event(agency, $"seat/{subject}/{official}/{role}", "coordination.case-seat-taken", subject,
        new { official, role });

    public static byte[] Mentoring(
        string subject, string agency, string key, string? expectedVersion = null, string? id = null,
        DateTimeOffset? time = null) =>
        Event(agency, key, "care.religious-mentoring-session-held", subject, new { date = "2026-02-20", attended = true }, expectedVersion: expectedVersion, id: id, time: time, role: "religious-mentor");

    public static byte[] Missed(string subject, string agency, string key) =>
        Event(agency, key, "supervision.contact-missed", subject,
        new { expectedAt = "2026-02-20T10:00:00Z", service = "circle", followUpBy = "2026-03-05" });

    public static byte[] Intelligence(string subject, string key) =>
        Event("intelligence", key, "intelligence.intelligence-registered", subject,
        new { topic = "association", contactDesk = "duty desk", expires = "2026-09-01" }, role: "intelligence-analyst");

    public static byte[] Advisory(string subject, string key) =>
        Event("intelligence", key, "intelligence.intelligence-advisory-issued", subject,
        new { text = "sanitised", recommendedAction = "inform", validUntil = "2026-09-01", recipients = new[] { "probation", "police" } }, role: "liaison-officer");
}
