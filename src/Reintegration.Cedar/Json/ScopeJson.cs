using System.Text.Json;

namespace Reintegration.Cedar;

/// <summary>The scopes of a policy in its JSON form.</summary>
internal static class ScopeJson
{
    public static Scope Read(JsonElement element, Variable variable)
    {
        var where = ExprPrinter.Name(variable);
        var op = element.Member("op", where);
        switch (op.Text(where))
        {
            case "All":
                return Scope.Any;
            case "==":
                return ReadTarget(element, variable) with { Kind = ScopeKind.Equal };
            case "in":
                return ReadTarget(element, variable);
            case "is" when variable != Variable.Action:
                var type = element.Member("entity_type", where);
                if (!Words.IsName(type.Text(where)))
                    throw JsonReading.Expected("the name of an entity type", type, where);
                var name = string.Intern(type.GetString()!);
                return element.Optional("in", where) is { } group
                    ? ReadTarget(group, variable) with { Kind = ScopeKind.IsIn, EntityType = name }
                    : new Scope { Kind = ScopeKind.Is, EntityType = name };
            default:
                throw JsonReading.Expected("All, ==, in or is", op, where);
        }
    }

    public static void Write(Utf8JsonWriter writer, Scope scope, Variable variable)
    {
        writer.WriteStartObject(ExprPrinter.Name(variable));
        writer.WriteString("op", scope.Kind switch
        {
            ScopeKind.Any => "All",
            ScopeKind.Equal => "==",
            ScopeKind.In => "in",
            _ => "is",
        });
        if (scope.EntityType is not null)
            writer.WriteString("entity_type", scope.EntityType);
        if (scope.Kind == ScopeKind.IsIn)
            writer.WriteStartObject("in");
        if (scope.HasSlot)
            writer.WriteString("slot", $"?{ExprPrinter.Name(variable)}");
        else if (scope.IsList)
            WriteList(writer, scope);
        else if (!scope.Entities.IsEmpty)
            WriteEntity(writer, scope.Entities[0]);
        if (scope.Kind == ScopeKind.IsIn)
            writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteEntity(Utf8JsonWriter writer, EntityUid uid)
    {
        writer.WritePropertyName("entity");
        ValueWriter.WriteUid(writer, uid);
    }

    private static void WriteList(Utf8JsonWriter writer, Scope scope)
    {
        writer.WriteStartArray("entities");
        foreach (var uid in scope.Entities)
            ValueWriter.WriteUid(writer, uid);
        writer.WriteEndArray();
    }

    private static Scope ReadTarget(JsonElement element, Variable variable)
    {
        var where = ExprPrinter.Name(variable);
        if (element.Optional("slot", where) is { } slot)
        {
            return variable != Variable.Action && slot.Text(where) == $"?{where}"
                ? new Scope { Kind = ScopeKind.In, HasSlot = true }
                : throw JsonReading.Expected($"the slot ?{where}", slot, where);
        }

        var isList = element.Optional("entities", where) is not null && variable == Variable.Action;
        var entities = isList
            ? element.Member("entities", where).Items(where).Select(item => ValueReader.ReadUid(item, where))
            : [ValueReader.ReadUid(element.Member("entity", where), where)];
        var scope = new Scope { Kind = ScopeKind.In, Entities = [.. entities], IsList = isList };
        if (variable == Variable.Action && scope.Entities.Any(uid => !Schema.IsActionType(uid.Type)))
            throw JsonReading.Expected("actions", element, where);
        return scope;
    }
}
