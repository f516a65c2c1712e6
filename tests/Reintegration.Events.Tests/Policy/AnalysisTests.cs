using System.Collections.Immutable;
using Reintegration.Cedar;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Analysis;
using Bundle = Reintegration.Events.Policy.Bundle;
using Finding = Reintegration.Events.Policy.Analysis.Finding;

namespace Reintegration.Events.Tests.Policy;

/// <summary>The analysis finds what is wrong with a bundle, shows it, and is right about it.</summary>
public sealed class AnalysisTests
{
    const string Permit = """
        @id("extra") permit (principal in Case::Sector::"prison", action in Case::Action::"disclose", resource in Case::FieldClass::"risk")
        """;

    [Fact]
    public void The_default_bundle_is_sound() => Assert.Empty(PolicyCheck.Run(BundleFiles.Bundle, Catalog.Default).Errors);

    [Theory]
    [InlineData("when { resource.category == \"RISK\" && resource.category == \"NEEDS\" };", "can never apply")]
    [InlineData("when { resource.inCase && !principal.seated && principal.agency != resource.originator };", "permits nothing")]
    public void A_permit_without_effect_is_found(string condition, string problem) =>
        Assert.Contains(Errors(Permit + condition), finding => Says(finding, "'extra'", problem));

    [Theory]
    [InlineData("""forbid (principal, action, resource) when { resource.inCase && !principal.seated && principal.role == "evaluator" };""", "takes nothing away")]
    [InlineData("""@tier("hard") forbid (principal, action, resource) when { action == Case::Action::"full" && resource.juvenile };""", "depends on the level")]
    public void A_forbid_that_is_no_forbid_is_found(string rule, string problem) =>
        Assert.Contains(Errors("""@id("extra") """ + rule), finding => Says(finding, "'extra'", problem));

    [Fact]
    public void A_level_above_a_gap_is_found()
    {
        var found = Errors("""
            @id("extra") permit (principal in Case::Sector::"community", action == Case::Action::"full", resource in Case::FieldClass::"risk")
            when { resource.windowsOpen.contains("statutory") };
            """);
        Assert.Contains(found, finding => Says(finding, "'extra'", "is withheld") && finding.Witness is not null);
    }

    [Fact]
    public void A_broken_invariant_comes_with_a_request_that_breaks_it()
    {
        var files = BundleFiles.With("invariants.cedar", """
            @id("nobody-learns-of-risk") forbid (principal in Case::Sector::"police", action == Case::Action::"full", resource in Case::FieldClass::"risk");
            """);
        var finding = Assert.Single(PolicyCheck.Run(Bundle.Load(files), Catalog.Default).Errors);
        Assert.True(Says(finding, "nobody-learns-of-risk", "does not hold"), finding.ToString());
        Assert.True(finding.Witness!.Decide(Level.Full).IsAllow);
        using var json = System.Text.Json.JsonDocument.Parse(finding.Witness.ToJson());
        var entities = EntityJson.Read(json.RootElement.GetProperty("entities").GetRawText(), BundleFiles.Bundle.Schema);
        var request = RequestJson.Read(finding.Witness.ToJson(), BundleFiles.Bundle.Schema);
        Conformance.Check(BundleFiles.Bundle.Schema, request);
        Assert.True(new Authorizer(BundleFiles.Bundle.Policies).Decide(request, entities).IsAllow);
    }

    [Fact]
    public void A_floor_rule_taken_away_breaks_its_invariant()
    {
        foreach (var (rule, invariant) in new[]
        {
            ("intelligence-never-to-community", "community-learns-nothing-of-intelligence"),
            ("seat-required", "no-seat-no-case"), ("no-case-data-for-role", "the-house-reads-no-case"),
        })
        {
            var without = BundleFiles.WithRules(BundleFiles.Bundle.Rules.Values.Where(each => each.Id != rule));
            var found = PolicyCheck.Run(without, Catalog.Default).Errors;
            Assert.Contains(found, finding => Says(finding, invariant, "does not hold") && finding.Witness is not null);
        }
    }

    [Theory]
    [InlineData("context.now > datetime(\"2026-01-01\")")]
    [InlineData("resource.minClearance + 1 > 2")]
    [InlineData("resource.eventType like \"reintegration.*\"")]
    public void What_cannot_be_analysed_is_refused_at_its_line(string condition)
    {
        var files = BundleFiles.With("policies/99-extra.cedar", $"\n{Permit}\nwhen {{ {condition} }};");
        var refused = Assert.Throws<BundleRefused>(() => PolicyCheck.Run(Bundle.Load(files), Catalog.Default));
        Assert.Equal(("policies/99-extra.cedar", 3), (refused.File, refused.Line));
    }

    [Fact]
    public void A_failing_test_of_the_bundle_is_found()
    {
        var (path, text) = BundleFiles.Default.First(file => file.Key == "tests/custody.json");
        var files = BundleFiles.With(path, text.Replace("\"decision\": \"allow\"", "\"decision\": \"deny\"", StringComparison.Ordinal));
        Assert.Contains(PolicyCheck.Run(Bundle.Load(files), Catalog.Default).Errors, finding => Says(finding, path, "expects deny"));
    }

    [Theory]
    [InlineData("RISK.risk:d x probation.practitioner.supervision", Level.Full)]
    [InlineData("RISK.risk.level x community.practitioner.reintegration", Level.Nothing)]
    [InlineData("INTEL.intel-pointer.$event x community.practitioner.reintegration", Level.Nothing)]
    [InlineData("INTEL.intel-pointer.$event x health.psychologist.reintegration", Level.Nothing)]
    [InlineData("INTEL.intel-pointer.$event x prison.practitioner.supervision", Level.Full)]
    public void A_cell_is_explained_by_a_request_that_reaches_it(string cell, Level level)
    {
        var answer = CellQuestion.Parse(cell)!.Ask(new Inquiry(BundleFiles.Bundle, Catalog.Default));
        Assert.Equal(level, answer?.Level ?? Level.Nothing);
        foreach (var granted in Levels.Granted.Where(granted => granted <= level))
            Assert.True(answer!.Value.Witness.Decide(granted).IsAllow);
    }

    /// <summary>Both sides of every answer: a request said to be allowed is, and one said to be denied is too.</summary>
    [Fact]
    public void Requests_the_analysis_finds_are_decided_as_it_says()
    {
        var inquiry = new Inquiry(BundleFiles.Bundle, Catalog.Default);
        var samples = BundleFiles.Bundle.Rules.Values.SelectMany(rule => inquiry.Samples(rule).Take(10)).ToList();
        foreach (var (witness, level, isAllowed) in samples)
            Assert.True(isAllowed == witness.Decide(level).IsAllow, $"{isAllowed}: {witness}");
        Assert.True(samples.Count(sample => sample.IsAllowed) > 300 && samples.Count(sample => !sample.IsAllowed) > 300);
    }

    static bool Says(Finding finding, params string[] words) =>
        words.All(word => finding.ToString().Contains(word, StringComparison.Ordinal));

    static ImmutableArray<Finding> Errors(string rule) =>
        PolicyCheck.Run(Bundle.Load(BundleFiles.With("policies/99-extra.cedar", rule)), Catalog.Default).Errors;
}
