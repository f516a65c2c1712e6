using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>Who owes the panel what, by when; what is overdue, and what was escalated.</summary>
public sealed class ActionTracker : ISheetModel<ActionTracker>
{
    public static string Name => "action-tracker";
    public static int Version => 1;
    public static Audience Audience => new([Sector.Prison, Sector.Probation], "panel-chair", "supervision");

    public static Layout Layout { get; } = new(
        Parts.Case, Parts.Agencies, Parts.Decisions, Parts.Actions, Parts.Handovers, Parts.Gaps);

    public static ImmutableArray<Watch> Watches { get; } =
        [Continuity.ActionOverdue, Continuity.OwnerLeft, Continuity.LeftBehind];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Lead, Sheets.Columns.Count("openActions", Parts.Actions),
        Sheets.Columns.Next("nextDue", Parts.Actions, "dueBy"),
        Column<Sheet>.Number("escalated", sheet => sheet.Standing(Parts.Actions).Count(
            action => action.Valid.Any(said => said.Noun == "action-escalated"))),
    ];
}
