namespace Reintegration.Events.Events.Needs;

/// <summary>Staff of community organisations are told how to stay safe.</summary>
/// <remarks>
/// If this, then do that: no level, no reason, no source. It never refers to intelligence, and so to no other event at
/// all: intake refuses one that relates to something. Issued by those who answer for it, to the organisations named.
/// </remarks>
[EventType("reintegration.needs.safety-instruction-issued.v1", "risk", Row = 60, Category = Category.Risk,
    Producers = [Sector.Police, Sector.Probation], Sensitivity = Sensitivity.S2, HumanOnly = true,
    Summary = "Staff of community organisations are told how to stay safe.")]
public sealed record SafetyInstructionIssued : IEvent<SafetyInstructionIssued>
{
    /// <summary>What to do, and whom to call.</summary>
    [Field("safety-note", MaxLength = Limits.LongTextLength)]
    public required string Instruction { get; init; }

    /// <summary>The last day on which it holds.</summary>
    [Field("due"), Label]
    public required DateOnly ValidUntil { get; init; }

    /// <summary>The organisations whose staff it is for; it is releasable to them.</summary>
    [Field("recipients", MinItems = 1), Label]
    public required ImmutableArray<AgencyId> Recipients { get; init; }

    public static SafetyInstructionIssued Example => new()
    {
        Instruction = "Meet him at the office only, never alone. If he asks for home addresses, call the duty desk.",
        ValidUntil = new DateOnly(2027, 3, 31),
        Recipients = [new AgencyId("community-haven")],
    };
}
