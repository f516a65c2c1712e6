namespace Reintegration.Events.Policy;

/// <summary>One wording of an agreement to share, from the instant it takes effect to the one it no longer holds.</summary>
public sealed record AgreementVersion(
    string Agreement, ImmutableSortedSet<AgencyId> Parties, ImmutableSortedSet<Category> Categories,
    DateTimeOffset From, DateTimeOffset? Until)
{
    public bool HasBegun(DateTimeOffset at) => From <= at;

    public bool IsInForce(DateTimeOffset at) => From <= at && (Until is null || at < Until);

    public bool Covers(AgencyId one, AgencyId other, Category category) =>
        Parties.Contains(one) && Parties.Contains(other) && Categories.Contains(category);
}

/// <summary>Agreements to share, and which agencies are suspended.</summary>
/// <remarks>
/// A part of <see cref="OrganisationContext"/>, folded with it. Two agencies that never had an agreement about a kind of
/// information share it under statute alone, as the rules say. Two that once had one rely on it: when no wording of
/// any agreement between them covers the kind any more, its existence is all that is left (domain.md 3.5, 14).
/// </remarks>
public sealed record Agreements
{
    private const string Signed = "reintegration.governance.sharing-agreement-signed.v1";
    private const string Amended = "reintegration.governance.sharing-agreement-amended.v1";
    private const string Suspended = "reintegration.governance.sharing-agreement-suspended.v1";
    private const string Ended = "reintegration.governance.sharing-agreement-ended.v1";
    private const string AgencyOut = "reintegration.governance.agency-suspended.v1";
    private const string AgencyIn = "reintegration.governance.agency-enrolled.v1";

    public static ImmutableArray<string> Governing { get; } = [Signed, Amended, Suspended, Ended, AgencyOut];

    public static Agreements None { get; } = new();

    public ImmutableArray<AgreementVersion> Versions { get; init; } = [];

    /// <summary>Suspended agencies, each with the instant from which it is.</summary>
    public ImmutableSortedDictionary<AgencyId, DateTimeOffset> Suspensions { get; init; } =
        ImmutableSortedDictionary<AgencyId, DateTimeOffset>.Empty;

    /// <summary>Instants at which something of it begins or ends by itself.</summary>
    public IEnumerable<DateTimeOffset?> Instants =>
    [
        .. Versions.SelectMany(version => new DateTimeOffset?[] { version.From, version.Until }),
        .. Suspensions.Values.Select(from => (DateTimeOffset?)from),
    ];

    public bool IsSuspended(AgencyId agency, DateTimeOffset at) =>
        Suspensions.TryGetValue(agency, out var from) && from <= at;

    /// <summary>Nothing stands between these two in this kind of information: no suspension, no agreement that ran out.</summary>
    public bool MayShare(AgencyId originator, AgencyId recipient, Category category, DateTimeOffset at)
    {
        if (IsSuspended(originator, at) || IsSuspended(recipient, at)) return false;
        var relied = false;
        foreach (var version in Versions)
        {
            if (!version.HasBegun(at) || !version.Covers(originator, recipient, category)) continue;
            if (version.IsInForce(at)) return true;
            relied = true;
        }

        return !relied;
    }

    internal Agreements Apply(Envelope envelope, DateTimeOffset recordedAt)
    {
        switch (envelope.Type)
        {
            case Signed or Amended when envelope.TextLabel("agreement") is { } name:
                var from = Later(envelope.TimeLabel("effectiveFrom"), recordedAt);
                return this with { Versions = End(name, from).Add(Version(name, envelope, from)) };
            case Suspended or Ended when envelope.TextLabel("agreement") is { } name:
                return this with { Versions = End(name, Later(envelope.TimeLabel("from"), recordedAt)) };
            case AgencyOut when envelope.AgencyLabel("agency") is { } agency:
                return this with { Suspensions = Suspensions.SetItem(agency, Later(envelope.TimeLabel("from"), recordedAt)) };
            case AgencyIn when envelope.AgencyLabel("agency") is { } agency:
                return this with { Suspensions = Suspensions.Remove(agency) };
            default:
                return this;
        }
    }

    /// <summary>Nothing takes effect before it is recorded: what was shared until then was shared under what held then.</summary>
    private static DateTimeOffset Later(DateTimeOffset? said, DateTimeOffset recordedAt) =>
        said > recordedAt ? said.Value : recordedAt;

    private ImmutableArray<AgreementVersion> End(string agreement, DateTimeOffset at) =>
    [
        .. Versions.Select(version => version.Agreement == agreement && (version.Until is null || at < version.Until)
            ? version with { Until = at }
            : version),
    ];

    private static AgreementVersion Version(string agreement, Envelope envelope, DateTimeOffset from) => new(
        agreement, [.. envelope.AgenciesLabel("parties")],
        [.. envelope.CategoriesLabel("categories")], from, null);
}
