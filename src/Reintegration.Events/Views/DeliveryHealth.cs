using Reintegration.Events.Policy;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>Who is on the network and whom to call when something does not arrive; how the ledger fared.</summary>
/// <remarks>
/// The part that is events. Lag, parked events and failed deliveries are measured and are in the metrics.
/// </remarks>
public sealed class DeliveryHealth : ISheetModel<DeliveryHealth>
{
    public static string Name => "delivery-health";
    public static int Version => 1;
    public static Audience Audience => AgreementBoard.Audience;
    public static ViewScope Scope => ViewScope.Organisation;

    public static Layout Layout { get; } = new(Parts.Enrolments, Parts.ContactPoints, Parts.Successions);

    public static ImmutableArray<Column<Sheet>> Columns { get; } =
    [
        Sheets.Columns.Count("agencies", Parts.Enrolments), Sheets.Columns.Count("contactPoints", Parts.ContactPoints),
        Sheets.Columns.Count("successions", Parts.Successions),
    ];

    /// <summary>There is one row.</summary>
    public static string? Key(Disclosure disclosure) => Layout.Takes(disclosure) ? Name : null;
}
