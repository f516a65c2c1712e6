namespace Reintegration.Events.Events.Needs;

/// <summary>It has been settled what is done to manage risk, by whom and on what sign.</summary>
/// <remarks>
/// Measures that agencies take upon themselves, not conditions that bind the person. It holds no assessment and names
/// no victim.
/// </remarks>
[EventType("reintegration.needs.risk-management-plan-adopted.v1", "risk", Row = 30, Category = Category.Risk,
    Producers = [Sector.Prison, Sector.Probation], Handling = HandlingCode.H2, Retention = RetentionClass.Sensitive,
    HumanOnly = true,
    Summary = "It has been settled what is done to manage risk, by whom and on what sign.")]
public sealed record RiskManagementPlanAdopted : IEvent<RiskManagementPlanAdopted>
{
    /// <summary>What is done, by whom, on what sign.</summary>
    [Field("measures", MinItems = 1)]
    public required ImmutableArray<RiskMeasure> Measures { get; init; }

    /// <summary>The safety of victims was considered; how is not told here.</summary>
    [Field("measures")]
    public required bool VictimSafety { get; init; }

    [Field("due")]
    public required DateOnly ReviewDue { get; init; }

    public static RiskManagementPlanAdopted Example => new()
    {
        Measures =
        [
            new RiskMeasure(
                MeasureType.Contact, new AgencyId("probation"), "Two contacts missed in a row", "Visit the same day"),
        ],
        VictimSafety = true,
        ReviewDue = new DateOnly(2027, 4, 30),
    };
}

/// <summary>One measure: the agency that takes it, the sign it waits for, and what it then does.</summary>
public sealed record RiskMeasure(MeasureType Type, AgencyId Owner, string Trigger, string Response);

public enum MeasureType { Contact, Support, Monitoring, Supervision, VictimSafety, Safeguarding }
