using System.Text.Json;
using Reintegration.Events.Events;
using Reintegration.Events.Events.Custody;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Events;

public class CatalogTests
{
    static readonly Type[] Core = [.. Catalog.Default.All.Select(type => type.ClrType)];

    public static TheoryData<string> TypeNames => [.. Catalog.Default.All.Select(type => type.Name)];

    [Fact]
    public void Types_stand_in_ordinal_order_and_are_found_by_name()
    {
        var names = Catalog.Default.All.Select(type => type.Name).ToArray();

        Assert.True(names.Length >= 125);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(names, name => Assert.True(Catalog.Default.TryFind(name, out var type) && type.Name == name));
        Assert.False(Catalog.Default.TryFind("reintegration.custody.person-escaped.v1", out _));
    }

    [Fact]
    public void A_type_is_added_by_its_declaration_alone()
    {
        var catalog = Catalog.Of([.. Core, typeof(KeepsakeReturned)]);
        var added = catalog.Find("reintegration.care.keepsake-returned.v1");

        Assert.Equal(Core.Length + 1, catalog.All.Length);
        Assert.Equal("care", added.Area);
        Assert.Equal("Keepsake returned", added.Title);
        Assert.Equal(
            [
                new FieldMarking(
                    "thing", "keepsake.thing", Ladder.None, IsLabel: false, IsAbout: false, Optional: false),
                new FieldMarking("on", "keepsake.dates", Ladder.Date, IsLabel: true, IsAbout: false, Optional: false),
                new FieldMarking(
                    "pieces", "keepsake.count", Ladder.None, IsLabel: false, IsAbout: false, Optional: true),
            ],
            added.Fields.ToArray());
        Assert.Equal(1, added.Schema.GetProperty("properties").GetProperty("pieces").GetProperty("minimum").GetInt32());
        var tooMany = JsonElement.Parse("""{"thing":"a","on":"2026-10-16","pieces":10}""");
        Assert.Equal("/data/facts/pieces", Assert.Single(added.Validate(tooMany)).Pointer);
        Assert.NotNull(Acceptance.Accept(added, Some.Submission(added), Some.Stream(added), null).Envelope);
    }

    [Theory]
    [InlineData(typeof(Wrong.Unnamed), "without [EventType]")]
    [InlineData(typeof(Wrong.Unmarked), "Unmarked.Text has no [Field]")]
    [InlineData(typeof(Wrong.Misnamed), "must be named reintegration.<area>.misnamed.v<n>")]
    [InlineData(typeof(Wrong.Misplaced), "'kitchen' is not an area")]
    [InlineData(typeof(Wrong.Unproduced), "who may produce it")]
    [InlineData(typeof(Wrong.Aimless), "must have the event name TargetEvent")]
    [InlineData(typeof(Wrong.Shifted), "Root 'custody' has several categories")]
    [InlineData(typeof(Wrong.Shifted), "Class 'custody.dates' has several ladders")]
    [InlineData(typeof(Wrong.Again.KeepsakeReturned), "is the name of KeepsakeReturned and KeepsakeReturned")]
    public void A_catalogue_with_a_wrong_declaration_does_not_start(Type wrong, string reason)
    {
        var refused =
            Assert.Throws<InvalidOperationException>(() => Catalog.Of([.. Core, typeof(KeepsakeReturned), wrong]));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_with_wrong_declarations_does_not_start() =>
        Assert.Throws<InvalidOperationException>(() => Catalog.Of(typeof(Catalog).Assembly, typeof(Wrong).Assembly));

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void An_example_is_valid_and_reads_back_to_itself(string name)
    {
        var type = Catalog.Default.Find(name);

        Assert.Empty(type.Validate(type.Example));
        var written = JsonSerializer.SerializeToElement(type.Read(type.Example), type.ClrType, EventJson.Options);
        Assert.True(JsonElement.DeepEquals(type.Example, written));
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void A_type_lies_in_the_folder_of_its_area(string name)
    {
        var type = Catalog.Default.Find(name);
        var folder = string.Concat(type.Area[..1].ToUpperInvariant(), type.Area.AsSpan(1));

        // An earlier version lies in the file of the latest, under the type's name and its number.
        var latest = type;
        while (Catalog.Default.Next(latest) is { } next) latest = next;
        Assert.True(
            File.Exists(Path.Combine(Golden.Root, $"src/Reintegration.Events/Events/{folder}/{latest.ClrType.Name}.cs")));
    }

    [Fact]
    public void Nothing_in_the_catalogue_scores_a_person_or_holds_what_a_mentor_heard()
    {
        var members =
            Catalog.Default.All.SelectMany(type => type.Fields.Select(field => (type, field.Member))).ToArray();

        var ofPersons = members.Where(pair => pair.type.Sensitivity >= Sensitivity.S2);
        Assert.DoesNotContain(ofPersons, pair => pair.Member.Contains("score", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            ["date", "attended"],
            Catalog.Default.Find("reintegration.care.religious-mentoring-session-held.v1").Fields.Select(
                field => field.Member));
        Assert.Equal(
            ["topic", "contactDesk", "expires"],
            Catalog.Default.Find("reintegration.intelligence.intelligence-registered.v1").Fields.Select(
                field => field.Member));
    }

    [Fact]
    public void What_decides_about_a_human_has_a_human_author()
    {
        string[] deciding = ["Decided", "Approved", "Adopted", "Confirmed", "Dismissed", "LevelSet", "Varied", "Discharged"];
        var machines = Catalog.Default.All
            .Where(type => type.ConcernsPerson && !type.HumanOnly)
            .Where(type => deciding.Any(word => type.ClrType.Name.EndsWith(word, StringComparison.Ordinal)));

        Assert.Empty(machines.Select(type => type.Name));
    }

    [Fact]
    public void Labels_of_valid_facts_are_their_label_members()
    {
        var type = Catalog.Default.All.Single(type => type.ClrType == typeof(SentenceRecorded));

        Assert.Equal(["earliestRelease", "expiry"], type.LabelsOf(type.Example).Keys);
    }
}
