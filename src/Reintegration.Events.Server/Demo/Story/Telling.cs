using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Server.Demo.Story;

/// <summary>One step of the story: an event as an agency's system posts it, on the day it is told.</summary>
/// <param name="Told">Day of the story on which the ledger learns it; the happened day stands in the event's
/// time.</param>
/// <param name="Refused">The problem the step is meant to meet; null when it is to be accepted.</param>
public sealed record Step(int Told, string Agency, Guid Id, byte[] Event, string Type, string? Refused);

/// <summary>A small language for stories: days counted from the anchor, ids made from names, so that a story is the
/// same bytes however often it is told.</summary>
/// <param name="anchor">Midnight UTC of day 0.</param>
public sealed class Telling(DateTimeOffset anchor)
{
    readonly List<Step> _steps = [];
    int _hour;

    public string Date(int day) => anchor.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Time(int day, int hour = 10) =>
        anchor.AddDays(day).AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>An id that is the same in every telling: UUIDv8 (RFC 9562) of a hash of the step's key.</summary>
    public static Guid Id(string key) =>
        LowerUuid.OfHash(SHA256.HashData(Encoding.UTF8.GetBytes($"reintegration demo story/{key}")));

    public static string Name(string agency, string key) => $"/agencies/{agency}/events/{Id(key):D}";

    /// <summary>Adds a step. Without <paramref name="happened"/> it happened on the day it is told.</summary>
    public void Tell(
        int told, string agency, string key, string type, string? subject, object facts, int? happened = null,
        string role = "practitioner", string? author = null, object? more = null, string? refused = null)
    {
        _hour = (_hour + 1) % 8; // Agencies report through the working day; the order of telling is the order of the ledger.
        var about = About(told, agency, subject, role, author, more);
        var posted = new Dictionary<string, object>
        {
            ["specversion"] = "1.0",
            ["id"] = Id(key).ToString("D"),
            ["source"] = $"/agencies/{agency}",
            ["type"] = $"reintegration.{type}.v1",
            ["time"] = Time(happened ?? told, 8 + (happened is null ? 0 : _hour)),
            ["datacontenttype"] = "application/json",
            ["data"] = new { about, facts },
        };
        if (subject is not null) posted["subject"] = subject;
        _steps.Add(
            new Step(told, agency, Id(key), JsonSerializer.SerializeToUtf8Bytes(posted), (string)posted["type"], refused));
    }

    Dictionary<string, object> About(
        int told, string agency, string? subject, string role, string? author, object? more)
    {
        var about = new Dictionary<string, object> { ["author"] = new { role, reference = author ?? $"official-{agency}-1" } };
        if (subject is not null || role == "coordinator")
        {
            about["subjects"] = new[] { new { person = $"{agency}-person-{Fold(subject ?? "new")}", category = "convicted" } };
            about["reviewDue"] = Date(told + 150);
        }

        if (more is not null)
            foreach (var property in more.GetType().GetProperties()) about[property.Name] = property.GetValue(more)!;
        return about;
    }

    /// <summary>Each owner mints its own person reference; nothing in it is shared between agencies.</summary>
    static string Fold(string subject) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))[..8];

    /// <summary>The steps in the order they are told; steps of one day keep the order they were written in.</summary>
    public ImmutableArray<Step> Steps() => [.. _steps.OrderBy(step => step.Told)];
}
