namespace Reintegration.Events.Events.Custody;

/// <summary>Something out of order happened in custody, and the person was part of it.</summary>
/// <remarks>
/// Part of it as victim or bystander as much as anything else. What happened is told as fact; whether anybody was at
/// fault is told by the adjudication alone, and pending until it is made. Others are under the prison's references.
/// </remarks>
[EventType("reintegration.custody.custodial-incident-recorded.v1", "observe", Row = 6, Category = Category.Observe,
    Producers = [Sector.Prison], Handling = HandlingCode.H1,
    Summary = "Something out of order happened in custody, and the person was part of it.")]
public sealed record CustodialIncidentRecorded : IEvent<CustodialIncidentRecorded>
{
    [Field("kind")]
    public required IncidentKind Kind { get; init; }

    [Field("date", Ladder = Ladder.Date)]
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened; no judgement.</summary>
    [Field("narrative", Ladder = Ladder.Text)]
    public required string FactSummary { get; init; }

    [Field("others"), About, Form(TextForm.Reference)]
    public required ImmutableArray<string> OthersInvolved { get; init; }

    [Field("adjudication")]
    public required Adjudication Adjudication { get; init; }

    public static CustodialIncidentRecorded Example => new()
    {
        Kind = IncidentKind.Dispute,
        At = new DateTimeOffset(2026, 5, 11, 16, 40, 0, TimeSpan.FromHours(2)),
        FactSummary = "Loud dispute over the telephone list; both stepped back when an officer came.",
        OthersInvolved = ["pr-other-118"],
        Adjudication = Adjudication.NoAction,
    };
}

public enum IncidentKind { Dispute, Assault, SelfHarm, Contraband, DamageToProperty, Absconding, Other }

public enum Adjudication { Pending, NoAction, Warning, Sanction, Dismissed }
