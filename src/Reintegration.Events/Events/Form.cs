namespace Reintegration.Events.Events;

/// <summary>The form a text must have, by name; a member without one is any text of one line or more.</summary>
public enum TextForm
{
    /// <summary>A word of <see cref="Vocabulary.Roles"/>.</summary>
    Role,
    /// <summary>A role, or <see cref="Vocabulary.SystemRole"/> for what a clock caused.</summary>
    AuthorRole,
    /// <summary>A word of <see cref="Vocabulary.Purposes"/>.</summary>
    Purpose,
    /// <summary>A word of <see cref="Vocabulary.LegalBases"/>.</summary>
    LegalBasis,
    /// <summary>A label of <see cref="Vocabulary.OwnerLabels"/>, which the owner may set on any event.</summary>
    OwnerLabel,
    /// <summary>Source reliability of the Europol 4x4 scheme.</summary>
    SourceReliability,
    /// <summary>An opaque reference without blanks, so that nobody's name is put where a pseudonym belongs.</summary>
    Reference,
    /// <summary>A language, as BCP 47's primary subtag: two or three lower-case letters.</summary>
    Language,
    /// <summary>A country by its two capital letters (ISO 3166-1).</summary>
    Country,
    /// <summary>A SHA-256 digest in lower-case hexadecimal.</summary>
    Digest,
    /// <summary>An event type's wire name, version included.</summary>
    EventTypeName,
    /// <summary>The name of a member of some other type's facts, or of a bundle: lower kebab.</summary>
    Slug,
    /// <summary>One capital letter or digit: a grade in some scheme.</summary>
    Grade,
}

/// <summary>Requires a form of a text member, or of each text of a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FormAttribute(TextForm form) : Attribute
{
    public TextForm Form { get; } = form;
}

/// <summary>What each <see cref="TextForm"/> admits: a closed list of words, or a pattern with a longest
/// length.</summary>
static class TextForms
{
    /// <summary>Patterns are read the same by ECMA-262 and by us: no classes that mean more in one than in the
    /// other.</summary>
    public const string AgencyId = "^[a-z][a-z0-9-]{0,63}$";
    public const string LowerUuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
    public const string EventName =
        "^/agencies/[a-z][a-z0-9-]{0,63}/events/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
    public const string EventTypeName = "^reintegration\\.[a-z]+\\.[a-z]+(-[a-z]+)*\\.v[1-9][0-9]{0,2}$";

    public static ImmutableArray<string>? Words(TextForm form) => form switch
    {
        TextForm.Role => Vocabulary.Roles,
        TextForm.AuthorRole => Vocabulary.Roles.Add(Vocabulary.SystemRole),
        TextForm.Purpose => Vocabulary.Purposes,
        TextForm.LegalBasis => Vocabulary.LegalBases,
        TextForm.OwnerLabel => Vocabulary.OwnerLabels,
        TextForm.SourceReliability => Vocabulary.SourceReliabilities,
        _ => null,
    };

    public static (string Pattern, int MaxLength) Pattern(TextForm form) => form switch
    {
        TextForm.Reference => ("^[A-Za-z0-9][A-Za-z0-9._:@|-]*$", Limits.ReferenceLength),
        TextForm.Language => ("^[a-z]{2,3}$", 3),
        TextForm.Country => ("^[A-Z]{2}$", 2),
        TextForm.Digest => ("^[0-9a-f]{64}$", 64),
        TextForm.EventTypeName => (EventTypeName, Limits.ShortTextLength),
        TextForm.Grade => ("^[A-Z0-9]$", 1),
        TextForm.Slug => ("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", Limits.ReferenceLength),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "A form is a list of words or a pattern."),
    };
}
