using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Events;

/// <summary>What we promise others in contracts/: written from the catalogue, never by hand.</summary>
public class ContractTests
{
    static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> TypeNames => [.. Catalog.Default.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void The_schema_and_example_of_a_type_are_committed(string name)
    {
        var type = Catalog.Default.Find(name);

        Golden.Holds($"contracts/events/{name}.schema.json", JsonSerializer.Serialize(type.Schema, Pretty));
        Golden.Holds($"contracts/events/{name}.example.json", CloudEvent(type).ToJsonString(Pretty));
    }

    [Fact]
    public void The_schema_of_about_is_committed() =>
        Golden.Holds("contracts/events/about.schema.json", JsonSerializer.Serialize(AboutSchema.Schema, Pretty));

    [Fact]
    public void No_contract_stands_for_a_type_that_is_gone()
    {
        var names = Catalog.Default.All.Select(type => type.Name).ToArray();

        Golden.HoldsOnly(
            "contracts/events", ".schema.json", [.. names.Select(name => $"{name}.schema.json"), "about.schema.json"]);
        Golden.HoldsOnly("contracts/events", ".example.json", names.Select(name => $"{name}.example.json"));
    }

    [Fact]
    public void The_vocabulary_is_committed() =>
        Golden.Holds("contracts/vocabulary.json", VocabularyJson().ToJsonString(Pretty));

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void A_committed_example_is_accepted(string name)
    {
        var type = Catalog.Default.Find(name);
        var example =
            JsonElement.Parse(File.ReadAllText(Path.Combine(Golden.Root, $"contracts/events/{name}.example.json")));
        var data = example.GetProperty("data");
        var submission =
            Some.Submission(type, JsonNode.Parse(data.GetProperty("about").GetRawText()), data.GetProperty("facts"));
        var stream = Some.Stream(type);
        var target = type.FollowsTarget
            // What governs is not retracted.
            ? Some.Target(Catalog.Default.Find(type.Relation == RelationKind.Retracts
                ? "reintegration.custody.placement-changed.v1" : "reintegration.custody.sentence-recorded.v1"), submission, stream)
            : null;

        var errors = Acceptance.Accept(type, submission, stream, target).Errors;
        if (type.NotYetAccepted is null) Assert.Empty(errors);
        else Assert.Equal("/type", Assert.Single(errors).Pointer);
    }

    /// <summary>A whole structured-mode CloudEvent, as an agency's system would post it.</summary>
    static JsonObject CloudEvent(EventType type)
    {
        var submission = Some.Submission(type);
        var posted = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = submission.Name.Id.ToString("D"),
            ["source"] = submission.Name.Owner.Source,
            ["type"] = type.Name,
            ["time"] = "2026-10-20T09:00:00Z",
            ["datacontenttype"] = "application/json",
        };
        if (submission.Subject is { } subject) posted["subject"] = subject;
        posted["data"] = new JsonObject
        {
            ["about"] = Some.About(type),
            ["facts"] = JsonNode.Parse(type.Example.GetRawText()),
        };
        return posted;
    }

    static JsonObject VocabularyJson() => new()
    {
        ["areas"] = Words(Vocabulary.Areas),
        ["sectors"] = Words(EventJson.Words<Sector>()),
        ["categories"] = Words(EventJson.Words<Category>()),
        ["sensitivities"] = Words(EventJson.Words<Sensitivity>()),
        ["handlingCodes"] = Words(EventJson.Words<HandlingCode>()),
        ["onward"] = Words(EventJson.Words<Onward>()),
        ["actionLimits"] = Words(EventJson.Words<ActionLimit>()),
        ["statementKinds"] = Words(EventJson.Words<StatementKind>()),
        ["subjectCategories"] = Words(EventJson.Words<SubjectCategory>()),
        ["relations"] = Words(EventJson.Words<RelationKind>()),
        ["sourceReliabilities"] = Words(Vocabulary.SourceReliabilities),
        ["ownerLabels"] = Words(Vocabulary.OwnerLabels),
        ["purposes"] = Words(Vocabulary.Purposes),
        ["legalBases"] = Words(Vocabulary.LegalBases),
        ["roles"] = Words(Vocabulary.Roles),
        ["systemRole"] = Vocabulary.SystemRole,
        ["regimes"] = Words(Vocabulary.Regimes),
        ["retentionYears"] = new JsonObject(
            Enum.GetValues<RetentionClass>().Select(retention =>
                KeyValuePair.Create(
                    EventJson.Word(retention), (JsonNode?)JsonValue.Create(Vocabulary.RetentionYears[retention])))),
        ["limits"] = new JsonObject
        {
            ["shortTextLength"] = Limits.ShortTextLength,
            ["longTextLength"] = Limits.LongTextLength,
            ["referenceLength"] = Limits.ReferenceLength,
            ["listItems"] = Limits.ListItems,
            ["largestInteger"] = Limits.LargestInteger,
        },
    };

    static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);
}
