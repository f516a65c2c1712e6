namespace Reintegration.Events.Events.Governance;

/// <summary>An owner has called back one of its events from agencies that were given it.</summary>
/// <remarks>
/// From the moment it is recorded those agencies learn no more of the event than that it exists, and they are told to
/// give up what they hold of it. What they have read stays in the record of reads. Category, markings and audience are
/// those of the event.
/// </remarks>
[EventType("reintegration.governance.disclosure-recalled.v1", "recall", Row = 69, Category = Category.Dataq,
    FollowsTarget = true, Governing = true,
    Producers =
    [
        Sector.Prison, Sector.Probation, Sector.Police, Sector.Intelligence, Sector.Community, Sector.Health,
    ],
    HumanOnly = true,
    Summary = "An owner has called back one of its events from agencies that were given it.")]
public sealed record DisclosureRecalled : IEvent<DisclosureRecalled>
{
    [Field("target")]
    public required EventName TargetEvent { get; init; }

    /// <summary>Who is to give it up.</summary>
    [Field("recipients", MinItems = 1), Label]
    public required ImmutableArray<AgencyId> From { get; init; }

    [Field("reason")]
    public required RecallReason Reason { get; init; }

    /// <summary>By when they are to have confirmed it.</summary>
    [Field("dates")]
    public required DateTimeOffset ConfirmBy { get; init; }

    public static DisclosureRecalled Example => new()
    {
        TargetEvent = EventName.Parse("/agencies/police/events/0190aa17-52c4-7b0d-9e13-7c8d9e0f1a2b"),
        From = [new AgencyId("probation")],
        Reason = RecallReason.SharedInError,
        ConfirmBy = new DateTimeOffset(2026, 12, 4, 12, 0, 0, TimeSpan.FromHours(1)),
    };
}

public enum RecallReason { SharedInError, ConsentWithdrawn, Corrected, NoLongerNecessary, UnlawfullyRecorded }
