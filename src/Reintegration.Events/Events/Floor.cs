namespace Reintegration.Events.Events;

/// <summary>What an event takes where its owner does not say, and what the owner may not go below.</summary>
sealed record Floor
{
    public required Category Category { get; init; }
    public required Sensitivity Sensitivity { get; init; }
    public required HandlingCode Code { get; init; }
    public required ActionLimit ActionLimit { get; init; }
    public required StatementKind StatementKind { get; init; }
    public required RetentionClass Retention { get; init; }
    public required ImmutableArray<string> Purposes { get; init; }
    public required string LegalBasis { get; init; }
    public required ImmutableArray<string> Labels { get; init; }
    public Onward Onward { get; init; } = Onward.Free;
    public ImmutableArray<AgencyId> ReleasableTo { get; init; } = [];
    public ImmutableArray<DataSubject> Subjects { get; init; } = [];
    public bool Juvenile { get; init; }
    public DateOnly? ReviewDue { get; init; }

    /// <summary>By the type's declaration; a type without a category of its own takes the first its facts
    /// name.</summary>
    public static Floor Of(EventType type, JsonElement facts)
    {
        var category = type.CategoryFrom is { } member
            ? facts.GetProperty(member)[0].Deserialize<Category>(EventJson.Options)
            : type.Category;
        // A consent that speaks of health says something about health, even if its own type would not.
        var named = type.CategoryFrom is { } from ? facts.GetProperty(from).EnumerateArray().ToArray() : [];
        var sensitivity = named
            .Select(word => CategoryDefaults.Floor(word.Deserialize<Category>(EventJson.Options)))
            .Append(type.Sensitivity).Max();
        return new Floor
        {
            Category = category,
            Sensitivity = sensitivity,
            Code = type.Handling,
            ActionLimit = category == Category.Intel ? ActionLimit.CoordinateFirst : ActionLimit.Free,
            StatementKind = type.StatementKind,
            Retention = type.Retention,
            Purposes = CategoryDefaults.Purposes(category),
            LegalBasis = CategoryDefaults.LegalBasis(category),
            Labels = type.Labels,
        };
    }

    /// <summary>By the markings of the event it points at, which its own may not undercut.</summary>
    public static Floor Of(EventType type, TargetMarkings target)
    {
        var marked = target.Envelope;
        return new Floor
        {
            Category = marked.Category,
            Sensitivity = marked.Sensitivity,
            Code = marked.Handling.Code,
            ActionLimit = marked.Handling.ActionLimit,
            StatementKind = marked.StatementKind,
            Retention = marked.Retention,
            Purposes = marked.Purposes,
            LegalBasis = marked.LegalBasis,
            Labels =
            [
                .. Vocabulary.OwnerLabels.Concat(target.Type.Labels).Where(marked.Labels.ContainsKey)
                    .Concat(type.Labels).Distinct(),
            ],
            Onward = marked.Handling.Onward,
            // Whose statement it is about is always meant to know.
            ReleasableTo = type.OfOthers
                ? [.. marked.Handling.ReleasableTo.Append(marked.Owner).Distinct()]
                : marked.Handling.ReleasableTo,
            Subjects = marked.Subjects,
            Juvenile = marked.Juvenile,
            ReviewDue = marked.ReviewDue,
        };
    }

    /// <summary>Whom a recipient may pass it on to at most, under a handling code (Europol H2: nobody without
    /// leave).</summary>
    public Onward OnwardUnder(HandlingCode code)
    {
        var byCode = code >= HandlingCode.H2 ? Onward.OriginatorConsent
            : Sensitivity >= Sensitivity.S2 ? Onward.Listed
            : Onward.Free;
        return byCode < Onward ? byCode : Onward;
    }
}
