namespace Reintegration.Cedar;

/// <summary>A question: may this principal do this action to this resource, in these circumstances?</summary>
public sealed record Request(EntityUid Principal, EntityUid Action, EntityUid Resource, RecordValue Context)
{
    public Request(EntityUid principal, EntityUid action, EntityUid resource)
        : this(principal, action, resource, RecordValue.Empty)
    {
    }
}
