using Reintegration.Events.Events.Needs;

namespace Reintegration.Events.Events.Community;

/// <summary>An official has been certified to use a tool of structured professional judgement.</summary>
/// <remarks>
/// About staff, in no case. Certification opens what only the trained may read; it ends by itself on <see cref="To"/>.
/// It says nothing of the quality of any assessment.
/// </remarks>
[EventType("reintegration.community.practitioner-certified.v1", "certification", Row = 54,
    Category = Category.Certification, Producers = [Sector.Coordination, Sector.Prison], Place = CasePlace.NoCase,
    Governing = true, Retention = RetentionClass.Organisation,
    Summary = "An official has been certified to use a tool of structured professional judgement.")]
public sealed record PractitionerCertified : IEvent<PractitionerCertified>
{
    /// <summary>The official, as their tokens name them (<c>sub</c>).</summary>
    [Field("official"), Label, Form(TextForm.Reference)]
    public required string Official { get; init; }

    [Field("tool"), Label]
    public required AssessmentTool Tool { get; init; }

    [Field("dates"), Label]
    public required DateOnly From { get; init; }

    [Field("dates"), Label]
    public required DateOnly To { get; init; }

    public static PractitionerCertified Example => new()
    {
        Official = "prison-psychologist",
        Tool = AssessmentTool.Vera2R,
        From = new DateOnly(2025, 9, 1),
        To = new DateOnly(2027, 8, 31),
    };
}
