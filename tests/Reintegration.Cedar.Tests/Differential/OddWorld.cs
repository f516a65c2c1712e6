using System.Text.Json.Nodes;

namespace Reintegration.Cedar.Tests.Differential;

/// <summary>
/// A random world with one or two things wrong in its entities or requests, read with the schema in hand.
/// </summary>
internal sealed class OddWorld
{
    private readonly Random random;
    private readonly RandomWorld world;
    private readonly JsonArray entities;

    public OddWorld(int seed)
    {
        random = new Random(seed);
        world = new RandomWorld(seed);
        entities = (JsonArray)JsonNode.Parse(EntityJson.Write(world.Entities))!;
        for (var i = random.Next(3); i > 0; i--)
            SpoilEntity();
        Requests = [.. world.Requests.Take(3).Select(request => Spoil(CedarWasm.Write(request)))];
    }

    public List<JsonObject> Requests { get; }

    /// <summary>Why our last answer was none.</summary>
    public string? Refusal { get; private set; }

    public JsonObject Question() => CedarWasm.World(
        world.SchemaText, world.PolicyText, entities.DeepClone(), Requests.Select(
            request => request.DeepClone()), withSchema: true);

    /// <summary>Our decision, or null when the entities or the request are refused.</summary>
    public string? Answer(JsonObject json)
    {
        try
        {
            var schema = Schema.Parse(world.SchemaText);
            var store = EntityJson.Read(entities.ToJsonString(), schema);
            var request = RequestJson.Read(json.ToJsonString(), schema);
            Conformance.Check(schema, request);
            var authorizer = new Authorizer(PolicySet.Parse(world.PolicyText), AuthorizerOptions.CedarCompat);
            return authorizer.Decide(request, store).IsAllow ? "allow" : "deny";
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            Refusal = e.Message;
            return null;
        }
    }

    public override string ToString() => $"seed {world.Seed}: {world.SchemaText}\n{entities.ToJsonString()}\n";

    private void SpoilEntity()
    {
        if (entities.Count == 0)
            return;
        var entity = entities[random.Next(entities.Count)]!.AsObject();
        switch (random.Next(9))
        {
            case 0:
                entity["parents"]!.AsArray().Add(Uid(random.Next(5).ToString()));
                break;
            case 1:
                entity["tags"] = new JsonObject { ["a"] = AnyValue() };
                break;
            case 2:
                entities.Add(entity.DeepClone());
                break;
            case 3:
                entity["uid"]!["id"] = "9";
                break;
            case 4:
                entities.Add(
                    new JsonObject { ["uid"] = Uid(random.Next(4).ToString()), ["attrs"] = new JsonObject(), ["parents"] = new JsonArray() });
                break;
            default:
                SpoilRecord(entity["attrs"]!.AsObject());
                break;
        }
    }

    private JsonObject Spoil(JsonObject request)
    {
        switch (random.Next(8))
        {
            case 0:
                request["principal"] = Uid(random.Next(5).ToString());
                break;
            case 1:
                request["resource"] = Uid(random.Next(5).ToString());
                break;
            case 2:
                request["action"]!["id"] = "act 1";
                break;
            case 3:
            case 4:
                SpoilRecord(request["context"]!.AsObject());
                break;
            default:
                break;
        }

        return request;
    }

    private void SpoilRecord(JsonObject record)
    {
        var names = record.Select(pair => pair.Key).ToList();
        if (names.Count == 0 || random.Next(6) == 0)
        {
            record[random.Next(2) == 0 ? "a" : "odd"] = AnyValue();
            return;
        }

        var name = names[random.Next(names.Count)];
        switch (random.Next(5))
        {
            case 0:
                record.Remove(name);
                break;
            case 1:
                record[name] = AnyValue();
                break;
            case 2 when record[name] is JsonObject inner:
                SpoilRecord(inner);
                break;
            case 3 when record[name] is JsonArray list:
                list.Add(AnyValue());
                break;
            default:
                record[name] = WithoutEscape(record[name]!.DeepClone());
                break;
        }
    }

    /// <summary>With a schema the escapes may be left out.</summary>
    private static JsonNode? WithoutEscape(JsonNode node) => node switch
    {
        JsonObject escaped when escaped["__entity"] is { } entity => entity.DeepClone(),
        JsonObject escaped when escaped["__extn"] is { } call && call["arg"] is { } argument => argument.DeepClone(),
        JsonArray list => new JsonArray([.. list.Select(item => WithoutEscape(item!))]),
        _ => node.DeepClone(),
    };

    private JsonNode? AnyValue() => random.Next(9) switch
    {
        0 => true,
        1 => 7,
        2 => "text",
        3 => "1.5",
        4 => new JsonArray(1, "a"),
        5 => new JsonObject { ["__entity"] = Uid("0") },
        6 => new JsonObject { ["__extn"] = new JsonObject { ["fn"] = "ip", ["arg"] = "10.0.0.1" } },
        7 => new JsonArray(),
        _ => new JsonObject(),
    };

    private JsonObject Uid(string id)
    {
        var types = world.Entities.Select(entity => entity.Uid.Type).Distinct().Append("Odd").ToList();
        return new JsonObject { ["type"] = types[random.Next(types.Count)], ["id"] = id };
    }
}
