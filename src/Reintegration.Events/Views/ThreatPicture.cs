using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>
/// What an intelligence analyst works from: where the case stands, and what the own pointers still wait for.
/// </summary>
/// <remarks>Nothing of services, health, religion, family or needs is in it.</remarks>
public sealed class ThreatPicture : ISheetModel<ThreatPicture>
{
    public static string Name => "threat-picture";
    public static int Version => 1;
    public static Audience Audience => new([Sector.Intelligence], "intelligence-analyst", "threat-prevention");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.Agencies, Parts.Sentence, Parts.ReleaseDate, Parts.Released, Parts.Supervision,
        Parts.Conditions, Parts.Risk, Parts.RiskLevel, Parts.Observations, Parts.PoliceContacts, Parts.Arrests,
        Parts.Breaches, Parts.Missed, Parts.Pointers, Parts.Advisories, Parts.Harm, Parts.Contradictions);

    public static ImmutableArray<Watch> Watches { get; } =
        [Continuity.DispositionOverdue, Continuity.AssessmentExpired, Continuity.ContradictionUnresolved];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Lead, Sheets.Columns.ReleaseDay, Sheets.Columns.ReleasedAt,
        Column<Sheet>.Text("phase", Phase), Sheets.Columns.Text("riskLevel", Parts.RiskLevel, "to"),
        Sheets.Columns.Text("riskAssessed", Parts.Risk, "overall"), Sheets.Columns.Count("pointers", Parts.Pointers),
    ];

    /// <summary>Where the person stands on the way back, as far as shown events say: no clock is asked.</summary>
    static string? Phase(Sheet sheet) =>
        sheet.Of(Parts.Case) is [.., { Stands: false }] ? "closed"
        : sheet.Latest(Parts.Supervision) is not null ? "supervision"
        : sheet.Of(Parts.Supervision).Count > 0 ? "aftercare"
        : sheet.Latest(Parts.Released) is not null ? "release"
        : sheet.Latest(Parts.ReleaseDate) is not null ? "pre-release"
        : sheet.Latest(Parts.Sentence) is not null ? "custody"
        : null;
}
