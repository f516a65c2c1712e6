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
            // Derived from what is shown of the handling, and shown with it alone.
            Tlp = Handling is null ? null : Policy.Tlp.Of(envelope);
            if (proving == Proving.Envelope) opened.Labels(released);
            else (Fields, NewValues) = opened.Members(released);
        }

        levels = released.ToImmutable();
        if (proving != Proving.Nothing) Proof = Openings.Of(recorded, decision, this, levels, proving);
    }

    private Disclosure(
        Disclosure whole, ImmutableSortedDictionary<string, DisclosedField> fields,
        ImmutableSortedDictionary<string, DisclosedField> newValues, ImmutableSortedDictionary<string, string> levels,
        FieldProof? proof)
    {
        (name, this.levels) = (whole.name, levels);
        (Owner, Category, ContactDesk, Name, Type) = (whole.Owner, whole.Category, whole.ContactDesk, whole.Name, whole.Type);
        (HappenedAt, RecordedAt, Author, Quality) = (whole.HappenedAt, whole.RecordedAt, whole.Author, whole.Quality);
        (Handling, Relates, Obligations, ValidUntil) = (whole.Handling, whole.Relates, whole.Obligations, whole.ValidUntil);
        (Fields, NewValues, Proof) = (fields, newValues, proof);
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
    /// <summary>The label under which readers know such conditions (TLP 2.0); null where they are not shown.</summary>
    public string? Tlp { get; }
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

    /// <summary>The same without names, in its facts, of events that the seat is not shown.</summary>
    /// <remarks>
    /// A member that loses all it said is left out; one that loses part of it is shown at fine, and neither is opened in
    /// the proof. An event's own name and what it relates to are not touched: they are the decision's.
    /// </remarks>
    /// <param name="isShown">Whether the seat is shown the event of this name, by name.</param>
    public Disclosure Naming(Func<string, bool> isShown)
    {
        var (fields, values, released) = (Fields, NewValues, levels);
        HashSet<string> closed = new(StringComparer.Ordinal), partial = new(StringComparer.Ordinal);
        foreach (var (member, field) in References.Changed(Fields, isShown))
        {
            fields = field is null ? fields.Remove(member) : fields.SetItem(member, field);
            Close(member, member, field);
        }

        foreach (var (member, value) in References.Changed(NewValues, isShown))
        {
            values = value is null ? values.Remove(member) : values.SetItem(member, value);
            Close($"{OpenedFacts.NewValue}.{member}", OpenedFacts.NewValue, value);
        }

        return closed.Count == 0 ? this : new Disclosure(this, fields, values, released, Proof?.Closing(closed, partial));

        void Close(string label, string member, DisclosedField? left)
        {
            released = left is null ? released.Remove(label) : released.SetItem(label, left.Level.Word());
            closed.Add(FieldPlan.FactPath(member));
            if (left is not null || member == OpenedFacts.NewValue) partial.Add(FieldPlan.FactPath(member));
        }
    }

    /// <summary>
    /// What is released by handing this out, for the access record: the event and the level of each field.
    /// </summary>
    public Released Levels() => new(name, levels);
}
