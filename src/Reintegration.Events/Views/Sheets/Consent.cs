namespace Reintegration.Events.Views.Sheets;

/// <summary>What a withdrawal leaves of a consent: it names a scope and recipients, and no consent.</summary>
public static class Consent
{
    /// <summary>Nothing of it is left: the withdrawal covers all its categories and all its recipients.</summary>
    public static bool IsWithdrawnBy(Matter consent, Statement withdrawal) =>
        IsCovered(consent.Value("scope"), withdrawal.Facts.GetValueOrDefault("scope"), whole: false)
        && IsCovered(
            consent.Value("recipients"), withdrawal.Facts.GetValueOrDefault("recipients"),
            whole: !withdrawal.Facts.ContainsKey("recipients"));

    /// <param name="whole">Nothing is named, and that means everything.</param>
    static bool IsCovered(JsonElement? given, JsonElement taken, bool whole) =>
        whole || Members.Texts(given).ToHashSet(StringComparer.Ordinal).IsSubsetOf(Members.Texts(taken));
}
