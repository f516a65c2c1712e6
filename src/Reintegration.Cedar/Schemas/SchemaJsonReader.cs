using System.Text.Json;

namespace Reintegration.Cedar;

/// <summary>Reads the JSON form of schemas.</summary>
internal static class SchemaJsonReader
{
    public static List<RawNamespace> Read(string json) => JsonReading.Read(json, root =>
        root.Members("schema").Select(member => ReadNamespace(member.Name, member.Value)).ToList());

    private static RawNamespace ReadNamespace(string name, JsonElement element)
    {
        if (name.Length > 0 && !Words.IsName(name))
            throw new CedarJsonException($"schema: {Escapes.Quote(name)} is not the name of a namespace.");
        element.RefuseOthers(name, "entityTypes", "actions", "commonTypes", "annotations");
        var space = new RawNamespace(name);
        if (element.Optional("commonTypes", name) is { } commonTypes)
        {
            foreach (var member in commonTypes.Members(name))
                space.CommonTypes.Add(new RawCommonType(Identifier(member.Name), ReadType(member.Value, member.Name)));
        }

        foreach (var member in element.Member("entityTypes", name).Members(name))
            space.EntityTypes.Add(ReadEntityType(Identifier(member.Name), member.Value));
        foreach (var member in element.Member("actions", name).Members(name))
            space.Actions.Add(ReadAction(member.Name, member.Value));
        return space;
    }

    private static string Identifier(string name) =>
        Words.IsIdentifier(name) ? name : throw new CedarJsonException($"{Escapes.Quote(name)} is not an identifier.");

    private static RawEntityType ReadEntityType(string name, JsonElement element)
    {
        if (element.Optional("enum", name) is { } choices)
        {
            element.RefuseOthers(name, "enum", "annotations");
            var ids = choices.Items(name).Select(choice => choice.Text(name)).ToList();
            return ids.Count > 0
                ? new RawEntityType(name, [], new RawType.Record([]), null, ids)
                : throw JsonReading.Expected("at least one id", choices, name);
        }

        element.RefuseOthers(name, "memberOfTypes", "shape", "tags", "annotations");
        var parents = element.Optional("memberOfTypes", name) is { } list ? ReadNames(list, name) : [];
        var shape = element.Optional("shape", name) is { } written ? ReadType(written, name) : new RawType.Record([]);
        var tags = element.Optional("tags", name) is { } tagType ? ReadType(tagType, name) : null;
        return new RawEntityType(name, parents, shape, tags, null);
    }

    private static List<string> ReadNames(JsonElement list, string where) =>
        [.. list.Items(where).Select(item => Path(item, where))];

    private static string Path(JsonElement element, string where)
    {
        var path = element.Text(where);
        return Array.TrueForAll(path.Split("::"), part => part == "__cedar" || Words.IsIdentifier(part))
            ? path
            : throw JsonReading.Expected("the name of a type", element, where);
    }

    private static RawAction ReadAction(string id, JsonElement element)
    {
        element.RefuseOthers(id, "appliesTo", "memberOf", "attributes", "annotations");
        if (element.Optional("attributes", id) is { ValueKind: not JsonValueKind.Null })
            throw new CedarJsonException($"{id}: actions have no attributes.");
        List<RawActionName> parents = [];
        if (element.Optional("memberOf", id) is { ValueKind: not JsonValueKind.Null } groups)
            parents = [.. groups.Items(id).Select(group => ReadActionName(group, id))];
        if (element.Optional("appliesTo", id) is not { ValueKind: not JsonValueKind.Null } applies)
            return new RawAction(id, parents, [], [], new RawType.Record([]));
        applies.RefuseOthers(id, "principalTypes", "resourceTypes", "context");
        return new RawAction(
            id,
            parents,
            ReadNames(applies.Member("principalTypes", id), id),
            ReadNames(applies.Member("resourceTypes", id), id),
            applies.Optional("context", id) is { } context ? ReadType(context, id) : new RawType.Record([]));
    }

    private static RawActionName ReadActionName(JsonElement group, string where)
    {
        group.RefuseOthers(where, "id", "type");
        var type = group.Optional("type", where) is { ValueKind: not JsonValueKind.Null } written
            ? Path(written, where)
            : null;
        return new RawActionName(type, group.Member("id", where).Text(where));
    }

    private static RawType ReadType(JsonElement element, string where)
    {
        var type = element.Member("type", where).Text(where);
        switch (type)
        {
            case "String":
                return Plain(CedarType.String);
            case "Long":
                return Plain(CedarType.Long);
            case "Boolean":
                return Plain(CedarType.Bool);
            case "Set":
                element.RefuseOthers(where, "type", "element", "annotations", "required");
                return new RawType.Set(ReadType(element.Member("element", where), where));
            case "Record":
                return ReadRecord(element, where);
            case "Entity":
                element.RefuseOthers(where, "type", "name", "annotations", "required");
                return new RawType.Named(Path(element.Member("name", where), where), NameKinds.Entity);
            case "EntityOrCommon":
                element.RefuseOthers(where, "type", "name", "annotations", "required");
                return new RawType.Named(Path(element.Member("name", where), where), NameKinds.Either);
            case "Extension":
                element.RefuseOthers(where, "type", "name", "annotations", "required");
                return new RawType.Named($"__cedar::{element.Member("name", where).Text(where)}", NameKinds.Common);
            default:
                element.RefuseOthers(where, "type", "annotations", "required");
                return new RawType.Named(Path(element.Member("type", where), where), NameKinds.Common);
        }

        RawType.Known Plain(CedarType known)
        {
            element.RefuseOthers(where, "type", "annotations", "required");
            return new RawType.Known(known);
        }
    }

    private static RawType.Record ReadRecord(JsonElement element, string where)
    {
        element.RefuseOthers(where, "type", "attributes", "additionalAttributes", "annotations", "required");
        if (element.Optional("additionalAttributes", where) is { } open && open.Flag(where))
            throw new CedarJsonException($"{where}: records open to further attributes are not supported.");
        var attributes = new List<RawAttribute>();
        foreach (var member in element.Member("attributes", where).Members(where))
        {
            var inner = $"{where}.{member.Name}";
            var isRequired = member.Value.Optional("required", inner)?.Flag(inner) ?? true;
            attributes.Add(new RawAttribute(member.Name, ReadType(member.Value, inner), isRequired));
        }

        return new RawType.Record(attributes);
    }
}
