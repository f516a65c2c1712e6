using System.Text.Json;
using Reintegration.Cedar;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Bundle = Reintegration.Events.Policy.Bundle;

namespace Reintegration.Events.Tests.Policy;

/// <summary>
/// The tests that ship with the bundle, in the format of Cedar's integration tests, and what they must cover.
/// </summary>
public sealed class BundleTests
{
    static readonly Schema Schema = Schema.Parse(BundleFiles.Default["schema.cedarschema"]);

    static readonly Entities Entities = EntityJson.Read(BundleFiles.Default["tests/entities/all.json"], Schema);

    static readonly Authorizer Authorizer = new(BundleFiles.Bundle.Policies);

    public static TheoryData<string, int, string> Requests()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var (file, index, test) in All()) data.Add(file, index, test.GetProperty("description").GetString()!);
        return data;
    }

    [Theory, MemberData(nameof(Requests))]
    public void The_bundles_own_test_holds(string file, int index, string description)
    {
        var test = All().Single(each => each.File == file && each.Index == index).Test;
        var request = Read(test);
        Conformance.Check(Schema, request);
        var response = Authorizer.Decide(request, Entities);
        Assert.True(test.GetProperty("decision").GetString() == (response.IsAllow ? "allow" : "deny"), description);
        Assert.Equal(
            test.GetProperty("reason").EnumerateArray().Select(id => id.GetString()),
            response.Determining.Order(StringComparer.Ordinal));
        Assert.Empty(response.Errors);
    }

    [Fact]
    public void Every_rule_decides_some_test_and_every_forbid_flips_one()
    {
        var responses = All().Select(
            each => (each.Test, Response: Authorizer.Decide(Read(each.Test), Entities))).ToList();
        var determining = responses.SelectMany(pair => pair.Response.Determining).ToHashSet();
        Assert.DoesNotContain(BundleFiles.Bundle.Rules.Keys, id => !determining.Contains(id));

        foreach (var forbid in BundleFiles.Bundle.Rules.Values.Where(rule => rule.IsForbid))
        {
            var without = new Authorizer(
                new PolicySet(BundleFiles.Bundle.Policies.Policies.Where(p => p.Id != forbid.Id)));
            Assert.True(
                responses.Any(pair => pair.Response.Determining.Contains(forbid.Id) && !pair.Response.IsAllow
                    && without.Decide(Read(pair.Test), Entities).IsAllow),
                $"no test is flipped by the forbid '{forbid.Id}'");
        }
    }

    [Fact]
    public void The_classes_of_the_tests_are_those_of_the_bundle()
    {
        var classes = BundleFiles.Bundle.Classes;
        var tested = Entities.Where(entity => entity.Uid.Type == "Case::FieldClass").ToDictionary(
            entity =>
                entity.Uid.Id, entity =>
                    entity.Parents.Select(parent => parent.Id).Order(StringComparer.Ordinal).ToList());
        foreach (var (name, parents) in tested)
            Assert.Equal(
                classes.Groups.Where(g => g.Value.Contains(name)).Select(g => g.Key).Order(
                    StringComparer.Ordinal), parents);
        Assert.DoesNotContain(classes.Groups.Keys, group => !tested.ContainsKey(group));
    }

    [Fact]
    public void No_rule_fails_on_what_the_decider_tells_it()
    {
        var world = World.Standard();
        var seats = Enum.GetValues<Sector>().Select(sector => world.Seat(sector, "practitioner", "supervision"));
        foreach (var seat in seats)
            foreach (var recorded in world.Events.Where(each => each.Envelope.Case is not null))
                Assert.All(world.Decide(recorded, seat).Fields.Values, field => Assert.Empty(field.Errors));
    }

    public static TheoryData<string, string, string> Refusals() => new()
    {
        { "policies/zz.cedar", "permit (principal, action, resource)\nwhen { ", "policies/zz.cedar:2:" },
        { "policies/zz.cedar", "\npermit (principal, action, resource);", "policies/zz.cedar:2: a rule needs an @id" },
        { "policies/zz.cedar", "@id(\"ident-to-prison\")\npermit (principal, action, resource);", "policies/zz.cedar:1: the @id 'ident-to-prison' is already used at policies/10-ident.cedar:3." },
        { "policies/zz.cedar", "@id(\"x\") @obligations(\"o99\")\npermit (principal, action, resource);", "policies/zz.cedar:1: rule 'x' has the unknown obligation 'o99'." },
        { "policies/zz.cedar", "@id(\"x\") @obligations(\"o3:soon\")\npermit (principal, action, resource);", "policies/zz.cedar:1: rule 'x' has the unknown obligation 'o3:soon'." },
        { "policies/zz.cedar", "@id(\"x\") @legalBasis(\"custom\")\npermit (principal, action, resource);", "policies/zz.cedar:1: rule 'x' names the unknown legal basis 'custom'." },
        { "policies/zz.cedar", "@id(\"x\")\npermit (principal, action, resource in Case::FieldClass::\"risk.score\");", "policies/zz.cedar:1: rule 'x' names 'risk.score'" },
        { "policies/zz.cedar", "@id(\"x\")\npermit (principal, action == Case::Action::\"full\", resource)\nwhen { resource.score > 3 };", "policies/zz.cedar:3: rule 'x':" },
        { "policies/zz.cedar", "@id(\"x\") @tier(\"hard\")\nforbid (principal, action == Case::Action::\"full\", resource);", "policies/zz.cedar:1: hard rule 'x'" },
        { "policies/zz.cedar", "@id(\"x\") @obligations(\"o1\")\nforbid (principal, action, resource);", "policies/zz.cedar:1: rule 'x': a forbid" },
        { "classes.json", "{\n  \"risk\": [\n    \"risk.score\"\n  ]\n}", "classes.json:3: no event type has the field class 'risk.score'" },
        { "classes.json", "{ \"a\": [\"b\"],\n \"b\": [\"a\"] }", "classes.json:1: the group 'a' is in itself." },
        { "classes.json", "{ \"a\": [], \"a\": [] }", "classes.json:1:" },
        { "defaults.json", "{\n \"police\": { \"supervision\": \"because\" } }", "defaults.json:2: 'because' is not one of" },
        { "bundle.json", "{ \"id\": \"x\", \"surprise\": 1 }", "bundle.json:1: 'surprise' is not known here." },
        { "schema.cedarschema", "entity A;\nentity B in [C];", "schema.cedarschema:" },
        { "notes.txt", "", "notes.txt:1: a bundle has no such file." },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void A_bundle_with_a_fault_is_refused_naming_file_and_line(string path, string text, string message)
    {
        var refusal = Assert.Throws<BundleRefused>(() => Bundle.Load(BundleFiles.With(path, text)));
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_covers_every_file()
    {
        Assert.Equal(
            BundleFiles.Bundle.Hash, Bundle.Load(new Dictionary<string, string>(BundleFiles.Default.Reverse())).Hash);
        foreach (var path in BundleFiles.Default.Keys.Where(path => path.StartsWith("tests/", StringComparison.Ordinal)).Append("defaults.json"))
            Assert.NotEqual(
                BundleFiles.Bundle.Hash, Bundle.Load(BundleFiles.With(path, BundleFiles.Default[path] + " ")).Hash);
    }

    [Fact]
    public void Quality_travels_with_every_statement_that_is_shown()
    {
        // LED 7(2): a profile that shows facts shows whether they are fact or judgement, and how reliable.
        foreach (var (name, members) in BundleFiles.Bundle.Classes.Groups)
        {
            var facts = members.Where(
                m =>
                    m.Contains('.') && !m.Contains("envelope.")
                        && !m.EndsWith("$event", StringComparison.Ordinal)).ToList();
            if (facts.Count == 0 || name == "custody:b-dates") continue;
            var root = facts[0].Split('.')[0];
            Assert.True(members.Contains($"{root}.envelope.quality"), $"'{name}' shows {facts[0]} without its quality");
        }
    }

    static IEnumerable<(string File, int Index, JsonElement Test)> All() =>
        from file in BundleFiles.Default
        where file.Key.StartsWith("tests/", StringComparison.Ordinal)
            && !file.Key.StartsWith("tests/entities/", StringComparison.Ordinal)
        from pair in JsonElement.Parse(file.Value).GetProperty("requests").EnumerateArray().Select(
            (test, index) => (test, index))
        select (file.Key, pair.index, pair.test);

    static Request Read(JsonElement test) => RequestJson.Read(test.GetRawText(), Schema);
}
