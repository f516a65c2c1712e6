using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>
/// What a police offender manager works from: conditions, address, breaches, where and when what is allowed.
/// </summary>
/// <remarks>
/// Of needs, health and family no more than that there is something and whom to ask; of services nothing.
/// </remarks>
public sealed class PoliceCaseView : ISheetModel<PoliceCaseView>
{
    public static string Name => "police-case";
    public static int Version => 1;
    public static Audience Audience => new([Sector.Police], "practitioner", "public-protection");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.Agencies, Parts.ReleaseDate, Parts.Released, Parts.Supervision, Parts.Conditions,
        Parts.Residence, Parts.Travel, Parts.Breaches, Parts.Alerts, Parts.Missed, Parts.Warnings, Parts.Recalls,
        Parts.Permissions, Parts.Risk, Parts.RiskLevel, Parts.Advisories, Parts.Pointers, Parts.PoliceContacts,
        Parts.Arrests, Parts.SafetyInstructions, Parts.Harm, Parts.Contradictions);

    public static ImmutableArray<Watch> Watches { get; } =
    [
        Continuity.DispositionOverdue, Continuity.BreachUndecided, Continuity.AlertUncleared,
        Continuity.AssessmentExpired, Continuity.FirstReportingUnheard, Continuity.ContradictionUnresolved,
        Continuity.AgencySilence,
    ];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Lead, Sheets.Columns.ReleaseDay, Sheets.Columns.ReleasedAt,
        Sheets.Columns.Text("address", Parts.Residence, "address"),
        Sheets.Columns.Text("riskLevel", Parts.RiskLevel, "to"),
        Sheets.Columns.Text("riskAssessed", Parts.Risk, "overall"),
        Sheets.Columns.Count("conditions", Parts.Conditions), Sheets.Columns.Count("openBreaches", Parts.Breaches),
        Sheets.Columns.Count("pointers", Parts.Pointers),
    ];
}
