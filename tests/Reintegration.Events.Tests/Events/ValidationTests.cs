using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Events;

/// <summary>Every type refuses what is wrong and points at it, and takes what is right up to its bounds.</summary>
public class ValidationTests
{
    static IEnumerable<SchemaCase> Cases(string name) => name == "about"
        ? SchemaCases.Of(AboutSchema.Schema)
        : SchemaCases.Of(Catalog.Default.Find(name).Schema, Catalog.Default.Find(name).Example);

    /// <summary>The cases of every type's facts, and of about.</summary>
    internal static IEnumerable<(string Name, SchemaCase Case)> AllCases() =>
        Catalog.Default.All.Select(type => type.Name).Append("about").SelectMany(
            name => Cases(name).Select(@case => (name, @case)));

    internal static IReadOnlyList<SchemaError> Judge(string name, JsonElement document) =>
        name == "about" ? AboutSchema.Validate(document) : Catalog.Default.Find(name).Validate(document);

    public static TheoryData<string> Names => ["about", .. Catalog.Default.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_fault_is_refused_with_a_pointer_to_it_and_nothing_right_is_refused(string name)
    {
        var top = name == "about" ? "/data/about" : "/data/facts";
        foreach (var @case in Cases(name))
        {
            var errors = Judge(name, Some.Element(@case.Document));

            if (@case.Fault is null) Assert.True(errors is [], $"{@case.What}: {string.Join("; ", errors)}");
            else
                Assert.True(
                    errors is [var only] && only.Pointer == top + @case.Fault,
                    $"{@case.What}: expected {top}{@case.Fault}, got {string.Join("; ", errors)}");
        }
    }

    [Fact]
    public void The_faults_are_many() => Assert.True(AllCases().Count(pair => pair.Case.Fault is not null) >= 6_000);

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_right_by_the_schema_can_be_read(string name)
    {
        foreach (var @case in Cases(name).Where(@case => @case.Fault is null))
        {
            var document = Some.Element(@case.Document);
            object read = name == "about" ? AboutSchema.Read(document) : Catalog.Default.Find(name).Read(document);

            var written = JsonSerializer.SerializeToElement(read, read.GetType(), EventJson.Options);
            Assert.Equal(document.GetPropertyCount(), written.GetPropertyCount());
        }
    }

    [Fact]
    public void An_error_never_repeats_the_value()
    {
        const string secret = "canary-4417";
        foreach (var type in Catalog.Default.All)
        {
            foreach (var field in type.Fields)
            {
                var facts = JsonNode.Parse(type.Example.GetRawText())!.AsObject();
                facts[field.Member] = new JsonObject { ["inside"] = secret, [secret + secret] = secret };
                Assert.All(
                    type.Validate(Some.Element(facts)), error => Assert.DoesNotContain(
                        secret, error.Message, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_member_given_twice_is_refused()
    {
        var type = Catalog.Default.Find("reintegration.care.religious-mentoring-session-held.v1");
        var facts = JsonElement.Parse("""{"date":"2026-11-03","attended":true,"attended":false}""");

        Assert.Equal([new SchemaError("/data/facts/attended", "This member is expected once.")], type.Validate(facts));
    }

    [Fact]
    public void A_member_name_may_be_escaped()
    {
        var type = Catalog.Default.Find("reintegration.care.religious-mentoring-session-held.v1");

        Assert.Empty(type.Validate(JsonElement.Parse("""{"d\u0061te":"2026-11-\u00303","attended":true}""")));
    }

    [Theory]
    [InlineData("""{"date":"\ud800","attended":true}""", "/data/facts/date")]
    [InlineData("""{"date":"2026-11-03","attended":true,"\ud800":1}""", "/data/facts/?")]
    public void Half_a_surrogate_pair_is_no_text(string facts, string pointer)
    {
        var type = Catalog.Default.Find("reintegration.care.religious-mentoring-session-held.v1");

        Assert.Equal(pointer, Assert.Single(type.Validate(JsonElement.Parse(facts))).Pointer);
    }

    [Fact]
    public void A_hostile_event_gets_a_bounded_answer()
    {
        var type = Catalog.Default.Find("reintegration.care.religious-mentoring-session-held.v1");
        var members = Enumerable.Range(0, 10_000).Select(i => $"\"m{i}\":1");

        Assert.Equal(Limits.ErrorsReported, type.Validate(JsonElement.Parse($"{{{string.Join(',', members)}}}")).Count);
    }

    [Theory]
    [InlineData(
        """{"type":"object","additionalProperties":false,"properties":{"a":{"type":"string","maxLength":3,"contentEncoding":"base64"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"boolean"}},"additionalProperties":true}""")]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"type":"array","items":{"type":"boolean"}}""")]
    [InlineData("""{"type":"string","format":"email","maxLength":9}""")]
    [InlineData("""{"type":"string","pattern":"abc","maxLength":9}""")]
    [InlineData("""{"type":"null"}""")]
    public void A_schema_that_cannot_be_held_to_stops_the_start(string schema) =>
        Assert.ThrowsAny<Exception>(() => CompiledSchema.Of(JsonElement.Parse(schema)));
}
