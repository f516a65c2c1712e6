using Reintegration.Events.Events.Governance;

namespace Reintegration.Events.Policy;

/// <summary>An enrolled agency, as its latest enrolment says.</summary>
public sealed record Member(
    AgencyId Agency, Sector Sector, string Name, string ContactDesk, string Regime, string Country,
    ImmutableHashSet<string> AuthorisedPurposes, ImmutableHashSet<string> ClientIds,
    ImmutableHashSet<string> ProducesTypes)
{
    /// <summary>The seats its feeds are made for, in the order of its enrolment.</summary>
    public ImmutableArray<FeedSeat> FeedSeats { get; init; } = [];
}

/// <summary>An official holds a certificate for a tool from one day to another, both included.</summary>
public sealed record Certificate(string Official, string Tool, DateOnly From, DateOnly To);

/// <summary>A policy bundle put in force from an instant on.</summary>
public sealed record Activation(
    string Bundle, string Hash, long Sequence, DateTimeOffset EffectiveFrom, DateTimeOffset RecordedAt);

/// <summary>What is known of organisations: who is enrolled, who is certified, which bundle is in force.</summary>
/// <remarks>A pure fold over governing events of no case. Reads names, labels and recorded times; never facts (law
/// 10).</remarks>
public sealed record OrganisationContext
{
    private const string Enrolled = "reintegration.governance.agency-enrolled.v1";
    private const string Certified = "reintegration.community.practitioner-certified.v1";
    private const string Activated = "reintegration.governance.policy-bundle-activated.v1";

    public static OrganisationContext Empty { get; } = new();

    /// <summary>The event types this fold reads.</summary>
    public static ImmutableSortedSet<string> Governing { get; } = [Enrolled, Certified, Activated];

    public ImmutableSortedDictionary<AgencyId, Member> Members { get; init; } =
        ImmutableSortedDictionary<AgencyId, Member>.Empty;

    public ImmutableArray<Certificate> Certificates { get; init; } = [];

    public ImmutableArray<Activation> Activations { get; init; } = [];

    /// <summary>
    /// What was folded so far, kept so that a correction can be folded as if it had been said at first.
    /// </summary>
    private ImmutableArray<(Envelope Envelope, DateTimeOffset RecordedAt)> Folded { get; init; } = [];

    /// <summary>The context after one more event; unchanged by any that does not govern organisations.</summary>
    public OrganisationContext Apply(Recorded recorded)
    {
        var envelope = recorded.Envelope;
        if (envelope.Case is not null) return this;
        if (envelope.MarkedAs is { } marked) return Governing.Contains(marked) ? Correct(envelope) : this;
        return Governing.Contains(envelope.Type) ? Fold(envelope, recorded.RecordedAt) : this;
    }

    private OrganisationContext Fold(Envelope envelope, DateTimeOffset recordedAt)
    {
        var next = envelope.Type switch
        {
            Enrolled => WithMember(envelope),
            Certified => WithCertificate(envelope),
            _ => WithActivation(envelope, recordedAt),
        };
        return next with { Folded = Folded.Add((envelope, recordedAt)) };
    }

    private OrganisationContext Correct(Envelope correction)
    {
        var again = Empty;
        foreach (var (envelope, recordedAt) in Folded)
        {
            var isTarget = envelope.Name == correction.Relates?.Target && envelope.Stream == correction.Stream;
            again = again.Fold(
                isTarget
                    ? envelope with { Labels = envelope.Labels.SetItems(correction.Labels) }
                    : envelope, recordedAt);
        }

        return again;
    }

    public Member? Find(AgencyId agency) => Members.GetValueOrDefault(agency);

    /// <summary>The tools an official is certified for at an instant.</summary>
    public ImmutableHashSet<string> CertifiedFor(string official, DateTimeOffset at) =>
        [.. Certificates.Where(c => c.Official == official && c.From.Begins() <= at && at < c.To.Ends()).Select(c => c.Tool)];

    /// <summary>The activation in force at an instant: the highest sequence already effective.</summary>
    public Activation? BundleAt(DateTimeOffset at) =>
        Activations.Where(a => a.EffectiveFrom <= at).MaxBy(a => a.Sequence);

    /// <summary>
    /// The first instant after <paramref name="at"/> at which an answer here changes by itself, or null.
    /// </summary>
    public DateTimeOffset? NextChange(string official, DateTimeOffset at)
    {
        DateTimeOffset? next = null;
        foreach (var certificate in Certificates.Where(c => c.Official == official))
        {
            if (certificate.From.Begins() > at) next = LabelReading.Earlier(next, certificate.From.Begins());
            if (certificate.To.Ends() > at) next = LabelReading.Earlier(next, certificate.To.Ends());
        }

        foreach (var activation in Activations.Where(a => a.EffectiveFrom > at))
            next = LabelReading.Earlier(next, activation.EffectiveFrom);
        return next;
    }

    private OrganisationContext WithMember(Envelope envelope)
    {
        if (envelope.AgencyLabel("agency") is not { } agency
            || !Enum.TryParse<Sector>(envelope.TextLabel("sector"), ignoreCase: true, out var sector))
            return this;
        var member = new Member(
            agency, sector, envelope.TextLabel("name") ?? agency.Value, envelope.TextLabel("contactDesk") ?? "",
            envelope.TextLabel("regime") ?? "", envelope.TextLabel("country") ?? "",
            [.. envelope.TextsLabel("authorisedPurposes")], [.. envelope.TextsLabel("clientIds")],
            [.. envelope.TextsLabel("producesTypes")]) { FeedSeats = Feeds(envelope) };
        return this with { Members = Members.SetItem(agency, member) };
    }

    private static ImmutableArray<FeedSeat> Feeds(Envelope envelope) =>
        envelope.Labels.TryGetValue("feedSeats", out var seats) && seats.ValueKind == JsonValueKind.Array
            ? [.. seats.EnumerateArray().Select(seat => seat.Deserialize<FeedSeat>(EventJson.Options)).OfType<FeedSeat>()]
            : [];

    private OrganisationContext WithCertificate(Envelope envelope) =>
        envelope.TextLabel("official") is { } official && envelope.TextLabel("tool") is { } tool
        && envelope.DateLabel("from") is { } from && envelope.DateLabel("to") is { } to
            ? this with { Certificates = Certificates.Add(new Certificate(official, tool, from, to)) }
            : this;

    private OrganisationContext WithActivation(Envelope envelope, DateTimeOffset recordedAt) =>
        envelope.TextLabel("bundle") is { } bundle && envelope.TextLabel("hash") is { } hash
        && envelope.NumberLabel("sequence") is { } sequence && envelope.TimeLabel("effectiveFrom") is { } from
            ? this with { Activations = Activations.Add(new Activation(bundle, hash, sequence, from, recordedAt)) }
            : this;
}
