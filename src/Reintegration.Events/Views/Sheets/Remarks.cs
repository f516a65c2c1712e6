using Reintegration.Events.Policy;

namespace Reintegration.Events.Views.Sheets;

/// <summary>
/// What later words do to a statement: put right, contradicted, taken back, restricted (LED 16, row 70).
/// </summary>
static class Remarks
{
    /// <summary>
    /// The matter with the remark on its target, or the very same matter where the target is not of it.
    /// </summary>
    internal static Matter On(Matter matter, string target, Disclosure remark, Func<string, bool> isShown)
    {
        var opened = On(matter.Opened, target, remark, isShown);
        var then = matter.Then;
        for (var at = 0; at < then.Count; at++)
            if (On(then[at], target, remark, isShown) is var step && !ReferenceEquals(step, then[at]))
                then = then.SetItem(at, step);
        return ReferenceEquals(opened, matter.Opened) && ReferenceEquals(then, matter.Then)
            ? matter
            : matter with { Opened = opened, Then = then };
    }

    static Statement On(Statement statement, string target, Disclosure remark, Func<string, bool> isShown)
    {
        var by = remark.Name.ToString()!;
        var noun = Members.Noun(remark.Type!);
        if (statement.Event != target) return statement;
        return noun switch
        {
            "statement-corrected" => statement.Corrected(by, References.Shown(remark.NewValues, isShown)),
            "statement-contradicted" => statement.Contradicted(by),
            "contradiction-resolved" => statement.Settled(Named(remark, "contradiction")),
            "statement-retracted" => statement.Retracted(by),
            "processing-restricted" => statement with { RestrictedBy = by },
            "restriction-lifted" => statement with { RestrictedBy = null },
            _ when remark.Relates!.Kind == RelationKind.Supersedes => statement with { SupersededBy = by },
            _ => statement,
        };
    }

    static string? Named(Disclosure remark, string member) =>
        remark.Fields.TryGetValue(member, out var field) ? Members.Text(field.Value) : null;
}
