using System.Text.RegularExpressions;

namespace Reintegration.Events.Tests.Support;

/// <summary>Texts that formats and patterns must take or refuse, written from the standards and not from our
/// reading.</summary>
static class TextSamples
{
    static readonly string[] OfSomePattern =
    [
        "probation", "/agencies/prison/events/0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12", "ref-1", "en", "XA",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "reintegration.custody.person-released.v1", "0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12",
        "A",
    ];

    /// <summary>The first sample that the pattern takes.</summary>
    public static string Of(string pattern) =>
        OfSomePattern.FirstOrDefault(sample => Regex.IsMatch(sample, pattern))
        ?? throw new InvalidOperationException($"No sample text matches {pattern}: add one.");

    public static string[] Right(string format) => format switch
    {
        "date" => ["2026-05-31", "2024-02-29", "2000-02-29", "1999-12-31"],
        "date-time" =>
        [
            "2026-05-31T09:30:00+02:00", "2026-05-31T09:30:00Z", "2024-02-29T23:59:59.1234567Z",
            "2026-05-31T00:00:00.5-03:30",
        ],
        "uuid" => ["0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12"],
        _ => throw new InvalidOperationException($"No samples for format {format}: add some."),
    };

    /// <summary>Texts that the published schema refuses, and so do we.</summary>
    public static string[] Wrong(string format) => format switch
    {
        "date" =>
        [
            "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-1",
            "31.05.2026",
            "2026-05-31T00:00:00Z", "2026-05-31 ", "20260531",
        ],
        "date-time" =>
        [
            "2026-05-31T09:30:00", "2026-05-31", "2026-02-30T09:30:00Z", "2026-05-31T24:00:00Z", "2026-05-31T09:60:00Z",
            "2026-05-31T09:30:60Z", "2026-05-31T09:30Z", "2026-05-31t09:30:00z", "2026-05-31 09:30:00Z",
            "2026-05-31T09:30:00.12345678Z", "2026-05-31T09:30:00.Z", "2026-05-31T09:30:00+2:00",
            "2026-05-31T09:30:00+14:30",
            "2026-05-31T09:30:00+02:00 ", "2026-05-31T09:30:00+0200",
        ],
        "uuid" => ["0190A4D2-11B7-7E55-8A3C-6B7C8D9E0F12", "0190a4d211b77e558a3c6b7c8d9e0f12",
            "{0190a4d2-11b7-7e55-8a3c-6b7c8d9e0f12}"],
        _ => [],
    };

    /// <summary>Texts that the standard takes and we refuse: years at the ends of the calendar, which an offset could
    /// leave.</summary>
    public static string[] Stricter(string format) => format switch
    {
        "date" => ["0001-01-01", "9999-12-31"],
        "date-time" => ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
        _ => [],
    };
}
