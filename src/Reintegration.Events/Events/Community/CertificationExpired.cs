using Reintegration.Events.Events.Needs;

namespace Reintegration.Events.Events.Community;

/// <summary>An official's certification for a tool has come to an end.</summary>
/// <remarks>
/// A certification ends by itself on its last day. This ends one earlier, or says that it has ended: from the day after
/// <see cref="To"/> on it counts no more.
/// </remarks>
[EventType("reintegration.community.certification-expired.v1", "certification", Row = 54,
    Category = Category.Certification, Producers = [Sector.Coordination, Sector.Prison], Place = CasePlace.NoCase, Governing = true,
    Retention = RetentionClass.Organisation,
    Summary = "An official's certification for a tool has come to an end.")]
public sealed record CertificationExpired : IEvent<CertificationExpired>
{
    /// <summary>The official, as their tokens name them (<c>sub</c>).</summary>
    [Field("official"), Label, Form(TextForm.Reference)]
    public required string Official { get; init; }

    [Field("tool"), Label]
    public required AssessmentTool Tool { get; init; }

    [Field("dates"), Label]
    public required DateOnly From { get; init; }

    /// <summary>The last day on which it holds.</summary>
    [Field("dates"), Label]
    public required DateOnly To { get; init; }

    public static CertificationExpired Example => new()
    {
        Official = "prison-psychologist",
        Tool = AssessmentTool.Vera2R,
        From = new DateOnly(2025, 9, 1),
        To = new DateOnly(2026, 12, 31),
    };
}
