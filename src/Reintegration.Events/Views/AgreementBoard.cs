using Reintegration.Events.Policy;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>What an agency's administrator works from: agreements, the policy in force, the own certificates.</summary>
/// <remarks>
/// The purpose is the one that every sector may ask for; nothing of a case is shown to an administrator for any.
/// </remarks>
public sealed class AgreementBoard : ISheetModel<AgreementBoard>
{
    public static string Name => "agreement-board";
    public static int Version => 1;
    public static Audience Audience => new(
        [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health], "agency-administrator",
        "safeguarding");
    public static ViewScope Scope => ViewScope.Organisation;

    public static Layout Layout { get; } = new(
        Parts.Agreements, Parts.Bundles, Parts.BundleProposals, Parts.Certificates);

    public static ImmutableArray<Watch> Watches { get; } = [Continuity.CertificateExpired];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.Count("agreements", Parts.Agreements),
        Sheets.Columns.Text("policyBundle", Parts.Bundles, "bundle"),
        Sheets.Columns.Date("policyFrom", Parts.Bundles, "effectiveFrom"),
        Sheets.Columns.Count("certificates", Parts.Certificates),
    ];

    /// <summary>There is one row: agreements are few, and a correction has to find the one it is about.</summary>
    public static string? Key(Disclosure disclosure) => Layout.Takes(disclosure) ? Name : null;
}
