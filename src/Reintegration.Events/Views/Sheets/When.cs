using System.Globalization;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Views.Sheets;

/// <summary>
/// Shown times against a clock. A day, month or year that is shown in place of a time means all of it.
/// </summary>
/// <remarks>Days are days of UTC, as everywhere in the house: one clock for everybody.</remarks>
public static class When
{
    /// <summary>
    /// The first instant from which a due time has passed, however it is shown; null: it is not shown.
    /// </summary>
    public static DateTimeOffset? Over(string? shown) => shown?.Length <= 10 ? Day(shown)?.Last.Ends() : Time(shown);

    /// <summary>The first instant that the shown time can mean.</summary>
    public static DateTimeOffset? From(string? shown) => shown?.Length <= 10 ? Day(shown)?.First.Begins() : Time(shown);

    /// <summary>The later of two, where null is never.</summary>
    public static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null || right > left ? right ?? left : left;

    static (DateOnly First, DateOnly Last)? Day(string? shown) => shown?.Length switch
    {
        4 when Parse(shown + "-01-01") is { } first => (first, first.AddYears(1).AddDays(-1)),
        7 when Parse(shown + "-01") is { } first => (first, first.AddMonths(1).AddDays(-1)),
        10 when Parse(shown) is { } day => (day, day),
        _ => null,
    };

    static DateOnly? Parse(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
        && IsCounted(parsed.Year)
            ? parsed
            : null;

    static DateTimeOffset? Time(string? shown) =>
        DateTimeOffset.TryParse(shown, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && IsCounted(time.Year)
            ? time.ToUniversalTime()
            : null;

    /// <summary>Years from which months can be taken and to which they can be added.</summary>
    static bool IsCounted(int year) => year is > 1 and < 9999;
}
