namespace Reintegration.Events.Events;

/// <summary>What information of a category is recorded for, and on which basis, where its owner does not say.</summary>
/// <remarks>Domain.md 3.2. A bundle's defaults come before these; they stand where it has none.</remarks>
static class CategoryDefaults
{
    public static ImmutableArray<string> Purposes(Category category) => category switch
    {
        Category.Observe => ["supervision", "threat-prevention"],
        Category.Needs or Category.Service or Category.Family => ["reintegration", "safeguarding"],
        Category.Health => ["reintegration", "safeguarding"],
        Category.Religion => ["reintegration"],
        Category.Intel => ["threat-prevention", "public-protection"],
        Category.Police => ["public-protection"],
        Category.Community => ["reintegration", "safeguarding", "public-protection"],
        Category.Victim or Category.Source => ["victim-protection"],
        Category.Dataq => ["oversight", "rights-request"],
        Category.Certification or Category.Capacity or Category.Govern => Vocabulary.Purposes,
        _ => ["supervision", "public-protection"],
    };

    public static string LegalBasis(Category category) => category switch
    {
        Category.Needs or Category.Service or Category.Community => "gdpr-6-1-e",
        Category.Certification or Category.Capacity or Category.Govern or Category.Dataq => "gdpr-6-1-e",
        Category.Health => "gdpr-9-2-h",
        Category.Religion or Category.Family => "consent-condition",
        Category.Intel => "statute-intelligence",
        Category.Risk => "led-10",
        _ => "led-8",
    };

    /// <summary>The least sensitivity of anything of this category (Directive (EU) 2016/680, article 10).</summary>
    public static Sensitivity Floor(Category category) => category switch
    {
        Category.Intel or Category.Source => Sensitivity.S4,
        Category.Health or Category.Religion or Category.Family or Category.Victim => Sensitivity.S3,
        _ => Sensitivity.S0,
    };
}
