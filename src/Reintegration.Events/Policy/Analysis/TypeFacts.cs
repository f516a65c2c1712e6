namespace Reintegration.Events.Policy.Analysis;

/// <summary>
/// What is true of every event of a type, whoever posts it: rules are asked only about events that can exist.
/// </summary>
internal static class TypeFacts
{
    /// <summary>Types with the same key can be marked alike.</summary>
    public static string Key(EventType type) =>
        $"{type.Category}/{type.CategoryFrom}/{type.Place}/{type.Sensitivity}/{type.Handling}/{string.Join(',', type.Labels)}/{Tool(type)}/{IsSession(type)}";

    public static Formula Of(EventType type, Fragment fragment) => Formula.All(
        type.CategoryFrom is null
            ? fragment.Word("resource.category", word => word == CaseEntities.Word(type.Category))
            : Formula.True,
        fragment.Flag("resource.inCase", type.Place != CasePlace.NoCase),
        fragment.Word("resource.sensitivity", word => Enum.Parse<Sensitivity>(word) >= type.Sensitivity),
        fragment.Word("resource.handling", word => Enum.Parse<HandlingCode>(word) >= type.Handling),
        fragment.Is("resource.eventType", type.Name),
        fragment.Flag("resource.session", IsSession(type)),
        IsSession(type) ? Formula.True : fragment.Flag("resource.awaitsConsensus", false),
        Formula.All(fragment.Literals("resource.labels").Select(label => Label(type, label, fragment))),
        Tool(type) is { } isOptional
            ? isOptional ? Formula.True : fragment.Flag("resource has tool", true)
            : fragment.Flag("resource has tool", false));

    /// <summary>A type's own labels are always there; of the others only those an owner may set.</summary>
    private static Formula Label(EventType type, string label, Fragment fragment) =>
        type.Labels.Contains(label) ? fragment.Member("resource.labels", label, true)
        : Vocabulary.OwnerLabels.Contains(label) ? Formula.True
        : fragment.Member("resource.labels", label, false);

    /// <summary>A meeting that says who was at its table.</summary>
    private static bool IsSession(EventType type) => type.Fields.Any(field => field is { Member: "attendees", IsLabel: true });

    /// <summary>Whether the type may name a tool, and may leave it out.</summary>
    private static bool? Tool(EventType type) =>
        type.Fields.FirstOrDefault(field => field is { Member: "tool", IsLabel: true })?.Optional;
}
