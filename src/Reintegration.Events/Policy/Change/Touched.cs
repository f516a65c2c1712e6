using Reintegration.Cedar;

namespace Reintegration.Events.Policy.Change;

/// <summary>Where two bundles can differ at all: what lies outside need not be decided twice.</summary>
/// <remarks>Never too little. A difference in the header or in the groups of classes touches everything.</remarks>
public sealed class Touched
{
    private readonly ImmutableSortedSet<string>? types;
    private readonly ImmutableHashSet<Sector>? sectors;

    private Touched(ImmutableSortedSet<string>? types, ImmutableHashSet<Sector>? sectors) =>
        (this.types, this.sectors) = (types, sectors);

    public static Touched By(Bundle before, Bundle after, Catalog catalog)
    {
        if (!IsAlike(before.Header, after.Header) || Groups(before) != Groups(after)) return new(null, null);
        var changed = Changed(before, after).Concat(Changed(after, before)).ToList();
        var classes = changed.Exists(rule => rule.Policy.Resource.Entities.IsEmpty)
            ? null
            : changed.SelectMany(rule => rule.Policy.Resource.Entities)
                .SelectMany(uid => before.Classes.Of(uid.Id).Union(after.Classes.Of(uid.Id)).Add(uid.Id)).ToHashSet();
        return new Touched(
            classes is null ? null : [.. catalog.All.Where(type => classes.Overlaps(type.Classes)).Select(type => type.Name)],
            changed.Exists(rule => !rule.Policy.Principal.Entities.All(IsSector))
            || changed.Exists(rule => rule.Policy.Principal.Entities.IsEmpty)
                ? null
                : [.. changed.SelectMany(rule => rule.Policy.Principal.Entities).Select(Sector)]);
    }

    /// <summary>Whether an event of a type may be decided otherwise.</summary>
    public bool Concerns(string type) => types is null || types.Contains(type);

    /// <summary>Whether a seat may be shown otherwise. A panel's seat has a column beside its sector's own.</summary>
    public bool Concerns(Seat seat) => sectors is null || seat.IsPanel || sectors.Contains(seat.Sector);

    private static string? Groups(Bundle bundle) => bundle.Files.GetValueOrDefault("classes.json");

    /// <summary>All of a header that decides: not its id, its parent or who answers for it.</summary>
    private static bool IsAlike(BundleHeader one, BundleHeader other) =>
        one.Windows == other.Windows && one.From == other.From && one.Until == other.Until
        && one.Clearances.SequenceEqual(other.Clearances)
        && one.CompatiblePurposes.Count == other.CompatiblePurposes.Count
        && one.CompatiblePurposes.All(pair =>
            other.CompatiblePurposes.TryGetValue(pair.Key, out var compatible) && compatible.SetEquals(pair.Value));

    private static IEnumerable<Rule> Changed(Bundle of, Bundle against) => of.Rules.Values.Where(rule =>
        !against.Rules.TryGetValue(rule.Id, out var other) || other.Policy.Text != rule.Policy.Text);

    private static bool IsSector(EntityUid uid) =>
        uid.Type == CaseEntities.Sector && Enum.TryParse<Events.Sector>(uid.Id, ignoreCase: true, out _);

    private static Sector Sector(EntityUid uid) => Enum.Parse<Events.Sector>(uid.Id, ignoreCase: true);
}
