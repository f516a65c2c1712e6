using System.Text.Json.Nodes;

namespace Reintegration.Cedar.Tests.Differential;

/// <summary>A schema, policies, entities and requests that belong together, all from one seed.</summary>
internal sealed class RandomWorld
{
    private const int RequestCount = 16;

    public RandomWorld(int seed)
    {
        Seed = seed;
        var random = new Random(seed);
        var schema = new RandomSchema(random);
        var values = new RandomValues(random, schema);
        var policies = new RandomPolicies(random, schema, values);
        SchemaText = schema.ToString();
        PolicyText = string.Join('\n', Enumerable.Range(0, random.Next(2, 8)).Select(_ => policies.Policy()));
        Entities = [.. schema.EntityTypes.SelectMany(type => EntitiesOf(type, schema, values, random))];
        Requests = [.. Enumerable.Range(0, RequestCount).Select(_ => RandomRequest(schema, values, random))];
    }

    public int Seed { get; }

    public string SchemaText { get; }

    public string PolicyText { get; }

    public List<Entity> Entities { get; }

    public List<Request> Requests { get; }

    /// <summary>The world as the official engine is asked about it.</summary>
    public JsonObject Question() => CedarWasm.World(
        SchemaText, PolicyText, JsonNode.Parse(EntityJson.Write(Entities))!, Requests.Select(CedarWasm.Write));

    private static IEnumerable<Entity> EntitiesOf(string type, RandomSchema schema, RandomValues values, Random random)
    {
        for (var i = 0; i < (type == schema.Enumerated ? 0 : 4); i++)
        {
            // Parents have greater ids or later types, so no entity is in itself.
            var parents = schema.Parents[type]
                .Where(parent => schema.EntityTypes.IndexOf(parent) > schema.EntityTypes.IndexOf(type) && random.Next(2) == 0)
                .Select(values.Uid);
            if (schema.Parents[type].Contains(type) && random.Next(2) == 0)
                parents = parents.Append(new EntityUid(type, (i + 1).ToString()));
            var tags = schema.Tags[type] is { } tagType && random.Next(3) > 0
                ? Value.Record(("a", values.Of(tagType)), ("x y", values.Of(tagType)))
                : RecordValue.Empty;
            yield return new Entity(
                new EntityUid(type, i.ToString()), values.Record(schema.Shapes[type]), [.. parents], tags);
        }
    }

    private static Request RandomRequest(RandomSchema schema, RandomValues values, Random random)
    {
        var action = schema.Actions[random.Next(schema.Actions.Count)];
        var principals = schema.Principals[action];
        var resources = schema.Resources[action];
        return new Request(
            values.Uid(principals[random.Next(principals.Count)]),
            action,
            values.Uid(resources[random.Next(resources.Count)]),
            values.Record(schema.Contexts[action]));
    }
}
