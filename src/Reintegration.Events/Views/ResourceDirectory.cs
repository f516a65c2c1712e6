using Reintegration.Events.Policy;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>What there is to help in an area: one row for each entry, found by area and service.</summary>
/// <remarks>
/// It speaks of organisations and of no person. An entry whose verification has lapsed is still there, with an alarm: a
/// number that nobody answers is worse than none.
/// </remarks>
public sealed class ResourceDirectory : ISheetModel<ResourceDirectory>
{
    public static string Name => "resource-directory";
    public static int Version => 1;
    public static Audience Audience => new(
        [Sector.Prison, Sector.Probation, Sector.Community, Sector.Health], "practitioner", "reintegration");
    public static ViewScope Scope => ViewScope.Organisation;

    public static Layout Layout { get; } = new(Parts.Resource);

    public static ImmutableArray<Watch> Watches { get; } = [Continuity.VerificationLapsed];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.Text("area", Parts.Resource, "area"),
        Sheets.Columns.Text("service", Parts.Resource, "serviceType"),
        Sheets.Columns.Text("organisation", Parts.Resource, "organisation"),
        Column<Sheet>.Number("places", sheet =>
            sheet.Latest(Parts.Resource)?.Value("places") is { ValueKind: JsonValueKind.Number } places
                ? places.GetDecimal()
                : null),
        Sheets.Columns.Text("eligibility", Parts.Resource, "eligibility"),
        Sheets.Columns.Date("verifiedUntil", Parts.Resource, "verifiedUntil"),
        Column<Sheet>.Flag("retired", sheet => sheet.Latest(Parts.Resource) is null),
    ];

    /// <summary>The entry it is about, as <c>owner:id</c> of the event that registered it.</summary>
    public static string? Key(Disclosure disclosure)
    {
        if (disclosure.Type is null) return null;
        var entry = Members.Noun(disclosure.Type) switch
        {
            "community-resource-registered" => disclosure.Name,
            "community-resource-verified" or "community-resource-retired" =>
                disclosure.Fields.TryGetValue("resource", out var named)
                && EventName.TryParse(Members.Text(named.Value), out var name)
                    ? name
                    : null,
            _ => disclosure.Relates?.Target,
        };
        return entry is { } registered ? $"{registered.Owner}:{registered.Id:D}" : null;
    }
}
