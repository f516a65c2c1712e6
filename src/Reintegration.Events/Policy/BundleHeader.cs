namespace Reintegration.Events.Policy;

/// <summary>What <c>bundle.json</c> says: which bundle this is, from when to when, whose, and its numbers.</summary>
public sealed record BundleHeader
{
    public required string Id { get; init; }
    public required long Sequence { get; init; }
    /// <summary>Hash of the bundle this one succeeds; null for the first.</summary>
    public string? Parent { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Until { get; init; }
    public required string Owner { get; init; }
    public required ImmutableArray<string> Approvers { get; init; }
    public required Windows Windows { get; init; }
    /// <summary>The clearance without which nothing of this sensitivity is shown; absent is 0.</summary>
    public required ImmutableSortedDictionary<Sensitivity, int> Clearances { get; init; }
    /// <summary>For each purpose of a request the purposes information may have been recorded for.</summary>
    /// <remarks>A purpose that is not listed here is compatible with nothing: nothing is shown for it.</remarks>
    public required ImmutableSortedDictionary<string, ImmutableSortedSet<string>> CompatiblePurposes { get; init; }

    public bool IsInForce(DateTimeOffset at) => (From is null || From <= at) && (Until is null || at < Until);

    public int MinimumClearance(Sensitivity sensitivity) => Clearances.GetValueOrDefault(sensitivity);

    /// <summary>The bundle in the folder beside it whose files a bundle takes over; null for one that stands alone.</summary>
    public static string? BaseOf(string text) => new BundleJson(Bundle.HeaderPath, text) is var json
        ? json.OptionalText(json.Root, "base")
        : null;

    internal static BundleHeader Read(string file, string text)
    {
        var json = new BundleJson(file, text);
        var root = json.Root;
        json.Members(
            root, "id", "base", "sequence", "parent", "from", "until", "owner", "approvers", "windows", "clearances",
            "compatiblePurposes");
        var windows = json.Member(root, "windows");
        var compatible = json.Member(root, "compatiblePurposes").EnumerateObject().ToImmutableSortedDictionary(
            p =>
                json.Word(p.Name, Vocabulary.Purposes), p =>
                    json.Words(p.Value, Vocabulary.Purposes), StringComparer.Ordinal);
        return new BundleHeader
        {
            Id = json.Text(root, "id"),
            Sequence = json.Number(root, "sequence"),
            Parent = json.OptionalText(root, "parent"),
            From = json.OptionalTime(root, "from"),
            Until = json.OptionalTime(root, "until"),
            Owner = json.Text(root, "owner"),
            Approvers = [.. json.Words(json.Member(root, "approvers"), null)],
            Windows = new Windows(
                (int)json.Number(windows, "preReleaseDays"), (int)json.Number(windows, "afterSupervisionDays")),
            Clearances = json.Member(root, "clearances").EnumerateObject().ToImmutableSortedDictionary(
                p => Enum.Parse<Sensitivity>(json.Word(p.Name, Enum.GetNames<Sensitivity>())),
                p => (int)json.Number(json.Member(root, "clearances"), p.Name)),
            CompatiblePurposes = compatible,
        };
    }

    /// <summary>Reads <c>{"probation": {"supervision": "led-8"}}</c>.</summary>
    internal static ImmutableSortedDictionary<(Sector, string), string> ReadDefaults(string file, string text)
    {
        var json = new BundleJson(file, text);
        var sectors = Enum.GetNames<Sector>().Select(name => name.ToLowerInvariant()).ToArray();
        var defaults = ImmutableSortedDictionary.CreateBuilder<(Sector, string), string>();
        foreach (var sector in json.Root.EnumerateObject())
        {
            foreach (var purpose in sector.Value.EnumerateObject())
            {
                var key = (Enum.Parse<Sector>(json.Word(sector.Name, sectors), ignoreCase: true),
                    json.Word(purpose.Name, Vocabulary.Purposes));
                defaults[key] = json.Word(json.Text(sector.Value, purpose.Name), Vocabulary.LegalBases);
            }
        }

        return defaults.ToImmutable();
    }
}
