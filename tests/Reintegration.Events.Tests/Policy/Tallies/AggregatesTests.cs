using System.Text.Json.Nodes;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy.Tallies;

/// <summary>What may be counted is declared in the bundle, and every word of it is held to the house's own.</summary>
public sealed class AggregatesTests
{
    const string Path = "aggregates.json";

    static JsonObject Declared() => JsonNode.Parse(BundleFiles.Default[Path])!.AsObject();

    static void Set(JsonNode at, string pointer, JsonNode? value)
    {
        var steps = pointer.Split('/');
        foreach (var step in steps[..^1]) at = at[step]!;
        at[steps[^1]] = value;
    }

    [Theory]
    [InlineData("aggregates/training/type", "\"reintegration.community.training-given.v1\"", "'reintegration.community.training-given.v1' is not an event type.")]
    [InlineData("aggregates/training/measure/member", "\"heads\"", "'heads' is no member of reintegration.community.training-delivered.v1.")]
    [InlineData("aggregates/training/measure/member", "\"curriculum\"", "'curriculum' of reintegration.community.training-delivered.v1 is no integer.")]
    [InlineData("aggregates/training/by", "[{\"member\":\"curriculum\"}]", "'curriculum' of reintegration.community.training-delivered.v1 is not told by a closed list.")]
    [InlineData("aggregates/perception/by", "[{\"member\":\"area\",\"list\":\"streets\"}]", "'streets' is not one of areas.")]
    [InlineData("aggregates/training/type", "\"reintegration.custody.person-released.v1\"", "'reintegration.custody.person-released.v1' speaks of people, or of no programme.")]
    [InlineData("aggregates/training/readers", "[]", "'training' has no readers.")]
    [InlineData("aggregates/training/readers", "[{\"role\":\"journalist\",\"purpose\":\"evaluation\"}]", "'journalist' is not one of")]
    [InlineData("aggregates/training/pillar", "\"seventh\"", "'seventh' is not one of")]
    [InlineData("aggregates/training/filter", "true", "'filter' is not known here.")]
    [InlineData("aggregates/gaps/tables", "[[\"gap\",\"street\"]]", "'street' is not a dimension.")]
    [InlineData("aggregates/gaps/tables", "[[\"service-wait\",\"recalled\"]]", "close a ring of tables")]
    [InlineData("aggregates/assessments-stale/until", "\"overall\"", "'overall' of reintegration.needs.risk-assessment-completed.v1 is no label.")]
    [InlineData("people/entry", "\"reintegration.intelligence.intelligence-registered.v1\"", "'reintegration.intelligence.intelligence-registered.v1' is never counted: INTEL.")]
    [InlineData("people/dimensions/faith", "{\"by\":\"any\",\"types\":[\"reintegration.care.religious-mentoring-session-held.v1\"]}", "'reintegration.care.religious-mentoring-session-held.v1' is never counted: RELIGION.")]
    [InlineData("people/dimensions/service-wait/bands", "[14, 14]", "'bands' must rise")]
    [InlineData("people/dimensions/service-wait/bands", "[14, 181]", "'bands' must rise")]
    [InlineData("control/threshold", "9", "the threshold must be at least 10.")]
    [InlineData("control/cohort", "19", "a cohort must be at least twice the threshold.")]
    public void What_is_not_of_the_house_is_refused(string pointer, string value, string message)
    {
        var declared = Declared();
        Set(declared, pointer, JsonNode.Parse(value));
        var refusal = Assert.Throws<BundleRefused>(() => Bundle.Load(BundleFiles.With(Path, declared.ToJsonString())));
        Assert.StartsWith("aggregates.json:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_part_of_what_the_bundles_hash_covers() =>
        Assert.NotEqual(
            BundleFiles.Bundle.Hash, Bundle.Load(BundleFiles.With(Path, BundleFiles.Default[Path] + " ")).Hash);

    [Fact]
    public void A_bundle_without_it_counts_nothing()
    {
        var files = BundleFiles.With(Path, "");
        files.Remove(Path);
        Assert.Empty(Bundle.Load(files).Aggregates.All);
    }
}
