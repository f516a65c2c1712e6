using System.Text;

namespace Reintegration.Events.Policy.Matrix;

/// <summary>One row of the matrix that changes: a letter for each column, before and after.</summary>
public sealed record MatrixChange(string Part, string Row, string Class, string Before, string After);

/// <summary>Who may know what under a bundle: every class of every event for the columns that stand for all seats.</summary>
/// <remarks>
/// Drawn under standard conditions, and again under each of some changed ones, of which only the rows that differ are
/// kept. Pure: the same bundle always gives the same text.
/// </remarks>
public sealed class DisclosureMatrix
{
    private const string Release =
        """{"handling":{"releasableTo":["prison","probation","police","intelligence","community-haven","health-north"]}}""";

    private const string Source = """{"labels":["SOURCE"]}""";

    /// <summary>The clearance of the parts that speak of clearance.</summary>
    private const int Cleared = 3;

    private static readonly ImmutableArray<(Sector Sector, string Role, string Purpose)> Columns =
    [
        (Sector.Prison, "practitioner", "supervision"), (Sector.Prison, "practitioner", "reintegration"),
        (Sector.Prison, "religious-mentor", "reintegration"), (Sector.Prison, "agency-system", "supervision"),
        (Sector.Probation, "practitioner", "supervision"), (Sector.Probation, "practitioner", "reintegration"),
        (Sector.Probation, "panel-chair", "supervision"),
        (Sector.Police, "practitioner", "public-protection"), (Sector.Police, "panel-member", "public-protection"),
        (Sector.Intelligence, "intelligence-analyst", "threat-prevention"),
        (Sector.Community, "practitioner", "reintegration"), (Sector.Community, "panel-member", "reintegration"),
        (Sector.Community, "agency-system", "reintegration"),
        (Sector.Health, "psychologist", "reintegration"),
        (Sector.Oversight, "auditor", "oversight"), (Sector.Coordination, "national-coordinator", "reintegration"),
        (Sector.Prison, "data-protection-officer", "rights-request"),
    ];

    private readonly Bundle bundle;
    private readonly Catalog catalog;
    private readonly ImmutableArray<MatrixRow> rows;

    private DisclosureMatrix(Bundle bundle, Catalog catalog, ImmutableArray<(string, Cells)> parts, ImmutableArray<MatrixRow> rows)
    {
        (this.bundle, this.catalog, this.rows) = (bundle, catalog, rows);
        Parts = parts;
    }

    /// <summary>The conditions of each part, and its cells.</summary>
    private ImmutableArray<(string Title, Cells Cells)> Parts { get; init; }

    /// <param name="concerns">Which types to draw, by name; null: all.</param>
    public static DisclosureMatrix Of(Bundle bundle, Catalog catalog, Func<string, bool>? concerns = null)
    {
        var standard = StandardCase.Standard;
        var certified = standard.Certified(Columns.Select(column => StandardCase.Official(column.Sector, column.Role)));
        var drawn = new DisclosureMatrix(
            bundle, catalog, [], [.. MatrixRow.Of(catalog).Where(row => concerns?.Invoke(row.Name) ?? true)]);
        return new DisclosureMatrix(
            bundle, catalog,
            [
                ("Standard conditions", drawn.Draw(standard)),
                ("Outside the statutory window", drawn.Draw(standard.OutsideWindow())),
                ("A person under age", drawn.Draw(standard.Juvenile())),
                ("Certified for the tool", drawn.Draw(certified)),
                ("The person's consent to the community, for every category", drawn.Draw(standard.Consented())),
                ("Released by its originator to every agency on the case, clearance 3", drawn.Draw(standard, Release, Cleared)),
                ("Marked SOURCE, clearance 3", drawn.Draw(standard, Source, Cleared)),
                ("After its originator left the case", drawn.Draw(standard, left: true)),
            ],
            drawn.rows);
    }

    /// <summary>The rows that another bundle's matrix has otherwise, in every part.</summary>
    public ImmutableArray<MatrixChange> Changes(DisclosureMatrix other) =>
    [
        .. Parts.Zip(other.Parts).SelectMany(pair => pair.First.Cells
            .Where(cell => pair.Second.Cells[cell.Key] != cell.Value)
            .Select(cell => new MatrixChange(
                pair.First.Title, cell.Key.Row.ToString(), cell.Key.Class, cell.Value, pair.Second.Cells[cell.Key]))),
    ];

    /// <summary>The whole matrix as text, the way it is agreed on and compared.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"# Who may know what, at most: bundle {bundle.Id}. Generated; APPROVE=1 dotnet test rewrites it.\n");
        text.Append("# F full  f fine  c coarse  e exists (on $event: owner, category, contact desk)  . nothing\n");
        text.Append("# Standard conditions: active case, statutory window open, no consent, nothing released by its originator,\n");
        text.Append("# clearance 0, not certified. Each later part changes one condition and shows the rows that differ.\n\n");
        for (var i = 0; i < Columns.Length; i++)
            text.Append($"  {(char)('A' + i)}  {CaseEntities.Word(Columns[i].Sector)}.{Columns[i].Role}.{Columns[i].Purpose}\n");
        for (var i = 0; i < Parts.Length; i++)
            Write(text, Parts[i].Title, Parts[i].Cells, i == 0 ? null : Parts[0].Cells);
        return text.ToString();
    }

    private Cells Draw(StandardCase standard, string? about = null, int clearance = 0, bool left = false)
    {
        var cells = new Cells();
        var always = left ? [] : Deciders(standard);
        foreach (var row in rows)
        {
            var envelope = row.Envelope(catalog, about);
            var decisions = (left ? Deciders(standard.Without(row.Owner)) : always)
                .Select(decider => decider.Decide(envelope)).ToList();
            foreach (var fieldClass in row.Find(catalog).Classes)
                cells.Add((row, fieldClass), string.Concat(decisions.Select(d => Letter(d.LevelOf(fieldClass)))));
        }

        return cells;

        ImmutableArray<Decider> Deciders(StandardCase conditions) =>
        [
            .. Columns.Select(column => new Decider(
                bundle, catalog, conditions.Seat(column.Sector, column.Role, column.Purpose, clearance), conditions.Context,
                conditions.Organisations, StandardCase.Now)),
        ];
    }

    private static void Write(StringBuilder text, string title, Cells cells, Cells? than)
    {
        text.Append($"\n## {title}\n");
        MatrixRow? head = null;
        foreach (var ((row, fieldClass), levels) in cells)
        {
            if (than is null ? levels.All(level => level == '.') : levels == than[(row, fieldClass)]) continue;
            if (!row.Equals(head))
            {
                head = row;
                text.Append($"\n{head,-64} {string.Concat(Enumerable.Range(0, Columns.Length).Select(i => (char)('A' + i)))}\n");
            }

            text.Append($"  {fieldClass,-62} {levels}\n");
        }
    }

    private static char Letter(Level level) => level switch
    {
        Level.Nothing => '.',
        Level.Exists => 'e',
        Level.Coarse => 'c',
        Level.Fine => 'f',
        _ => 'F',
    };

    /// <summary>Row and class to one letter per column, in the order of the rows.</summary>
    private sealed class Cells : OrderedDictionary<(MatrixRow Row, string Class), string>;
}
