using System.Text.Json.Serialization.Metadata;

namespace Reintegration.Events.Events;

/// <summary>One member of a type's facts: the class its rules speak of, and what its lower levels show.</summary>
/// <param name="Member">Name on the wire: <c>earliestRelease</c>.</param>
/// <param name="Class">Root and class: <c>custody.dates</c>.</param>
/// <param name="IsLabel">Copied to the envelope's labels at intake, under the member's name.</param>
/// <param name="IsAbout">About somebody other than the person the case is about.</param>
public sealed record FieldMarking(
    string Member, string Class, Ladder Ladder, bool IsLabel, bool IsAbout, bool Optional);

/// <summary>What can happen: an event type with its markings, its schema and its example.</summary>
/// <remarks>Made by <see cref="Catalog"/> from the type's declaration; unchanging, and safe for many threads.</remarks>
public sealed record EventType
{
    /// <summary>Classes that every type has below its root, beside those of its facts.</summary>
    public static readonly ImmutableArray<(string Class, Ladder Ladder)> EnvelopeClasses =
    [
        ("$event", Ladder.None), ("envelope.time", Ladder.Date), ("envelope.author", Ladder.None),
        ("envelope.quality", Ladder.None), ("envelope.handling", Ladder.None),
    ];

    readonly CompiledSchema _compiled;
    readonly JsonTypeInfo _typeInfo;

    internal EventType(CompiledSchema compiled, JsonTypeInfo typeInfo) => (_compiled, _typeInfo) = (compiled, typeInfo);

    /// <summary><c>reintegration.&lt;area&gt;.&lt;past-tense-kebab&gt;.v1</c></summary>
    public required string Name { get; init; }
    /// <summary>The second word of the name: <c>custody</c>.</summary>
    public required string Area { get; init; }
    /// <summary>Of the type's shape; the number at the end of its name.</summary>
    public int Version { get; init; } = 1;
    /// <summary>The shape of the version before; null for the first.</summary>
    public Type? Earlier { get; init; }
    /// <summary>The name in words: <c>Person released</c>.</summary>
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required string Root { get; init; }
    public required int Row { get; init; }
    public required Category Category { get; init; }
    /// <summary>The member whose first category is the event's own, when the type has none of its own.</summary>
    public string? CategoryFrom { get; init; }
    public required ImmutableArray<Sector> Producers { get; init; }
    public required Sensitivity Sensitivity { get; init; }
    public required HandlingCode Handling { get; init; }
    public required StatementKind StatementKind { get; init; }
    public required RetentionClass Retention { get; init; }
    /// <summary>Labels every event of the type carries.</summary>
    public required ImmutableArray<string> Labels { get; init; }
    public required CasePlace Place { get; init; }
    public required bool Governing { get; init; }
    public required bool FollowsTarget { get; init; }
    /// <summary>How an event of a type that follows its target stands to it.</summary>
    public RelationKind Relation { get; init; } = RelationKind.Concerns;
    /// <summary>Its target may be another owner's.</summary>
    public bool OfOthers { get; init; }
    public required bool HumanOnly { get; init; }
    /// <summary>Why intake refuses the type for now; null when it takes it.</summary>
    public string? NotYetAccepted { get; init; }
    public required ImmutableArray<FieldMarking> Fields { get; init; }
    public required Type ClrType { get; init; }
    /// <summary>JSON Schema (draft 2020-12) of the facts; the same that <see cref="Validate"/> holds them to.</summary>
    public required JsonElement Schema { get; init; }
    /// <summary>Facts of a believable synthetic event.</summary>
    public required JsonElement Example { get; init; }

    /// <summary>The event says something of the person the case is about, so it must name them with their
    /// category.</summary>
    /// <remarks>Team events speak of agencies and officials; what is S1 or lower speaks of nobody.</remarks>
    public bool ConcernsPerson =>
        Place != CasePlace.NoCase && Category != Category.Team && Sensitivity >= Sensitivity.S2 && !FollowsTarget;

    /// <summary>What is wrong with the facts of a submission, with pointers from the event's top.</summary>
    public IReadOnlyList<SchemaError> Validate(JsonElement facts) => _compiled.Validate(facts, "/data/facts");

    /// <summary>As <see cref="Validate"/> for some members of the facts: the new values of a correction.</summary>
    public IReadOnlyList<SchemaError> ValidatePart(JsonElement members, string pointer) =>
        _compiled.ValidatePart(members, pointer);

    /// <summary>The label members of valid facts, as they are copied to the envelope: member name to value.</summary>
    public ImmutableSortedDictionary<string, JsonElement> LabelsOf(JsonElement facts)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in Fields)
        {
            if (field.IsLabel && facts.TryGetProperty(field.Member, out var value))
                labels[field.Member] = value.Clone();
        }

        return labels.ToImmutable();
    }

    /// <summary>The event itself, from facts that <see cref="Validate"/> found right.</summary>
    /// <exception cref="JsonException">The facts are not what the schema asks for.</exception>
    public IEvent Read(JsonElement facts) => (IEvent)facts.Deserialize(_typeInfo)!;

    public bool Equals(EventType? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);
    public override string ToString() => Name;
}
