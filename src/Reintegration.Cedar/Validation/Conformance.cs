namespace Reintegration.Cedar;

/// <summary>Whether entities, requests and values are as a schema says.</summary>
public static class Conformance
{
    /// <summary>Checks every entity of a store, and through parents of parents what it may be in.</summary>
    /// <exception cref="ArgumentException">An entity does not conform; the message says which and why.</exception>
    public static void Check(Schema schema, Entities entities)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(entities);
        foreach (var entity in entities)
        {
            if (Schema.IsActionType(entity.Uid.Type))
                CheckAction(schema, entity, entities);
            else
                CheckEntity(schema, entity, entities);
        }
    }

    /// <summary>Checks the types of principal and resource against the action, and the context.</summary>
    /// <exception cref="ArgumentException">The request does not conform; the message says why.</exception>
    public static void Check(Schema schema, Request request)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(request);
        if (!schema.Actions.TryGetValue(request.Action, out var action))
            throw new ArgumentException($"The action {request.Action} is not in the schema.", nameof(request));
        CheckChoice(schema, request.Principal);
        CheckChoice(schema, request.Resource);
        if (!action.Principals.Contains(request.Principal.Type))
            throw new ArgumentException(
                $"{action.Uid} does not apply to the principal {request.Principal}.", nameof(request));
        if (!action.Resources.Contains(request.Resource.Type))
            throw new ArgumentException(
                $"{action.Uid} does not apply to the resource {request.Resource}.", nameof(request));
        CheckValue(schema, request.Context, action.Context, "context");
    }

    /// <summary>
    /// An action may be written with its groups alone or with all it is in through them: it is in the same in the end.
    /// </summary>
    private static void CheckAction(Schema schema, Entity entity, Entities entities)
    {
        if (!schema.Actions.ContainsKey(entity.Uid))
            throw new ArgumentException($"The action {entity.Uid} is not in the schema.", nameof(entity));
        var declared = schema.Actions.Values.Where(action => action.Descendants.Contains(entity.Uid)).Select(action => action.Uid);
        if (entity.Attributes.Count > 0 || entity.Tags.Count > 0
            || !entities.Find(entity.Uid)!.Ancestors!.ToHashSet().SetEquals(declared))
            throw new ArgumentException($"The action {entity.Uid} is not as the schema declares it.", nameof(entity));
    }

    private static void CheckEntity(Schema schema, Entity entity, Entities entities)
    {
        var where = entity.Uid.ToString();
        if (!schema.EntityTypes.TryGetValue(entity.Uid.Type, out var type))
            throw new ArgumentException($"{where}: the entity type is not in the schema.", nameof(entity));
        CheckChoice(schema, entity.Uid);
        CheckValue(schema, entity.Attributes, type.Attributes, where);
        foreach (var ancestor in entities.Find(entity.Uid)!.Ancestors!)
        {
            CheckChoice(schema, ancestor);
            if (!schema.EntityTypes.TryGetValue(ancestor.Type, out var above) || !above.Descendants.Contains(type.Name))
                throw new ArgumentException($"{where} may not be in {ancestor}.", nameof(entity));
        }

        foreach (var (name, value) in entity.Tags)
        {
            if (type.Tags is null)
                throw new ArgumentException($"{where}: entities of this type have no tags.", nameof(entity));
            CheckValue(schema, value, type.Tags, $"{where} tag {name}");
        }
    }

    private static void CheckChoice(Schema schema, EntityUid uid)
    {
        if (schema.EntityTypes.TryGetValue(uid.Type, out var type) && type.IsEnumerated && !type.Choices.Contains(uid.Id))
            throw new ArgumentException($"{uid} is not one of the entities the schema lists.", nameof(uid));
    }

    private static void CheckValue(Schema schema, Value value, CedarType type, string where)
    {
        switch (value, type)
        {
            case (BoolValue, CedarType.BoolType):
            case (_, CedarType.PrimitiveType primitive) when primitive.Kind == value.Kind:
                return;
            case (EntityUid uid, CedarType.EntityType entity) when uid.Type == entity.Name:
                CheckChoice(schema, uid);
                return;
            case (SetValue set, CedarType.SetType setType):
                foreach (var item in set)
                    CheckValue(schema, item, setType.Element, where);
                return;
            case (RecordValue record, CedarType.RecordType recordType):
                CheckRecord(schema, record, recordType, where);
                return;
            default:
                throw new ArgumentException($"{where}: expected {type}, found {value}.", nameof(value));
        }
    }

    private static void CheckRecord(Schema schema, RecordValue record, CedarType.RecordType type, string where)
    {
        foreach (var (name, value) in record)
        {
            if (!type.Attributes.TryGetValue(name, out var attribute))
                throw new ArgumentException(
                    $"{where}: the attribute {Escapes.Quote(name)} is not in the schema.", nameof(record));
            CheckValue(schema, value, attribute.Type, $"{where}.{name}");
        }

        foreach (var (name, attribute) in type.Attributes)
        {
            if (attribute.IsRequired && !record.Has(name))
                throw new ArgumentException(
                    $"{where}: the attribute {Escapes.Quote(name)} is required.", nameof(record));
        }
    }
}
