using System.Runtime.InteropServices;
using System.Text;

namespace Reintegration.Events.Events;

/// <summary>A closed object: known members only, each once, the required ones present.</summary>
sealed class ObjectNode : SchemaNode
{
    public static readonly string[] Keywords = ["additionalProperties", "required", "properties"];

    readonly Member[] _members;

    ObjectNode(Member[] members) => _members = members;

    sealed record Member(string Name, byte[] Utf8, SchemaNode Node, bool IsRequired);

    public static new ObjectNode Of(JsonElement schema)
    {
        if (schema.GetProperty("additionalProperties").ValueKind != JsonValueKind.False)
            throw new InvalidOperationException("An object with named members must be closed.");
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet()
            : [];
        Member[] members =
        [
            .. schema.GetProperty("properties").EnumerateObject().Select(property => new Member(
                property.Name, Encoding.UTF8.GetBytes(property.Name), SchemaNode.Of(property.Value),
                required.Contains(property.Name))),
        ];
        if (members.Length > 64)
            throw new InvalidOperationException("An object of more than 64 members cannot be held to.");
        return new ObjectNode(members);
    }

    public override void Check(JsonElement value, Trail trail)
    {
        if (!CheckPresent(value, trail, out var seen)) return;
        for (var i = 0; i < _members.Length; i++)
        {
            if (!_members[i].IsRequired || (seen & (1UL << i)) != 0) continue;
            trail.Enter(_members[i].Name);
            trail.Expect("This member is required.");
            trail.Leave();
        }
    }

    public void CheckPart(JsonElement value, Trail trail) => CheckPresent(value, trail, out _);

    bool CheckPresent(JsonElement value, Trail trail, out ulong seen)
    {
        seen = 0;
        if (value.ValueKind != JsonValueKind.Object)
        {
            trail.Expect("An object is expected.");
            return false;
        }

        var next = 0;
        foreach (var property in value.EnumerateObject())
        {
            if (trail.IsFull) return true;
            var at = Find(property, next);
            if (at < 0)
            {
                trail.Enter(NameOf(property));
                trail.Expect("This member is not known to the type.");
                trail.Leave();
                continue;
            }

            trail.Enter(_members[at].Name);
            if ((seen & (1UL << at)) != 0) trail.Expect("This member is expected once.");
            _members[at].Node.Check(property.Value, trail);
            trail.Leave();
            seen |= 1UL << at;
            next = at + 1;
        }

        return true;
    }

    static string NameOf(JsonProperty property)
    {
        // Half a surrogate pair can be written as an escape, but is no name.
        try { return property.Name; }
        catch (InvalidOperationException) { return "?"; }
    }

    // Senders mostly write members in our order, so the search starts where the last one ended.
    int Find(JsonProperty property, int next)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        var isEscaped = raw.Contains((byte)'\\');
        for (var i = 0; i < _members.Length; i++)
        {
            var at = (next + i) % _members.Length;
            if (isEscaped ? NameOf(property) == _members[at].Name : raw.SequenceEqual(_members[at].Utf8)) return at;
        }

        return -1;
    }
}

/// <summary>An object whose members another type's schema judges: a correction's new values.</summary>
sealed class OpenObjectNode(int leastMembers) : SchemaNode
{
    public static readonly string[] Keywords = ["minProperties"];

    public static new OpenObjectNode Of(JsonElement schema) => new(Count(schema, "minProperties") ?? 0);

    public override void Check(JsonElement value, Trail trail)
    {
        if (value.ValueKind != JsonValueKind.Object) trail.Expect("An object is expected.");
        else if (value.GetPropertyCount() < leastMembers) trail.Expect($"At least {leastMembers} member is expected.");
    }
}

/// <summary>A list of items of one shape.</summary>
sealed class ArrayNode(SchemaNode items, int fewest, int most, bool isSet) : SchemaNode
{
    public static readonly string[] Keywords = ["items", "minItems", "maxItems", "uniqueItems"];

    public static new ArrayNode Of(JsonElement schema) => new(
        SchemaNode.Of(schema.GetProperty("items")),
        Count(schema, "minItems") ?? 0,
        Count(schema, "maxItems") ?? throw new InvalidOperationException("A list must have an end: maxItems."),
        schema.TryGetProperty("uniqueItems", out var unique) && unique.GetBoolean());

    public override void Check(JsonElement value, Trail trail)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            trail.Expect("A list is expected.");
            return;
        }

        var length = value.GetArrayLength();
        if (length < fewest) trail.Expect($"At least {fewest} items are expected.");
        if (length > most)
        {
            trail.Expect($"At most {most} items are expected.");
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            trail.Enter(index++);
            items.Check(item, trail);
            trail.Leave();
        }

        if (isSet && HasRepeat(value, length)) trail.Expect("Each item is expected once.");
    }

    // Only lists of texts are sets (SchemaExport.List), so the items can be compared as texts.
    static bool HasRepeat(JsonElement list, int length)
    {
        if (length > 16)
            return list.EnumerateArray().Select(item => item.ToString()).ToHashSet().Count < length;
        for (var i = 1; i < length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (JsonElement.DeepEquals(list[i], list[j])) return true;
            }
        }

        return false;
    }
}
