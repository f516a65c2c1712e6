namespace Reintegration.Events.Views.Sheets;

/// <summary>What a withdrawal leaves of a consent: it names a scope and recipients, and no consent.</summary>
public static class Consent
{
    public static bool IsWithdrawnBy(Matter consent, Statement withdrawal) =>
        IsCovered(consent.Opened.Facts, withdrawal.Facts);

    /// <summary>
    /// Nothing of the consent is left: the withdrawal covers all its categories and recipients. One that names no
    /// recipients means all of them.
    /// </summary>
    public static bool IsCovered(
        ImmutableSortedDictionary<string, JsonElement> consent,
        ImmutableSortedDictionary<string, JsonElement> withdrawal)
    {
        return Covers("scope") && (!withdrawal.ContainsKey("recipients") || Covers("recipients"));

        bool Covers(string member) =>
            consent.TryGetValue(member, out var given) && withdrawal.TryGetValue(member, out var taken)
            && Members.Texts(given).ToHashSet(StringComparer.Ordinal).IsSubsetOf(Members.Texts(taken));
    }
}
