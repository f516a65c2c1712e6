using System.Text.Json;

namespace Reintegration.Cedar;

/// <summary>Entities in Cedar's JSON form: a list of <c>{"uid", "attrs", "parents", "tags"}</c>.</summary>
public static class EntityJson
{
    /// <summary>
    /// Reads entities. With a schema, values may be written without escapes, every entity must conform to it, and the
    /// schema's actions are added.
    /// </summary>
    /// <exception cref="CedarJsonException">The text is malformed or an entity does not conform.</exception>
    public static Entities Read(string json, Schema? schema = null)
    {
        var entities = JsonReading.Read(json, root =>
            root.Items("entities").Select(element => ReadEntity(element, schema)).ToList());
        try
        {
            var store = Entities.Of(entities);
            if (schema is null)
                return store;
            Conformance.Check(schema, store);
            var others = entities.Where(entity => !Schema.IsActionType(entity.Uid.Type));
            return Entities.Of([.. others, .. schema.ActionEntities]);
        }
        catch (ArgumentException e)
        {
            throw new CedarJsonException(e.Message, e);
        }
    }

    public static string Write(IEnumerable<Entity> entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var entity in entities)
                WriteEntity(writer, entity);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static Entity ReadEntity(JsonElement element, Schema? schema)
    {
        var uid = ValueReader.ReadUid(element.Member("uid", "entity"), "uid");
        var where = uid.ToString();
        var type = TypeOf(uid, schema);
        var attributes = ValueReader.ReadRecord(element.Member("attrs", where), type?.Attributes, where);
        var parents = element.Member("parents", where).Items(where).Select(
            parent => ValueReader.ReadUid(parent, where)).ToList();
        if (Schema.IsActionType(uid.Type) && parents.Find(parent => !Schema.IsActionType(parent.Type)) is { } stranger)
            throw new CedarJsonException($"{where}: an action can only be in actions, not in {stranger}.");
        var tags = new List<KeyValuePair<string, Value>>();
        if (element.Optional("tags", where) is { } written)
        {
            foreach (var tag in written.Members(where))
                tags.Add(new(tag.Name, ValueReader.Read(tag.Value, type?.Tags, $"{where} tag {tag.Name}")));
        }

        return new Entity(uid, attributes, [.. parents], RecordValue.From(tags));
    }

    private static EntityTypeDeclaration? TypeOf(EntityUid uid, Schema? schema)
    {
        if (schema is null || Schema.IsActionType(uid.Type))
            return null;
        return schema.EntityTypes.TryGetValue(uid.Type, out var type)
            ? type
            : throw new CedarJsonException($"{uid}: the entity type `{uid.Type}` is not in the schema.");
    }

    private static void WriteEntity(Utf8JsonWriter writer, Entity entity)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("uid");
        ValueWriter.WriteUid(writer, entity.Uid);
        writer.WritePropertyName("attrs");
        ValueWriter.WriteRecord(writer, entity.Attributes);
        writer.WriteStartArray("parents");
        foreach (var parent in entity.Parents)
            ValueWriter.WriteUid(writer, parent);
        writer.WriteEndArray();
        if (entity.Tags.Count > 0)
        {
            writer.WritePropertyName("tags");
            ValueWriter.WriteRecord(writer, entity.Tags);
        }

        writer.WriteEndObject();
    }
}
