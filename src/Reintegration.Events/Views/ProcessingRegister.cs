using Reintegration.Events.Policy;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>The agreements an agency is party to, and what flows under them.</summary>
public sealed record ProcessingRegisterRow
{
    public Sheet Sheet { get; init; } = Sheet.Empty;

    /// <summary>In the order of category, agreement.</summary>
    public ImmutableArray<Flow> Flows { get; init; } = [];
}

/// <summary>Information of one category goes between these agencies, for these purposes, on these bases.</summary>
public sealed record Flow(
    string Category, string Agreement, ImmutableArray<string> Parties, ImmutableArray<string> Purposes,
    ImmutableArray<string> LegalBases);

/// <summary>
/// Records of processing (LED 24, GDPR 30) as far as agreements say; what actually left is in the access ledger.
/// </summary>
public sealed class ProcessingRegister : IReadModel<ProcessingRegister, ProcessingRegisterRow>
{
    static readonly Layout Layout = new(Parts.Agreements);

    public static string Name => "processing-register";
    public static int Version => 1;
    public static ProcessingRegisterRow Empty { get; } = new();
    public static Audience Audience => RightsQueue.Audience;
    public static ViewScope Scope => ViewScope.Organisation;

    public static ImmutableArray<Column<ProcessingRegisterRow>> Columns { get; } =
    [
        Column<ProcessingRegisterRow>.Number("agreements", row => row.Sheet.Standing(Parts.Agreements).Count()),
        Column<ProcessingRegisterRow>.Number("flows", row => row.Flows.Length),
    ];

    /// <summary>There is one row.</summary>
    public static string? Key(Disclosure disclosure) => Layout.Takes(disclosure) ? Name : null;

    public static bool Concerns(ProcessingRegisterRow row) => !row.Sheet.Sections.IsEmpty;

    public static ProcessingRegisterRow Fold(ProcessingRegisterRow row, Disclosure disclosure)
    {
        var sheet = Layout.Fold(row.Sheet, disclosure);
        return new ProcessingRegisterRow { Sheet = sheet, Flows = [.. Flows(sheet)] };
    }

    static IEnumerable<Flow> Flows(Sheet sheet) =>
        from agreement in sheet.Standing(Parts.Agreements)
        from category in Texts(agreement, "categories")
        orderby category, agreement.Text("agreement")
        select new Flow(
            category, agreement.Text("agreement") ?? "", Texts(agreement, "parties"), Texts(agreement, "purposes"),
            Texts(agreement, "legalBases"));

    static ImmutableArray<string> Texts(Matter agreement, string member) => [.. Members.Texts(agreement.Value(member))];
}
