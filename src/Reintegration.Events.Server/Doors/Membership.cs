namespace Reintegration.Events.Server.Doors;

/// <summary>Whether an agency may use this house at all: asked of every agency before anything else is answered.</summary>
public static class Membership
{
    /// <summary>The agency as a member; or why it is none now: it is not enrolled, or it is suspended.</summary>
    public static (Member? Member, Problem? Problem) MemberAt(
        this OrganisationContext organisation, AgencyId agency, DateTimeOffset now) =>
        organisation.Find(agency) is not { } member ? (null, Problems.AgencyNotEnrolled)
        : organisation.Agreements.IsSuspended(agency, now) ? (null, Problems.AgencySuspended)
        : (member, null);

    /// <summary>The same, of an oversight body: an auditor of any other agency is none.</summary>
    public static (Member? Member, Problem? Problem) OversightAt(
        this OrganisationContext organisation, AgencyId agency, DateTimeOffset now) =>
        organisation.MemberAt(agency, now) is var (member, stranger) && member is null ? (null, stranger)
        : member.Sector == Sector.Oversight ? (member, null)
        : (null, Problems.RoleNotAllowed);
}
