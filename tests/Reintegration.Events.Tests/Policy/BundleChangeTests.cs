using System.Collections.Immutable;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Analysis;
using Reintegration.Events.Policy.Change;
using Reintegration.Events.Policy.Matrix;
using Reintegration.Events.Tests.Support;
using Bundle = Reintegration.Events.Policy.Bundle;

namespace Reintegration.Events.Tests.Policy;

/// <summary>What changes from one bundle to another: proved where it narrows, and counted where it is replayed.</summary>
public sealed class BundleChangeTests
{
    const string Levels = ".ecfF";

    static readonly Lazy<DisclosureMatrix> Standard = new(() => DisclosureMatrix.Of(BundleFiles.Bundle, Catalog.Default));

    [Theory]
    [InlineData("policies/99.cedar", """@id("x") forbid (principal, action, resource) when { resource.juvenile };""", true)]
    [InlineData("policies/99.cedar", """@id("x") permit (principal, action, resource) when { resource.juvenile };""", false)]
    [InlineData("policies/30-privileged.cedar", "", true)]
    [InlineData("policies/02-limits.cedar", "", false)]
    [InlineData("README.md", "more words", true)]
    public void Only_added_forbids_and_missing_permits_are_proved_to_narrow(string path, string text, bool narrows) =>
        Assert.Equal(narrows, Widenings(Bundle.Load(BundleFiles.With(path, text))).IsEmpty);

    [Theory]
    [InlineData("\"preReleaseDays\": 180", "\"preReleaseDays\": 181")]
    [InlineData("\"S4\": 2", "\"S4\": 1")]
    [InlineData("\"victim-protection\": [\"victim-protection\"]", "\"victim-protection\": [\"victim-protection\", \"supervision\"]")]
    public void A_header_that_lets_more_through_widens_and_the_other_way_round_narrows(string before, string after)
    {
        var files = BundleFiles.With("bundle.json", BundleFiles.Default["bundle.json"].Replace(before, after, StringComparison.Ordinal));
        var wider = Bundle.Load(files);
        Assert.NotEqual(BundleFiles.Bundle.Hash, wider.Hash);
        Assert.NotEmpty(Widenings(wider));
        Assert.Empty(Widening.Of(wider, BundleFiles.Bundle, Catalog.Default));
    }

    [Fact]
    public void A_class_more_in_a_group_widens_the_types_that_have_it_and_no_others()
    {
        var files = BundleFiles.With("classes.json", BundleFiles.Default["classes.json"].Replace(
            "\"police:m\": [", "\"police:m\": [\"police.narrative\", ", StringComparison.Ordinal));
        var found = Widenings(Bundle.Load(files));
        Assert.All(found, widening => Assert.Contains("police-to-prison", widening.Why, StringComparison.Ordinal));
        Assert.Equal(
            Catalog.Default.All.Where(type => type.Classes.Contains("police.narrative")).Select(type => type.Name).Order(),
            found.SelectMany(widening => widening.Types).Order());
    }

    [Fact]
    public void Whatever_rises_in_the_matrix_was_named_as_widened()
    {
        var forbids = (string[])["author-by-role", "juvenile-help-not-to-police", "clearance-required"];
        var without = BundleFiles.WithRules(BundleFiles.Bundle.Rules.Values.Where(rule => !forbids.Contains(rule.Id)));
        var types = Widenings(without).SelectMany(widening => widening.Types).ToHashSet();
        var names = MatrixRow.Of(Catalog.Default).ToDictionary(row => row.ToString(), row => row.Name);
        var risen = Standard.Value.Changes(DisclosureMatrix.Of(without, Catalog.Default)).Where(Rises).ToList();
        Assert.NotEmpty(risen);
        Assert.All(risen, row => Assert.Contains(names[row.Row], types));
    }

    [Theory]
    [InlineData("be-livc", true)]
    [InlineData("uk-mappa", false)]
    public void A_national_bundle_is_sound_and_raises_nothing(string name, bool proved)
    {
        var national = BundleFiles.Load(name);
        Assert.Empty(PolicyCheck.Run(national, Catalog.Default).Errors);
        Assert.Equal(proved, Widenings(national).IsEmpty);
        var changes = Standard.Value.Changes(DisclosureMatrix.Of(national, Catalog.Default));
        Assert.DoesNotContain(changes, Rises);
        // A report draws only what the two could decide differently, and misses nothing by it.
        var report = BundleReport.Of(BundleFiles.Bundle, national, Catalog.Default, OrganisationContext.Empty, default);
        Assert.Equal(changes.AsEnumerable(), report.Matrix.AsEnumerable());
        Golden.Holds(
            $"contracts/policy/{name}-against-default.txt",
            $"# What {name} shows otherwise than unicri-default: the rows of disclosure-matrix.txt that differ, before and after.\n"
            + string.Join('\n', changes.Select(row => $"[{row.Part}] {row.Row} {row.Class}\n  {row.Before}\n  {row.After}")));
    }

    [Fact]
    public void Every_type_names_exactly_one_row_of_the_matrix()
    {
        foreach (var type in Catalog.Default.All)
        {
            var rows = MatrixRow.Of(Catalog.Default).Count(row => row.Name == type.Name);
            // One that follows a target is shown as that one is; one that intake does not take yet is shown to nobody.
            Assert.True(type.FollowsTarget || type.NotYetAccepted is not null ? rows == 0 : rows >= 1, type.Name);
            // The row of the sharing matrix is the root of its classes: every class of the type lies below it, in one group of rules.
            Assert.All(type.Classes, name => Assert.StartsWith($"{type.Root}.", name, StringComparison.Ordinal));
            Assert.True(
                type.FollowsTarget || BundleFiles.Bundle.Classes.Groups.Values.Any(group => group.Contains($"{type.Root}.$event")),
                $"{type.Name}: no rule can name {type.Root}.$event");
        }
    }

    static ImmutableArray<Widening> Widenings(Bundle after) => Widening.Of(BundleFiles.Bundle, after, Catalog.Default);

    static bool Rises(MatrixChange row) =>
        row.Before.Zip(row.After).Any(pair => Levels.IndexOf(pair.Second) > Levels.IndexOf(pair.First));
}
