namespace Reintegration.Events.Events;

/// <summary>Everything known about an event but its facts: who, when, about whom, under which markings.</summary>
/// <remarks>Policy decides on this and on the case context alone, never on facts (law 10). Domain.md 1.1.</remarks>
public sealed record Envelope
{
    public required EventName Name { get; init; }
    public required string Type { get; init; }
    public required StreamId Stream { get; init; }
    /// <summary>
    /// When it happened, by the owner's account. The other clock is <see cref="Ledger.Recorded.RecordedAt"/>.
    /// </summary>
    public required DateTimeOffset HappenedAt { get; init; }
    public required Author Author { get; init; }
    public required ImmutableArray<string> Purposes { get; init; }
    public required string LegalBasis { get; init; }
    public required Category Category { get; init; }
    public required Sensitivity Sensitivity { get; init; }
    public required Handling Handling { get; init; }
    public required StatementKind StatementKind { get; init; }
    public Grading? Grading { get; init; }
    public ImmutableArray<DataSubject> Subjects { get; init; } = [];
    public bool Juvenile { get; init; }
    public DateOnly? ReviewDue { get; init; }
    public required RetentionClass Retention { get; init; }
    public Relation? Relates { get; init; }
    /// <summary>For a type that follows its target: the type whose markings apply.</summary>
    public string? MarkedAs { get; init; }
    /// <summary>
    /// Named labels: the type's own, those the owner set, and the members declared <see cref="LabelAttribute"/>.
    /// </summary>
    public ImmutableSortedDictionary<string, JsonElement> Labels { get; init; } = ImmutableSortedDictionary<string, JsonElement>.Empty;
    public string? CorrelationId { get; init; }
    public string? CausationId { get; init; }

    public AgencyId Owner => Stream.Owner;
    public CaseId? Case => Stream.Case;
}

/// <summary>The human who authored it, or role <c>system</c> for what a clock caused.</summary>
public sealed record Author(
    [property: Form(TextForm.AuthorRole)] string Role, [property: Form(TextForm.Reference)] string Reference);

/// <summary>
/// Conditions that travel with the information (Europol codes, originator control, permissible actions).
/// </summary>
public sealed record Handling(
    HandlingCode Code, Onward Onward, ActionLimit ActionLimit, ImmutableArray<string> Caveats,
    ImmutableArray<AgencyId> ReleasableTo);

/// <summary>Europol 4x4: source reliability A, B, C, X; information credibility 1-4.</summary>
public sealed record Grading(
    [property: Form(TextForm.SourceReliability)] string Source,
    [property: Field("quality", Minimum = 1, Maximum = 4)] int Information);

/// <summary>A person the event speaks of, under the owner's own reference.</summary>
public sealed record DataSubject([property: Form(TextForm.Reference)] string Person, SubjectCategory Category);

/// <summary>How this event stands to an earlier one.</summary>
public sealed record Relation(RelationKind Kind, EventName Target);

/// <remarks><see cref="Concerns"/>: it says something about the other, and nothing about what that one is about.</remarks>
public enum RelationKind { Corrects, Contradicts, Retracts, Supersedes, Concerns }
