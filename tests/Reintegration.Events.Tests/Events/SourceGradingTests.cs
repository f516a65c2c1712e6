using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Events;

/// <summary>Gradings of other schemes become Europol 4x4 at the door, by one table.</summary>
public class SourceGradingTests
{
    static readonly EventType Type = Catalog.Default.Find("reintegration.intelligence.police-contact-recorded.v1");

    static Accepted Accept(string? gradedAs, string? grading = null, string? handling = null)
    {
        var about = Some.About(Type);
        if (gradedAs is not null) about["gradedAs"] = JsonNode.Parse(gradedAs);
        if (grading is not null) about["grading"] = JsonNode.Parse(grading);
        if (handling is not null) about["handling"] = JsonNode.Parse(handling);
        return Acceptance.Accept(Type, Some.Submission(Type, about), Some.Stream(Type), null);
    }

    [Theory]
    [InlineData("3x5x2", "1", "A", "B", 2)]
    [InlineData("3x5x2", "2", "B", "X", 3)]
    [InlineData("3x5x2", "3", "E", "C", 4)]
    [InlineData("5x5x5", "A", "1", "A", 1)]
    [InlineData("5x5x5", "E", "5", "X", 4)]
    [InlineData("admiralty", "B", "2", "B", 3)]
    [InlineData("admiralty", "F", "6", "X", 4)]
    public void Another_scheme_is_recorded_as_ours(string scheme, string source, string information, string canonical, int credibility) =>
        Assert.Equal(
            new Grading(canonical, credibility),
            Accept($$"""{"scheme":"{{scheme}}","source":"{{source}}","information":"{{information}}"}""").Envelope!.Grading);

    [Fact]
    public void Conditions_of_the_other_scheme_are_the_least_that_is_asked_for()
    {
        const string conditional = """{"scheme":"3x5x2","source":"1","information":"A","handling":"C"}""";

        Assert.Equal(HandlingCode.H2, Accept(conditional).Envelope!.Handling.Code);
        Assert.Equal("/data/about/handling/code", Assert.Single(Accept(conditional, handling: """{"code":"H1"}""").Errors).Pointer);
    }

    [Theory]
    [InlineData("""{"scheme":"3x5x2","source":"9","information":"A"}""", "/data/about/gradedAs/source")]
    [InlineData("""{"scheme":"admiralty","source":"A","information":"7"}""", "/data/about/gradedAs/information")]
    [InlineData("""{"scheme":"admiralty","source":"A","information":"1","handling":"P"}""", "/data/about/gradedAs/handling")]
    public void A_letter_that_is_not_of_the_scheme_is_pointed_at(string graded, string pointer) =>
        Assert.Equal(pointer, Assert.Single(Accept(graded).Errors).Pointer);

    [Fact]
    public void One_grading_in_one_scheme() => Assert.Equal(
        "/data/about/gradedAs",
        Assert.Single(Accept("""{"scheme":"3x5x2","source":"1","information":"A"}""", """{"source":"A","information":1}""").Errors).Pointer);

    [Fact]
    public void Every_word_the_table_makes_is_a_word_of_ours()
    {
        foreach (var (_, part, _, to) in SourceGradings.Table)
            Assert.True(part switch
            {
                "source" => Vocabulary.SourceReliabilities.Contains(to),
                "information" => to is "1" or "2" or "3" or "4",
                _ => to is "0" or "1" or "2" or "3",
            }, $"{part} {to}");
    }
}
