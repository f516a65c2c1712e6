using System.Reflection;
using System.Text.RegularExpressions;

namespace Reintegration.Events.Events;

/// <summary>What a C# type says of itself as an event type, and what is wrong with it.</summary>
static partial class Declaration
{
    /// <summary>Every reason why the type cannot be an event type; empty when it can.</summary>
    public static ImmutableArray<string> Faults(Type type)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        var declared = type.GetCustomAttribute<EventTypeAttribute>();
        if (declared is null) return [$"{type.Name} is an event without [EventType]."];
        if (!type.IsSealed || !typeof(IEvent).IsAssignableFrom(type) || !HasExample(type))
            faults.Add($"{type.Name} must be a sealed record that implements IEvent<{type.Name}>.");

        var name = NameForm.Match(declared.Name);
        if (!name.Success || name.Groups["event"].Value != Kebab(Unversioned(type, name)))
            faults.Add($"{type.Name} must be named reintegration.<area>.{Kebab(type.Name)}.v<n>, not {declared.Name}.");
        else if (!Vocabulary.Areas.Contains(name.Groups["area"].Value))
            faults.Add($"{type.Name}: '{name.Groups["area"].Value}' is not an area.");
        if (!WordForm.IsMatch(declared.Root)) faults.Add($"{type.Name}: root '{declared.Root}' must be lower kebab.");
        if (string.IsNullOrWhiteSpace(declared.Summary))
            faults.Add($"{type.Name} must say in one sentence what it means.");
        if (declared.Producers is []) faults.Add($"{type.Name} must say who may produce it.");
        if (declared.Row < 1) faults.Add($"{type.Name} must name its row of the event catalogue.");

        foreach (var member in Members(type))
        {
            var field = member.GetCustomAttribute<FieldAttribute>();
            if (field is null) faults.Add($"{type.Name}.{member.Name} has no [Field]: no rule could hide it.");
            else if (!WordForm.IsMatch(field.FieldClass))
                faults.Add($"{type.Name}.{member.Name}: class '{field.FieldClass}' must be lower kebab.");
            else if (field.FieldClass.StartsWith("envelope", StringComparison.Ordinal))
                faults.Add($"{type.Name}.{member.Name}: 'envelope' is taken.");
        }

        if (declared.FollowsTarget && !Has(type, "TargetEvent", typeof(EventName)))
            faults.Add($"{type.Name} follows a target and must have the event name TargetEvent.");
        if (declared.CategoryFrom is { } from && !Has(type, Pascal(from), typeof(ImmutableArray<Category>)))
            faults.Add($"{type.Name} takes its category from '{from}', which must be a list of categories.");
        return faults.ToImmutable();
    }

    /// <summary>The event type, from a declaration without faults.</summary>
    public static EventType Read(Type type)
    {
        var declared = type.GetCustomAttribute<EventTypeAttribute>()!;
        var name = NameForm.Match(declared.Name);
        var title = Title(Unversioned(type, name));
        var schema = SchemaExport.Of(type, $"urn:reintegration:events:{declared.Name}", title, declared.Summary);
        return new EventType(CompiledSchema.Of(schema), EventJson.Options.GetTypeInfo(type))
        {
            Name = declared.Name,
            Area = name.Groups["area"].Value,
            Version = Version(name),
            Earlier = Upcast(type)?.GetParameters()[0].ParameterType,
            Title = title,
            Summary = declared.Summary,
            Root = declared.Root,
            Row = declared.Row,
            Category = declared.Category,
            CategoryFrom = declared.CategoryFrom,
            Producers = [.. declared.Producers],
            Sensitivity = declared.Sensitivity,
            Handling = declared.Handling,
            StatementKind = declared.StatementKind,
            Retention = declared.Retention,
            Labels = [.. declared.Labels],
            Place = declared.Place,
            Governing = declared.Governing,
            FollowsTarget = declared.FollowsTarget,
            Relation = declared.Relation,
            OfOthers = declared.OfOthers,
            HumanOnly = declared.HumanOnly,
            NotYetAccepted = declared.NotYetAccepted,
            Fields = [.. Members(type).Select(member => Marking(declared.Root, member))],
            ClrType = type,
            Schema = schema,
            Example = JsonSerializer.SerializeToElement(ExampleOf(type), type, EventJson.Options),
        };
    }

    /// <summary>A member that may be absent: one whose type says it may be null.</summary>
    public static bool IsOptional(PropertyInfo member) =>
        Nullable.GetUnderlyingType(member.PropertyType) is not null
        || new NullabilityInfoContext().Create(member).ReadState == NullabilityState.Nullable;

    /// <summary>The step from the version before, where there is one: <c>static T Upcast(TV1 earlier)</c>.</summary>
    public static MethodInfo? Upcast(Type type) =>
        type.GetMethod("Upcast", BindingFlags.Public | BindingFlags.Static) is { } step
        && step.ReturnType == type && step.GetParameters() is [{ ParameterType: var earlier }] && typeof(IEvent).IsAssignableFrom(earlier)
            ? step
            : null;

    /// <summary>An earlier version keeps its shape under the type's name and <c>V1</c>, in the same file.</summary>
    static string Unversioned(Type type, Match name)
    {
        var suffix = $"V{Version(name)}";
        return type.Name.EndsWith(suffix, StringComparison.Ordinal) ? type.Name[..^suffix.Length] : type.Name;
    }

    static int Version(Match name) =>
        int.TryParse(name.Groups["version"].Value, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;

    static FieldMarking Marking(string root, PropertyInfo member)
    {
        var field = member.GetCustomAttribute<FieldAttribute>()!;
        return new FieldMarking(
            JsonNamingPolicy.CamelCase.ConvertName(member.Name), $"{root}.{field.FieldClass}", field.Ladder,
            member.IsDefined(typeof(LabelAttribute)), member.IsDefined(typeof(AboutAttribute)), IsOptional(member));
    }

    static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(member => member.MetadataToken);

    static bool Has(Type type, string member, Type of) => type.GetProperty(member)?.PropertyType == of;

    static bool HasExample(Type type) =>
        type.GetProperty("Example", BindingFlags.Public | BindingFlags.Static)?.PropertyType == type;

    static object ExampleOf(Type type) =>
        type.GetProperty("Example", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    static string Pascal(string member) => char.ToUpperInvariant(member[0]) + member[1..];

    static string Title(string name)
    {
        var words = Kebab(name).Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("^reintegration\\.(?<area>[a-z]+)\\.(?<event>[a-z]+(-[a-z]+)*)\\.v(?<version>[1-9][0-9]{0,2})\\z")]
    private static partial Regex NameForm { get; }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*\\z")]
    private static partial Regex WordForm { get; }
}
