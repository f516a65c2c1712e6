using System.Diagnostics.CodeAnalysis;

namespace Reintegration.Cedar;

/// <summary>How policies read from text get their ids.</summary>
public enum PolicyIds
{
    /// <summary><c>policy0</c>, <c>policy1</c>, ... by position in the text.</summary>
    ByPosition,

    /// <summary>The <c>@id</c> annotation; by position for a policy without one.</summary>
    ByAnnotation,
}

/// <summary>
/// An immutable set of policies with unique ids, in the order they were given; the order decides nothing.
/// </summary>
public sealed class PolicySet
{
    private readonly ImmutableDictionary<string, Policy> byId;

    /// <exception cref="ArgumentException">Two policies have the same id.</exception>
    public PolicySet(params IEnumerable<Policy> policies)
    {
        var ids = ImmutableDictionary.CreateBuilder<string, Policy>(StringComparer.Ordinal);
        var all = policies.ToList();
        foreach (var policy in all)
        {
            if (!ids.TryAdd(policy.Id, policy))
                throw new ArgumentException($"Two policies have the id {Escapes.Quote(policy.Id)}.", nameof(policies));
        }

        byId = ids.ToImmutable();
        Policies = [.. all.Where(policy => !policy.IsTemplate)];
        Templates = [.. all.Where(policy => policy.IsTemplate)];
    }

    public static PolicySet Empty { get; } = new();

    /// <summary>The policies that decide, linked ones included.</summary>
    public ImmutableArray<Policy> Policies { get; }

    public ImmutableArray<Policy> Templates { get; }

    /// <summary>Reads a text of policies.</summary>
    /// <exception cref="CedarSyntaxException">The text is not Cedar; the message says where and what was
    /// expected.</exception>
    public static PolicySet Parse(string text, PolicyIds ids = PolicyIds.ByPosition)
    {
        var policies = PolicyParser.ParsePolicies(text);
        if (ids == PolicyIds.ByPosition)
            return new PolicySet(policies);
        var seen = new HashSet<string>();
        var named = policies.ConvertAll(policy =>
            policy.Annotations.TryGetValue("id", out var id) ? policy with { Id = id } : policy);
        var twice = named.Find(policy => !seen.Add(policy.Id));
        return twice is null
            ? new PolicySet(named)
            : throw new CedarSyntaxException($"Two policies have the id {Escapes.Quote(twice.Id)}.", twice.Span);
    }

    /// <summary>Finds a policy or a template.</summary>
    public bool TryGet(string id, [MaybeNullWhen(false)] out Policy policy) => byId.TryGetValue(id, out policy);

    /// <summary>This set with the policies of another.</summary>
    /// <exception cref="ArgumentException">An id occurs in both.</exception>
    public PolicySet Union(PolicySet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new PolicySet([.. All, .. other.All]);
    }

    /// <summary>This set with a template's slots filled to make one more policy.</summary>
    /// <exception cref="ArgumentException">
    /// There is no such template, the new id is taken, or the entities are not exactly those the slots ask for.
    /// </exception>
    public PolicySet Link(string templateId, string newId, EntityUid? principal = null, EntityUid? resource = null)
    {
        if (!byId.TryGetValue(templateId, out var template) || !template.IsTemplate)
            throw new ArgumentException($"There is no template {Escapes.Quote(templateId)}.", nameof(templateId));
        if (template.Principal.HasSlot != (principal is not null))
            throw new ArgumentException("Give a principal exactly when the template has the slot.", nameof(principal));
        if (template.Resource.HasSlot != (resource is not null))
            throw new ArgumentException("Give a resource exactly when the template has the slot.", nameof(resource));
        var linked = template with
        {
            Id = newId,
            TemplateId = templateId,
            Principal = Fill(template.Principal, principal),
            Resource = Fill(template.Resource, resource),
            Text = null!,
        };
        return new PolicySet([.. All, linked]);
    }

    private IEnumerable<Policy> All => Templates.Concat(Policies);

    private static Scope Fill(Scope scope, EntityUid? entity) =>
        entity is null ? scope : scope with { HasSlot = false, Entities = [entity] };
}
