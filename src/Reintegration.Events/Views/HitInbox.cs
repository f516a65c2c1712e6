using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>
/// Who looked for what the service holds on a case, what they were told, and by when its desk must answer.
/// </summary>
/// <remarks>
/// A silent hit is in it too: the one who looked learned nothing, the owner learns that somebody did.
/// </remarks>
public sealed class HitInbox : ISheetModel<HitInbox>
{
    public static string Name => "hit-inbox";
    public static int Version => 1;
    public static Audience Audience => new([Sector.Intelligence], "intelligence-analyst", "threat-prevention");

    public static Layout Layout { get; } = new(Parts.Case, Parts.Hits, Parts.ReleaseRequests);

    public static ImmutableArray<Watch> Watches { get; } = [Continuity.HitUnanswered];

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.DisplayName, Sheets.Columns.Count("openHits", Parts.Hits),
        Sheets.Columns.Next("answerBy", Parts.Hits, "answerBy"),
        Sheets.Columns.Count("requests", Parts.ReleaseRequests),
    ];
}

/// <summary>The same for the contact desks of all other agencies.</summary>
public sealed class DeskInbox : ISheetModel<DeskInbox>
{
    public static string Name => "desk-inbox";
    public static int Version => HitInbox.Version;
    public static Audience Audience => new(
        [Sector.Prison, Sector.Probation, Sector.Police, Sector.Community, Sector.Health], "practitioner",
        "safeguarding");
    public static Layout Layout => HitInbox.Layout;
    public static ImmutableArray<Watch> Watches => HitInbox.Watches;
    public static ImmutableArray<Column<Sheet>> Columns => HitInbox.Columns;
}
