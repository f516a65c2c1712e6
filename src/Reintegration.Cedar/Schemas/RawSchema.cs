namespace Reintegration.Cedar;

/// <summary>What a written type name may refer to.</summary>
[Flags]
internal enum NameKinds
{
    Common = 1,
    Entity = 2,
    Either = Common | Entity,
}

/// <summary>A type as written, its names not yet resolved.</summary>
internal abstract record RawType
{
    public sealed record Named(string Name, NameKinds Kinds) : RawType;

    public sealed record Known(CedarType Type) : RawType;

    public sealed record Set(RawType Element) : RawType;

    public sealed record Record(List<RawAttribute> Attributes) : RawType;
}

internal sealed record RawAttribute(string Name, RawType Type, bool IsRequired);

internal sealed record RawEntityType(
    string Name, List<string> Parents, RawType Shape, RawType? Tags, List<string>? Choices);

/// <param name="Type">The written type of the group; null when only an id was written.</param>
internal sealed record RawActionName(string? Type, string Id);

internal sealed record RawAction(
    string Id, List<RawActionName> Parents, List<string> Principals, List<string> Resources, RawType Context);

internal sealed record RawCommonType(string Name, RawType Type);

/// <summary>The declarations of one namespace; the empty name is the namespace of what stands outside any.</summary>
internal sealed record RawNamespace(string Name)
{
    public List<RawCommonType> CommonTypes { get; } = [];

    public List<RawEntityType> EntityTypes { get; } = [];

    public List<RawAction> Actions { get; } = [];

    public string Qualify(string name) => Name.Length == 0 ? name : $"{Name}::{name}";
}
