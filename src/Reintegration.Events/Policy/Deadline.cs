using System.Globalization;

namespace Reintegration.Events.Policy;

/// <summary>Until when a permit with a dated duty counts for an event: days after it happened, or a date it carries.</summary>
internal sealed record Deadline
{
    private int? Days { get; init; }

    /// <summary>The label that holds the date; null for the day of review.</summary>
    private string? Label { get; init; }

    /// <summary>The deadline a duty sets; null where it sets none.</summary>
    public static Deadline? Of(Obligation duty) =>
        duty.Code != "o2" || duty.Argument is not { } argument ? null
        : char.IsAsciiDigit(argument[0]) ? new Deadline { Days = int.Parse(argument[..^1], CultureInfo.InvariantCulture) }
        : new Deadline { Label = argument == "reviewDue" ? null : argument };

    /// <summary>The first instant that is too late.</summary>
    /// <remarks>A label that is asked for and missing ends at once: a date nobody knows cannot be kept to.</remarks>
    public DateTimeOffset Ends(Envelope envelope) =>
        Days is { } days ? envelope.HappenedAt.ToUniversalTime().AddDays(days)
        : (Label is null ? envelope.ReviewDue?.Ends() : envelope.DateLabel(Label)?.Ends() ?? envelope.TimeLabel(Label))
            ?? DateTimeOffset.MinValue;
}
