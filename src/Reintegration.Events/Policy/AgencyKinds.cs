using System.Collections.Concurrent;
using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>An agency as the rules see it, and whom to ask there.</summary>
internal sealed record KnownAgency(AgencyKind Kind, string ContactDesk);

/// <summary>The agencies of one set of enrolments, each with its kind.</summary>
internal sealed class AgencyKinds(
    OrganisationContext organisations, Entities standing, ConcurrentDictionary<string, AgencyKind> kinds)
{
    private readonly ConcurrentDictionary<AgencyId, KnownAgency> known = new();

    /// <summary>The entities that are the same for every decision under these enrolments.</summary>
    public Entities Standing => standing;

    public KnownAgency Of(AgencyId agency) => known.TryGetValue(agency, out var found) ? found : Find(agency);

    /// <summary>The kind of one agency alone, where rules tell agencies apart.</summary>
    public AgencyKind Self(AgencyId agency) => Kind($"agency {agency}");

    private KnownAgency Find(AgencyId agency)
    {
        var uid = CaseEntities.Agency(agency);
        // Nothing is known of an agency that was never enrolled but its name, and errors say it.
        if (!standing.TryGet(uid, out var entity) || organisations.Find(agency) is not { } member)
            return new KnownAgency(Self(agency), "");
        if (RuleReads.NamesEntity(entity.Attributes))
            throw new InvalidOperationException("An agency's attributes may name no entity: its kind would not be all of it.");
        var parents = string.Join(' ', entity.Parents.Select(parent => parent.ToString()).Order(StringComparer.Ordinal));
        return known.GetOrAdd(agency, new KnownAgency(Kind($"{entity.Attributes} in {parents}"), member.ContactDesk));
    }

    private AgencyKind Kind(string name) => kinds.GetOrAdd(name, static name => new AgencyKind(name));
}
