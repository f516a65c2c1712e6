namespace Reintegration.Events.Policy;

/// <summary>What a seat may know of one field class of an event, and which rules say so.</summary>
/// <param name="Level">The highest level such that it and every level below it are permitted.</param>
/// <param name="Permits">The permits that grant the level reached; none when it is nothing.</param>
/// <param name="StoppedBy">
/// What keeps the next level away: ids of forbids, or one of the words in <see cref="Obstacles"/>; empty at full.
/// </param>
/// <param name="Errors">Rules that could not be evaluated, with the reason; a forbid among them denies.</param>
public sealed record FieldDecision(
    string Class, Level Level, ImmutableArray<string> Permits, ImmutableArray<string> StoppedBy,
    ImmutableArray<string> Errors);

/// <summary>Why nothing more is shown, where no forbid is the reason.</summary>
public static class Obstacles
{
    /// <summary>No permit speaks for this level.</summary>
    public const string NoRule = "no-rule";

    /// <summary>The event itself is not shown, so none of its fields is.</summary>
    public const string EventHidden = "event-hidden";

    /// <summary>A permit speaks for it, but the date of its obligation has passed.</summary>
    public const string Expired = "obligation-expired";

    /// <summary>The catalogue does not know the type.</summary>
    public const string UnknownType = "unknown-type";

    /// <summary>The bundle is not yet, or no longer, in force.</summary>
    public const string NotInForce = "bundle-not-in-force";
}

/// <summary>The answer of the policy about one event and one seat at one instant.</summary>
/// <remarks>
/// Made by <see cref="Decider"/> alone: nothing outside the core can make one, and so nothing outside can make a
/// <see cref="Disclosure"/>. Made from labels and context, before anything is decrypted or decoded.
/// </remarks>
public sealed class Decision
{
    internal Decision(Envelope envelope, Seat seat, EventType? type, EventType? target)
    {
        Envelope = envelope;
        Seat = seat;
        Type = type;
        Target = target;
    }

    public Seat Seat { get; }

    /// <summary>The bundle's hash.</summary>
    public required string Bundle { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>
    /// The event as such: at exists its owner, category and contact desk; at full its name and type too.
    /// </summary>
    public required FieldDecision Event { get; init; }

    /// <summary>Every field class of the event, <c>$event</c> included.</summary>
    public required ImmutableSortedDictionary<string, FieldDecision> Fields { get; init; }

    /// <summary>What the recipient takes on: the duties of every permit that counts.</summary>
    public required ImmutableArray<Obligation> Obligations { get; init; }

    /// <summary>The first instant at which an input of this decision changes by itself; null: never.</summary>
    public required DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The owner is to be told that somebody looked (a silent hit), though the seat learns nothing.</summary>
    public required bool NotifiesOwner { get; init; }

    /// <summary>Whom to ask: the owner's contact desk.</summary>
    public required string ContactDesk { get; init; }

    public Level LevelOf(string fieldClass) =>
        Fields.TryGetValue(fieldClass, out var decision) ? decision.Level : Level.Nothing;

    /// <summary>For every field the lower of this decision and an earlier one about the same event and seat.</summary>
    /// <remarks>What was not known then is not known now of then; what was taken back since stays taken back.</remarks>
    public Decision LowerWith(Decision then)
    {
        if (!ReferenceEquals(Envelope, then.Envelope))
            throw new ArgumentException("The decision is about another event.", nameof(then));
        return new Decision(Envelope, Seat, Type, Target)
        {
            Bundle = Bundle,
            DecidedAt = DecidedAt,
            Event = Lower(Event, then.Event),
            Fields = Fields.ToImmutableSortedDictionary(
                field => field.Key,
                field => then.Fields.TryGetValue(field.Key, out var past)
                    ? Lower(field.Value, past)
                    : new FieldDecision(field.Key, Level.Nothing, [], [Obstacles.NoRule], []),
                StringComparer.Ordinal),
            Obligations = Obligations,
            ValidUntil = ValidUntil,
            NotifiesOwner = NotifiesOwner,
            ContactDesk = ContactDesk,
        };

        static FieldDecision Lower(FieldDecision now, FieldDecision then) => then.Level < now.Level ? then : now;
    }

    /// <summary>The event says something about another, and its audience is that other's.</summary>
    public bool Amends => Target is not null && Envelope.Relates is not null;

    internal Envelope Envelope { get; }

    internal EventType? Type { get; }

    /// <summary>For an event that follows another's markings, the type of that other.</summary>
    internal EventType? Target { get; }

    /// <summary>The type whose classes the event's fields are.</summary>
    internal string Root => (Target ?? Type)?.Root ?? "";
}
