namespace Reintegration.Events.Policy;

/// <summary>The case context when some of what it was folded from is erased.</summary>
public static class ErasedContext
{
    private const string ConsentGiven = "reintegration.governance.consent-given.v1";
    private const string AgencyJoined = "reintegration.coordination.case-agency-joined.v1";

    /// <summary>The context of the events that are left, never wider than it was with those that are erased.</summary>
    /// <remarks>
    /// Among what is erased may be a withdrawal. So consents given before it count no more, and must be given anew; and
    /// whoever was said to be a minor stays protected. Who was offered the lead may have taken it and put others off the
    /// case: once that is erased, agencies have to be brought anew.
    /// </remarks>
    public static CaseContext Fold(CaseId @case, IReadOnlyList<Recorded> events, IReadOnlyList<Expunged> expunged)
    {
        var governed = expunged.Where(each => each.Governed).ToList();
        if (governed.Count == 0) return CaseContext.Fold(@case, events);
        var last = governed.Max(each => each.By);
        var context = Without(ConsentGiven);
        if (governed.Exists(each => each.Stream.Owner == context.OfferedTo)) context = Without(ConsentGiven, AgencyJoined);
        return context with { Juvenile = context.Juvenile || governed.Any(each => each.Juvenile) };

        CaseContext Without(params string[] types) => CaseContext.Fold(
            @case, events.Where(each => each.Position > last || !types.Contains(each.Envelope.Type)));
    }
}
