using System.Text.Json;
using Reintegration.Events.Events;
using Reintegration.Events.Events.Needs;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Events;

/// <summary>What was ever recorded is read for ever: every version that has an example still reads as its latest.</summary>
public class VersionTests
{
    const string Recorded = "contracts/events/versions.txt";

    static string[] Known => File.Exists(Path.Combine(Golden.Root, Recorded))
        ? File.ReadAllLines(Path.Combine(Golden.Root, Recorded))
        : [];

    /// <summary>The list only grows: approving writes what is new, and never takes a line away.</summary>
    [Fact]
    public void Every_version_ever_recorded_still_reads()
    {
        var known = Known;
        foreach (var name in known)
        {
            Assert.True(Catalog.Default.TryFind(name, out var type), $"{name} was recorded once and must go on being read.");
            var example = JsonElement.Parse(File.ReadAllText(Path.Combine(Golden.Root, $"contracts/events/{name}.example.json")));
            var facts = example.GetProperty("data").GetProperty("facts");
            Assert.Empty(type.Validate(facts));
            var latest = Catalog.Default.ReadLatest(type, facts);
            Assert.Null(Catalog.Default.Next(Catalog.Default.All.Single(each => each.ClrType == latest.GetType())));
        }

        Golden.Holds(Recorded, string.Join(
            '\n', known.Union(Catalog.Default.All.Select(type => type.Name)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_first_version_reads_as_its_second()
    {
        var first = Catalog.Default.Find("reintegration.needs.service-referral-made.v1");

        var read = Assert.IsType<ServiceReferralMade>(Catalog.Default.ReadLatest(first, first.Example));

        Assert.Equal(read.Service.Owner, read.Agency);
        Assert.Equal("reintegration.needs.service-referral-made.v2", Catalog.Default.Next(first)!.Name);
    }

    [Fact]
    public void Each_version_keeps_its_own_fields_and_labels()
    {
        var (first, second) = (
            Catalog.Default.Find("reintegration.needs.service-referral-made.v1"),
            Catalog.Default.Find("reintegration.needs.service-referral-made.v2"));

        Assert.DoesNotContain(first.Fields, field => field.Member == "agency");
        Assert.Contains(second.Fields, field => field is { Member: "agency", IsLabel: true });
        Assert.Equal(first.Title, second.Title);
    }

    [Theory]
    [InlineData(typeof(Wrong.KeepsakeReturnedV3), "must have Upcast from the version before")]
    [InlineData(typeof(Wrong.KeepsakeReturnedV2), "must have Upcast from the version before")]
    public void A_version_without_the_step_from_the_one_before_starts_nothing(Type wrong, string reason)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Catalog.Of([typeof(KeepsakeReturned), wrong]));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    // Not part of any catalogue: each lacks the step from the version before.
    static class Wrong
    {
        [EventType("reintegration.care.keepsake-returned.v3", "keepsake", Row = 1, Category = Category.Ident,
            Producers = [Sector.Prison], Summary = "Wrong.")]
        public sealed record KeepsakeReturnedV3 : IEvent<KeepsakeReturnedV3>
        {
            public static KeepsakeReturnedV3 Example => new();
            public static KeepsakeReturnedV3 Upcast(KeepsakeReturned earlier) => new();
        }

        [EventType("reintegration.care.keepsake-returned.v2", "keepsake", Row = 1, Category = Category.Ident,
            Producers = [Sector.Prison], Summary = "Wrong.")]
        public sealed record KeepsakeReturnedV2 : IEvent<KeepsakeReturnedV2>
        {
            public static KeepsakeReturnedV2 Example => new();
        }
    }
}
