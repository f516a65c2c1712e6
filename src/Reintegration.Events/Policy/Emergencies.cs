namespace Reintegration.Events.Policy;

/// <summary>A declaration that serious harm is about to be done, in force from an instant to another ({9}).</summary>
public sealed record Harm(EventName Declaration, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Imminent is not for ever: whoever still expects harm after a week declares it again.</summary>
    public const int LongestDays = 7;

    public bool IsInForce(DateTimeOffset at) => From <= at && at < Until;
}

/// <summary>A duty officer's emergency access to one case.</summary>
public sealed record EmergencyAccess(
    EventName Invocation, string Official, DateTimeOffset From, DateTimeOffset Until, bool IsReviewed)
{
    /// <summary>Longer than a night's duty it is no emergency (domain.md 3.5, 12).</summary>
    public const int LongestHours = 24;

    /// <summary>Within these another person reviews it, or the officer's right to it is suspended.</summary>
    public const int ReviewHours = 72;

    /// <summary>The only role that breaks the glass.</summary>
    public const string Role = "duty-officer";

    public AgencyId Agency => Invocation.Owner;

    public DateTimeOffset ReviewBy => From.AddHours(ReviewHours);

    public bool IsLive(DateTimeOffset at) => From <= at && at < Until;

    /// <summary>Nobody has reviewed it in time, so that its officer may break no glass until somebody has.</summary>
    public bool IsOverdue(DateTimeOffset at) => !IsReviewed && ReviewBy <= at;
}

/// <summary>Declarations of imminent harm on one case, and the emergency accesses that rest on them.</summary>
/// <remarks>A part of <see cref="CaseContext"/>, folded with it.</remarks>
public sealed record Emergencies
{
    private const string Declared = "reintegration.intelligence.imminent-harm-declared.v1";
    private const string StoodDown = "reintegration.intelligence.imminent-harm-stood-down.v1";
    private const string Invoked = "reintegration.governance.emergency-access-invoked.v1";
    private const string Reviewed = "reintegration.governance.emergency-access-reviewed.v1";

    public static ImmutableArray<string> Governing { get; } = [Declared, StoodDown, Invoked, Reviewed];

    public static Emergencies None { get; } = new();

    public ImmutableArray<Harm> Harms { get; init; } = [];

    public ImmutableArray<EmergencyAccess> Accesses { get; init; } = [];

    /// <summary>Instants at which something of it begins or ends by itself.</summary>
    public IEnumerable<DateTimeOffset?> Instants =>
    [
        .. Harms.SelectMany(harm => new DateTimeOffset?[] { harm.From, harm.Until }),
        .. Accesses.SelectMany(access => new DateTimeOffset?[] { access.From, access.Until }),
    ];

    internal Emergencies Apply(Envelope envelope, DateTimeOffset recordedAt, AgencyId? lead) => envelope.Type switch
    {
        Declared => Declare(envelope, recordedAt),
        StoodDown => StandDown(envelope),
        Invoked => Invoke(envelope, recordedAt),
        Reviewed => Review(envelope, lead),
        _ => this,
    };

    private Emergencies Declare(Envelope envelope, DateTimeOffset recordedAt) =>
        envelope.TimeLabel("expires") is { } expires
            ? this with
            {
                Harms = Harms.Add(new Harm(
                    envelope.Name, recordedAt, Earlier(expires, recordedAt.AddDays(Harm.LongestDays)))),
            }
            : this;

    /// <summary>Only whoever declared it can say that it is over.</summary>
    private Emergencies StandDown(Envelope envelope) => this with
    {
        Harms = Harms.RemoveAll(harm =>
            harm.Declaration == envelope.NameLabel("declaration") && harm.Declaration.Owner == envelope.Owner),
    };

    private Emergencies Invoke(Envelope envelope, DateTimeOffset recordedAt) =>
        envelope.TextLabel("official") is { } official && envelope.TimeLabel("until") is { } until
            ? this with
            {
                Accesses = Accesses.Add(new EmergencyAccess(
                    envelope.Name, official, recordedAt,
                    Earlier(until, recordedAt.AddHours(EmergencyAccess.LongestHours)), IsReviewed: false)),
            }
            : this;

    /// <summary>By another person of the same agency, or by the lead.</summary>
    private Emergencies Review(Envelope envelope, AgencyId? lead)
    {
        var access = Accesses.FirstOrDefault(each => each.Invocation == envelope.NameLabel("invocation"));
        var may = access is not null && (envelope.Owner == access.Agency || envelope.Owner == lead)
            && !string.Equals(envelope.Author.Reference, access.Official, StringComparison.OrdinalIgnoreCase);
        return may ? this with { Accesses = Accesses.Replace(access!, access! with { IsReviewed = true }) } : this;
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
