namespace Reintegration.Events.Policy.Analysis;

/// <summary>One cell of the matrix of a bundle, under whatever circumstances show most.</summary>
/// <param name="Category">The category of the event: <c>RISK</c>.</param>
/// <param name="Profile">A class or group of classes: <c>risk:d</c>, <c>risk.level</c>.</param>
/// <param name="Sector">The requester's sector.</param>
/// <param name="Role">The requester's role; panel roles see the lower of the panel's column and their own.</param>
public sealed record CellQuestion(string Category, string Profile, Sector Sector, string Role, string Purpose)
{
    private bool IsPanel => Role is "panel-member" or "panel-chair";

    /// <summary>Reads <c>RISK.risk:d x probation.practitioner.supervision</c>.</summary>
    public static CellQuestion? Parse(string text)
    {
        var sides = text.Split(" x ", StringSplitOptions.TrimEntries);
        if (sides.Length != 2) return null;
        var (row, column) = (sides[0].Split('.', 2), sides[1].Split('.'));
        return row.Length == 2 && column.Length == 3
            && Enum.TryParse<Category>(row[0], ignoreCase: true, out var category)
            && Enum.TryParse<Sector>(column[0], ignoreCase: true, out var sector)
            && Vocabulary.Roles.Contains(column[1]) && Vocabulary.Purposes.Contains(column[2])
            ? new CellQuestion(CaseEntities.Word(category), row[1], sector, column[1], column[2])
            : null;
    }

    /// <summary>The highest level that any request of this cell reaches, and one that reaches it; null: nothing.</summary>
    /// <exception cref="ArgumentException">The bundle has no such class or group.</exception>
    public (Level Level, Witness Witness)? Ask(Inquiry inquiry)
    {
        var classes = inquiry.Bundle.Classes.Of(Profile).Add(Profile);
        var shapes = inquiry.Shapes.Where(shape => shape.Classes.Any(classes.Contains)).ToList();
        if (shapes.Count == 0)
            throw new ArgumentException($"There is no class and no group '{Profile}'.");
        foreach (var level in Levels.Granted.Reverse())
        {
            foreach (var shape in shapes)
            {
                var frame = new Frame(Sector, level, shape);
                var found = inquiry.Find(
                    frame, inquiry.Reached(frame),
                    IsPanel ? inquiry.Reached(frame with { Sector = null }) : Formula.True,
                    inquiry.Is("principal.role", Role), inquiry.Is("context.purpose", Purpose),
                    inquiry.Is("resource.category", Category));
                if (found is not null) return (level, found);
            }
        }

        return null;
    }
}
