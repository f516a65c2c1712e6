namespace Reintegration.Events.Events.Needs;

/// <summary>Something the person held on to is gone.</summary>
/// <remarks>
/// A reason to ask and to help, told early. It is not a sign of danger by itself and no fault of the person.
/// </remarks>
[EventType("reintegration.needs.protective-factor-lost.v1", "needs", Row = 28, Category = Category.Needs,
    Producers = [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health],
    Summary = "Something the person held on to is gone.")]
public sealed record ProtectiveFactorLost : IEvent<ProtectiveFactorLost>
{
    [Field("factor")]
    public required ProtectiveFactor Factor { get; init; }

    /// <summary>When it was lost.</summary>
    [Field("dates", Ladder = Ladder.Date)]
    public required DateOnly Since { get; init; }

    public static ProtectiveFactorLost Example => new()
    {
        Factor = ProtectiveFactor.SteadyWork,
        Since = new DateOnly(2027, 2, 26),
    };
}
