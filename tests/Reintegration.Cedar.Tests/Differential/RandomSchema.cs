using System.Text;

namespace Reintegration.Cedar.Tests.Differential;

/// <summary>
/// A random schema: entity types with odd attributes, groups of actions, sometimes a namespace and an enum.
/// </summary>
internal sealed class RandomSchema
{
    private static readonly string[] Attributes = ["a", "b", "c", "name", "if", "x y", "größe", "principal", "*"];
    private readonly Random random;

    public RandomSchema(Random random)
    {
        this.random = random;
        Namespace = random.Next(3) == 0 ? "Deep::Space" : random.Next(2) == 0 ? "N" : "";
        var types = new[] { "User", "Group", "Doc", "Kind" };
        EntityTypes = [.. types.Take(random.Next(2, 5)).Select(Qualify)];
        Enumerated = EntityTypes.Count == 4 ? EntityTypes[3] : null;
        foreach (var type in EntityTypes)
        {
            Parents[type] = [.. EntityTypes.Where(_ => random.Next(3) == 0)];
            Shapes[type] = type == Enumerated ? CedarType.RecordType.Empty : Record(depth: 2);
            Tags[type] = type != Enumerated && random.Next(2) == 0 ? Type(depth: 1) : null;
        }

        if (Enumerated is not null)
            Parents[Enumerated] = [];
        Actions = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => new EntityUid(Qualify("Action"), $"act {i}"))];
        foreach (var action in Actions)
        {
            Principals[action] = Some(EntityTypes);
            Resources[action] = Some(EntityTypes);
            Contexts[action] = Record(depth: 2);
            Groups[action] = [.. Actions.TakeWhile(other => other != action).Where(_ => random.Next(2) == 0)];
        }
    }

    public string Namespace { get; }

    public List<string> EntityTypes { get; }

    public string? Enumerated { get; }

    public List<EntityUid> Actions { get; }

    public Dictionary<string, List<string>> Parents { get; } = [];

    public Dictionary<string, CedarType.RecordType> Shapes { get; } = [];

    public Dictionary<string, CedarType?> Tags { get; } = [];

    public Dictionary<EntityUid, List<string>> Principals { get; } = [];

    public Dictionary<EntityUid, List<string>> Resources { get; } = [];

    public Dictionary<EntityUid, CedarType.RecordType> Contexts { get; } = [];

    public Dictionary<EntityUid, List<EntityUid>> Groups { get; } = [];

    public string Qualify(string name) => Namespace.Length == 0 ? name : $"{Namespace}::{name}";

    public CedarType Type(int depth) => random.Next(depth > 0 ? 11 : 8) switch
    {
        0 => CedarType.Bool,
        1 => CedarType.Long,
        2 => CedarType.String,
        3 => CedarType.Of(ValueKind.Decimal),
        4 => CedarType.Of(ValueKind.Ip),
        5 => CedarType.Of(ValueKind.Datetime),
        6 => CedarType.Of(ValueKind.Duration),
        7 => new CedarType.EntityType(EntityTypes[random.Next(EntityTypes.Count)]),
        8 => Record(depth - 1),
        _ => new CedarType.SetType(Type(depth - 1)),
    };

    public override string ToString()
    {
        var text = new StringBuilder();
        if (Namespace.Length > 0)
            text.Append("namespace ").Append(Namespace).Append(" {\n");
        text.Append("type Odd = Set<Long>;\n");
        foreach (var type in EntityTypes)
            WriteType(text, type);
        foreach (var action in Actions)
            WriteAction(text, action);
        if (Namespace.Length > 0)
            text.Append("}\n");
        return text.ToString();
    }

    private void WriteType(StringBuilder text, string type)
    {
        var name = type[(type.LastIndexOf(':') + 1)..];
        if (type == Enumerated)
        {
            text.Append($"entity {name} enum [\"0\", \"1\", \"2\"];\n");
            return;
        }

        text.Append($"entity {name}");
        if (Parents[type].Count > 0)
            text.Append($" in [{string.Join(", ", Parents[type])}]");
        text.Append($" {Shapes[type]}");
        if (Tags[type] is { } tags)
            text.Append($" tags {tags}");
        text.Append(";\n");
    }

    private void WriteAction(StringBuilder text, EntityUid action)
    {
        text.Append($"action \"{action.Id}\"");
        if (Groups[action].Count > 0)
            text.Append($" in [{string.Join(", ", Groups[action].Select(group => $"\"{group.Id}\""))}]");
        text.Append($" appliesTo {{ principal: [{string.Join(", ", Principals[action])}], ");
        text.Append($"resource: [{string.Join(", ", Resources[action])}], context: {Contexts[action]} }};\n");
    }

    private CedarType.RecordType Record(int depth)
    {
        var names = Attributes.OrderBy(_ => random.Next()).Take(random.Next(0, 5)).ToList();
        return CedarType.RecordType.Of(names.Select(name => new KeyValuePair<string, AttributeType>(
            name, new AttributeType(Type(depth), random.Next(3) > 0))));
    }

    private List<string> Some(List<string> from)
    {
        var some = from.Where(_ => random.Next(2) == 0).ToList();
        return some.Count > 0 ? some : [from[random.Next(from.Count)]];
    }
}
