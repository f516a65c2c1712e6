namespace Reintegration.Events.Policy;

/// <summary>One member of an event's facts as a seat may know it.</summary>
public sealed record DisclosedField(Level Level, JsonElement Value);

/// <summary>Who wrote it: the role, and the reference to the human only at full.</summary>
public sealed record DisclosedAuthor(string Role, string? Reference);

/// <summary>
/// Without which no statement may be read: fact or judgement, how reliable, when to be reviewed (LED 7).
/// </summary>
public sealed record DisclosedQuality(StatementKind StatementKind, Grading? Grading, DateOnly? ReviewDue);

/// <summary>The conditions the owner put on its use.</summary>
public sealed record DisclosedHandling(
    HandlingCode Code, Onward Onward, ActionLimit ActionLimit, ImmutableArray<string> Caveats,
    ImmutableArray<string> Purposes, string LegalBasis);

/// <summary>What one seat may know of one recorded event.</summary>
/// <remarks>
/// The one enforcement point: it can only be made by <see cref="Of"/> from a decision of the policy, and it holds
/// nothing
/// that the decision does not name. Views, feeds and doors take it and never a <see cref="Recorded"/>.
/// </remarks>
public sealed class Disclosure
{
    private readonly EventName name;
    private readonly ImmutableSortedDictionary<string, string> levels;

    private Disclosure(Recorded recorded, Decision decision, Pseudonyms pseudonyms, Proving proving)
    {
        var envelope = recorded.Envelope;
        name = envelope.Name;
        Owner = envelope.Owner;
        Category = envelope.Category;
        ContactDesk = decision.ContactDesk;
        Obligations = decision.Obligations;
        ValidUntil = decision.ValidUntil;
        var released = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        released.Add("$event", decision.Event.Level.Word());
        if (decision.Event.Level == Level.Full)
        {
            (Name, Type) = (envelope.Name, envelope.Type);
            // A target is named only where this event shares the target's audience: naming a hidden one would show it.
            if (decision.Target is not null) Relates = envelope.Relates;
            var opened = new OpenedFacts(recorded, decision, pseudonyms);
            (HappenedAt, RecordedAt) = opened.Times(released);
            Author = opened.Author(released);
            Quality = opened.Quality(released);
            Handling = opened.Handling(released);
            if (proving == Proving.Envelope) opened.Labels(released);
            else (Fields, NewValues) = opened.Members(released);
        }

        levels = released.ToImmutable();
        if (proving != Proving.Nothing) Proof = Openings.Of(recorded, decision, this, levels, proving);
    }

    /// <summary>Whose event it is; known at every level.</summary>
    public AgencyId Owner { get; }
    public Category Category { get; }
    /// <summary>Whom to ask for more.</summary>
    public string ContactDesk { get; }
    /// <summary>Null when only existence is known.</summary>
    public EventName? Name { get; }
    public string? Type { get; }
    /// <summary>When it happened, as exactly as is known: "2026", "2026-03", or the time.</summary>
    public JsonElement? HappenedAt { get; }
    /// <summary>When the ledger learned it, as exactly as <see cref="HappenedAt"/>.</summary>
    public JsonElement? RecordedAt { get; }
    public DisclosedAuthor? Author { get; }
    public DisclosedQuality? Quality { get; }
    public DisclosedHandling? Handling { get; }
    /// <summary>What it corrects, contradicts, retracts or supersedes.</summary>
    public Relation? Relates { get; }
    /// <summary>The members of the facts that are shown, each at its level.</summary>
    public ImmutableSortedDictionary<string, DisclosedField> Fields { get; } = ImmutableSortedDictionary<string, DisclosedField>.Empty;
    /// <summary>Of a correction: the members of the target's facts that it sets anew and that are shown.</summary>
    public ImmutableSortedDictionary<string, DisclosedField> NewValues { get; } = ImmutableSortedDictionary<string, DisclosedField>.Empty;
    public ImmutableArray<Obligation> Obligations { get; }
    /// <summary>Past this instant it must be decided again; null: it holds until something is recorded.</summary>
    public DateTimeOffset? ValidUntil { get; }
    /// <summary>What proves it, when that was asked for.</summary>
    public FieldProof? Proof { get; }
    /// <summary>All that is known is that something exists and whom to ask.</summary>
    public bool IsExistenceOnly => Name is null;

    /// <summary>What the seat may know of the event, or null when it may not even know that it exists.</summary>
    /// <remarks>The facts are opened here and nowhere else, and only when the decision shows some of them.</remarks>
    /// <param name="proving">What is to be opened of the commitments in the event's leaf.</param>
    /// <exception cref="ArgumentException">The decision is about another event.</exception>
    public static Disclosure? Of(
        Recorded recorded, Decision decision, Pseudonyms pseudonyms, Proving proving = Proving.Nothing)
    {
        // By reference: a decision about a look-alike envelope, with the same name and kinder labels, is no decision.
        if (!ReferenceEquals(recorded.Envelope, decision.Envelope))
            throw new ArgumentException("The decision is about another event.", nameof(decision));
        return decision.Event.Level == Level.Nothing ? null : new Disclosure(recorded, decision, pseudonyms, proving);
    }

    /// <summary>
    /// What is released by handing this out, for the access record: the event and the level of each field.
    /// </summary>
    public Released Levels() => new(name, levels);
}
