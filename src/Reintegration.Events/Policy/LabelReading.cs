using System.Globalization;

namespace Reintegration.Events.Policy;

/// <summary>
/// Typed looks at an envelope's labels. A label that is absent or of another shape reads as null or empty.
/// </summary>
internal static class LabelReading
{
    extension(Envelope envelope)
    {
        public string? TextLabel(string name) =>
            envelope.Labels.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;

        public AgencyId? AgencyLabel(string name) =>
            AgencyId.TryParse(envelope.TextLabel(name), out var agency) ? agency : null;

        public DateOnly? DateLabel(string name) =>
            DateOnly.TryParseExact(
                envelope.TextLabel(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date
                : null;

        public DateTimeOffset? TimeLabel(string name) =>
            DateTimeOffset.TryParse(
                envelope.TextLabel(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUniversalTime()
                : null;

        public long? NumberLabel(string name) =>
            envelope.Labels.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
                ? number
                : null;

        public ImmutableArray<string> TextsLabel(string name) =>
            envelope.Labels.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Array
                ? [.. value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)]
                : [];

        public ImmutableArray<AgencyId> AgenciesLabel(string name) =>
            [.. envelope.TextsLabel(name).Where(text => AgencyId.TryParse(text, out _)).Select(AgencyId.Parse)];

        public ImmutableArray<Category> CategoriesLabel(string name) =>
        [
            .. envelope.TextsLabel(name)
                .Where(word => Enum.TryParse<Category>(word, ignoreCase: true, out _))
                .Select(word => Enum.Parse<Category>(word, ignoreCase: true)),
        ];

        public EventName? NameLabel(string name) =>
            EventName.TryParse(envelope.TextLabel(name), out var named) ? named : null;

        /// <summary>Whether a marking such as ORCON is set: the label is there and is not <c>false</c>.</summary>
        public bool HasLabel(string name) =>
            envelope.Labels.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.False;
    }

    /// <summary>The first instant of a day. Days are days of UTC: one clock for everybody who decides.</summary>
    public static DateTimeOffset Begins(this DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The first instant after a day that itself still counts.</summary>
    public static DateTimeOffset Ends(this DateOnly day) =>
        day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : day.AddDays(1).Begins();

    public static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null ? right : right is null || left < right ? left : right;
}
