namespace Reintegration.Events.Events;

/// <summary>What the owner says about its event beside the facts: <c>data.about</c>.</summary>
/// <remarks>
/// Only the author is always asked for; what is absent takes the type's defaults. The owner may raise sensitivity and
/// handling, never lower them. <see cref="Acceptance"/> holds it to that.
/// </remarks>
public sealed record About
{
    public required Author Author { get; init; }

    /// <summary>What it was recorded for; nobody reads it for anything else.</summary>
    [Field("handling", MinItems = 1), Form(TextForm.Purpose)]
    public ImmutableArray<string>? Purposes { get; init; }

    [Form(TextForm.LegalBasis)]
    public string? LegalBasis { get; init; }

    public AboutHandling? Handling { get; init; }
    public Sensitivity? Sensitivity { get; init; }
    public StatementKind? StatementKind { get; init; }
    public Grading? Grading { get; init; }

    /// <summary>
    /// The same in another scheme, in place of <see cref="Grading"/>: it is recorded as Europol 4x4.
    /// </summary>
    public ForeignGrading? GradedAs { get; init; }

    /// <summary>The persons it speaks of, under the owner's own references, each with its category.</summary>
    public ImmutableArray<DataSubject>? Subjects { get; init; }

    /// <summary>It concerns a person under age: it counts as S3 and is looked at again within half a year.</summary>
    public bool? Juvenile { get; init; }

    /// <summary>The day by which the owner looks again whether it is still right and still needed.</summary>
    public DateOnly? ReviewDue { get; init; }

    /// <summary>Labels the owner sets: ORCON (nobody without its leave), SOURCE (nobody but its handler).</summary>
    [Form(TextForm.OwnerLabel)]
    public ImmutableArray<string>? Labels { get; init; }

    public Relation? Relates { get; init; }
}

/// <summary>Conditions the owner sets on use; absent members take the type's defaults.</summary>
public sealed record AboutHandling
{
    public HandlingCode? Code { get; init; }
    public Onward? Onward { get; init; }
    public ActionLimit? ActionLimit { get; init; }
    [Field("handling", MaxItems = 20)]
    public ImmutableArray<string>? Caveats { get; init; }
    public ImmutableArray<AgencyId>? ReleasableTo { get; init; }
}

/// <summary>The published schema of <see cref="About"/>, the same for every type, and the reading it allows.</summary>
public static class AboutSchema
{
    static readonly Lazy<(JsonElement Schema, CompiledSchema Compiled)> Made = new(() =>
    {
        var schema = SchemaExport.Of(
            typeof(About), "urn:reintegration:events:about", "About",
            "What the owner says about its event beside the facts; absent members take the type's defaults.");
        return (schema, CompiledSchema.Of(schema));
    });

    /// <summary>JSON Schema (draft 2020-12); published as contracts/events/about.schema.json.</summary>
    public static JsonElement Schema => Made.Value.Schema;

    /// <summary>What is wrong with <c>data.about</c>, with pointers from the event's top.</summary>
    public static IReadOnlyList<SchemaError> Validate(JsonElement about) =>
        Made.Value.Compiled.Validate(about, "/data/about");

    /// <exception cref="JsonException">It is not what the schema asks for.</exception>
    public static About Read(JsonElement about) => about.Deserialize<About>(EventJson.Options)!;
}
