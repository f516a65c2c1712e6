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

    /// <summary>On which basis personal data may be sent to it, where it is abroad; null: on none.</summary>
    public string? TransferBasis { get; init; }

    /// <summary>What the last enrolment said, where something was said of the agency since; null: nothing was.</summary>
    public Member? AsEnrolled { get; init; }
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
    private const string Amended = "reintegration.governance.agency-amended.v1";
    private const string CertificateEnded = "reintegration.community.certification-expired.v1";
    private const string Activated = "reintegration.governance.policy-bundle-activated.v1";
    private const string Retired = "reintegration.governance.policy-bundle-retired.v1";

    public static OrganisationContext Empty { get; } = new();

    /// <summary>Of those, the types that change what is shown to officials in person, and to no seat beside.</summary>
    public static ImmutableSortedSet<string> AboutOfficials { get; } = [Certified, CertificateEnded];

    /// <summary>The event types this fold reads.</summary>
    public static ImmutableSortedSet<string> Governing { get; } =
        [Enrolled, Amended, Certified, CertificateEnded, Activated, Retired, .. Agreements.Governing];

    public ImmutableSortedDictionary<AgencyId, Member> Members { get; init; } =
        ImmutableSortedDictionary<AgencyId, Member>.Empty;

    public ImmutableArray<Certificate> Certificates { get; init; } = [];

    public ImmutableArray<Activation> Activations { get; init; } = [];

    /// <summary>Hashes of bundles that are no longer to be used: an activation of one that is still to come comes to nothing.</summary>
    public ImmutableSortedSet<string> RetiredBundles { get; init; } = [];

    /// <summary>Agreements to share, and agencies that are suspended.</summary>
    public Agreements Agreements { get; init; } = Agreements.None;

    /// <summary>
    /// What was folded so far, kept so that a correction can be folded as if it had been said at first.
    /// </summary>
    private ImmutableArray<(Envelope Envelope, DateTimeOffset RecordedAt)> Folded { get; init; } = [];

    /// <summary>The context after one more event; unchanged by any that does not govern organisations.</summary>
    public OrganisationContext Apply(Recorded recorded)
    {
        var envelope = recorded.Envelope;
        if (envelope.Case is not null) return this;
        if (envelope.MarkedAs is { } marked)
            return Governing.Contains(marked) && envelope.Relates is { Kind: RelationKind.Corrects } ? Correct(envelope) : this;
        return Governing.Contains(envelope.Type) ? Fold(envelope, recorded.RecordedAt) : this;
    }

    private OrganisationContext Fold(Envelope envelope, DateTimeOffset recordedAt)
    {
        var next = envelope.Type switch
        {
            Enrolled => WithMember(envelope),
            Amended => WithAmendment(envelope),
            Certified => WithCertificate(envelope),
            CertificateEnded => WithoutCertificate(envelope),
            Activated => WithActivation(envelope, recordedAt),
            Retired => envelope.TextLabel("hash") is { } retired
                ? this with { RetiredBundles = RetiredBundles.Add(retired) }
                : this,
            _ => this,
        };
        next = next with { Agreements = next.Agreements.Apply(envelope, recordedAt) };
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
        Standing.Where(a => a.EffectiveFrom <= at).MaxBy(a => a.Sequence);

    private IEnumerable<Activation> Standing => Activations.Where(a => !RetiredBundles.Contains(a.Hash));

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

        foreach (var activation in Standing.Where(a => a.EffectiveFrom > at))
            next = LabelReading.Earlier(next, activation.EffectiveFrom);
        foreach (var instant in Agreements.Instants.Where(instant => instant > at)) next = LabelReading.Earlier(next, instant);
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
            [.. envelope.TextsLabel("producesTypes")])
        { FeedSeats = Feeds(envelope), TransferBasis = envelope.TextLabel("transferBasis") };
        return this with { Members = Members.SetItem(agency, member) };
    }

    private static ImmutableArray<FeedSeat> Feeds(Envelope envelope) =>
        envelope.Labels.TryGetValue("feedSeats", out var seats) && seats.ValueKind == JsonValueKind.Array
            ? [.. seats.EnumerateArray().Select(seat => seat.Deserialize<FeedSeat>(EventJson.Options)).OfType<FeedSeat>()]
            : [];

    /// <summary>What the amendment names is otherwise from now on; who is suspended stays so.</summary>
    private OrganisationContext WithAmendment(Envelope envelope)
    {
        return envelope.AgencyLabel("agency") is { } agency && Find(agency) is { } member
            ? this with
            {
                Members = Members.SetItem(agency, member with
                {
                    AsEnrolled = member.AsEnrolled ?? member,
                    Name = envelope.TextLabel("name") ?? member.Name,
                    ContactDesk = envelope.TextLabel("contactDesk") ?? member.ContactDesk,
                    ClientIds = Told("clientIds") ?? member.ClientIds,
                    AuthorisedPurposes = Told("authorisedPurposes") ?? member.AuthorisedPurposes,
                }),
            }
            : this;

        ImmutableHashSet<string>? Told(string label) =>
            envelope.Labels.ContainsKey(label) ? [.. envelope.TextsLabel(label)] : null;
    }

    /// <summary>The certificate that began on the day it names ends on the earlier of both last days.</summary>
    private OrganisationContext WithoutCertificate(Envelope envelope) =>
        envelope.DateLabel("from") is { } from && envelope.DateLabel("to") is { } to
            ? this with
            {
                Certificates =
                [
                    .. Certificates.Select(held =>
                        held.Official == envelope.TextLabel("official") && held.Tool == envelope.TextLabel("tool")
                        && held.From == from && to < held.To
                            ? held with { To = to }
                            : held),
                ],
            }
            : this;

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
