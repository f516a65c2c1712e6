using System.Text.RegularExpressions;

namespace Reintegration.Events.Policy;

/// <summary>
/// A duty a permit puts on what it shows (domain.md 3.3), as written in <c>@obligations("o1 o2:validUntil")</c>.
/// </summary>
/// <remarks>
/// A permit whose duty cannot be met at the time of the decision does not count: <c>o2</c> with a date that has passed.
/// The other codes are duties of the recipient, and travel with the disclosure.
/// </remarks>
/// <param name="Code"><c>o1</c> to <c>o10</c>, or <c>notify-owner</c> on a forbid: the owner is told of the
/// look.</param>
/// <param name="Argument">
/// For <c>o2</c> a label holding a date, <c>reviewDue</c>, or days since the event (<c>90d</c>); for <c>o3</c> hours to
/// acknowledge (<c>24h</c>); for <c>o10</c> days after the case closed (<c>30d</c>).
/// </param>
public sealed partial record Obligation(string Code, string? Argument)
{
    public const string NotifyOwner = "notify-owner";

    private static readonly ImmutableSortedSet<string> Plain = ["o1", "o2", "o3", "o4", "o5", "o6", "o7", "o8", "o9", "o10", NotifyOwner];

    public static bool TryParse(string word, out Obligation obligation)
    {
        var parts = word.Split(':', 2);
        obligation = new Obligation(parts[0], parts.Length == 2 ? parts[1] : null);
        return Plain.Contains(obligation.Code) && obligation.Argument switch
        {
            null => true,
            var argument => obligation.Code switch
            {
                "o2" => DayCount.IsMatch(argument) || LabelName.IsMatch(argument),
                "o3" => HourCount.IsMatch(argument),
                "o10" => DayCount.IsMatch(argument),
                _ => false,
            },
        };
    }

    public override string ToString() => Argument is null ? Code : $"{Code}:{Argument}";

    [GeneratedRegex("^[1-9][0-9]{0,3}d\\z")]
    private static partial Regex DayCount { get; }

    [GeneratedRegex("^[1-9][0-9]{0,3}h\\z")]
    private static partial Regex HourCount { get; }

    [GeneratedRegex("^[a-z][A-Za-z0-9]{0,63}\\z")]
    private static partial Regex LabelName { get; }
}
