using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Matrix;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Policy;

/// <summary>
/// contracts/policy/disclosure-matrix.txt: any change of who sees what shows as a change of its rows.
/// </summary>
public sealed class MatrixTests
{
    [Fact]
    public void The_disclosure_matrix_is_the_one_that_was_agreed() =>
        Golden.Holds("contracts/policy/disclosure-matrix.txt", Matrix(BundleFiles.Bundle));

    [Fact]
    public void Every_event_type_has_a_row()
    {
        var rows = MatrixRow.Of(Catalog.Default).Select(row => row.Name).ToHashSet();
        var without = Catalog.Default.All.Where(type => !rows.Contains(type.Name)).ToArray();
        Assert.All(without, type => Assert.True(type.FollowsTarget || type.NotYetAccepted is not null, type.Name));
        Assert.Contains(without, type => type.Name == "reintegration.governance.statement-corrected.v1");
    }

    [Fact]
    public void Changing_one_rule_moves_its_rows_and_no_others()
    {
        var without = BundleFiles.WithRules(
            BundleFiles.Bundle.Rules.Values.Where(rule => rule.Id != "custody-to-police"));
        var before = Matrix(BundleFiles.Bundle).Split('\n');
        var after = Matrix(without).Split('\n');
        var moved = before.Except(after).Concat(after.Except(before)).ToList();
        Assert.NotEmpty(moved);
        Assert.All(moved, line => Assert.Contains("custody.", line, StringComparison.Ordinal));
    }

    static string Matrix(Bundle bundle) => DisclosureMatrix.Of(bundle, Catalog.Default).ToString();
}
