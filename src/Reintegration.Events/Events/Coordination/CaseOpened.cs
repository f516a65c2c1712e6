namespace Reintegration.Events.Events.Coordination;

/// <summary>An agency has opened the case of one person's way back, and leads it.</summary>
/// <remarks>
/// The agency that posts it is the lead. The case id is derived by the server and returned; nobody chooses it. It says
/// who the person is to those on the case, and nothing of what they did or how they are; neither date of birth nor
/// nationality has a member here.
/// </remarks>
[EventType("reintegration.coordination.case-opened.v1", "ident", Row = 1, Category = Category.Ident,
    Producers = [Sector.Prison, Sector.Probation], Place = CasePlace.OpensCase, Governing = true,
    Summary = "An agency has opened the case of one person's way back, and leads it.")]
public sealed record CaseOpened : IEvent<CaseOpened>
{
    /// <summary>The lead's own pseudonym for the person; other agencies mint their own.</summary>
    [Field("person", Ladder = Ladder.Person), Form(TextForm.Reference)]
    public required string PersonRef { get; init; }

    /// <summary>What the person is called in conversation.</summary>
    [Field("name")]
    public required string DisplayName { get; init; }

    /// <summary>The language the person is best spoken to in.</summary>
    [Field("language"), Form(TextForm.Language)]
    public required string Language { get; init; }

    /// <summary>Numbers the person has in the lead's own systems.</summary>
    [Field("local-ids")]
    public ImmutableArray<LocalId>? LocalIds { get; init; }

    [Field("reason")]
    public required OpeningReason OpeningReason { get; init; }

    [Field("subject-category")]
    public required SubjectCategory DataSubjectCategory { get; init; }

    public static CaseOpened Example => new()
    {
        PersonRef = "pr-7f3c19",
        DisplayName = "Idris Halloran",
        Language = "en",
        LocalIds = [new LocalId("custody-register", "C-204417")],
        OpeningReason = OpeningReason.PreReleasePlanning,
        DataSubjectCategory = SubjectCategory.Convicted,
    };
}

/// <summary>A person's number in a named system.</summary>
public sealed record LocalId(
    [property: Form(TextForm.Slug)] string System, [property: Form(TextForm.Reference)] string Id);

public enum OpeningReason { PreReleasePlanning, Release, SupervisionOrder, Transfer }
