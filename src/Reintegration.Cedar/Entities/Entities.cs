using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Reintegration.Cedar;

/// <summary>An immutable store of entities that knows who is in what, through any number of steps.</summary>
public sealed class Entities : IReadOnlyCollection<Entity>
{
    /// <summary>
    /// More overlaid entities than this are merged into a new store: looking through them one by one is slow.
    /// </summary>
    private const int OverlayLimit = 8;

    private readonly Dictionary<EntityUid, Node> nodes;
    private readonly HashSet<EntityUid> namedAsParent;
    private readonly Node[] overlay;

    private Entities(Dictionary<EntityUid, Node> nodes, HashSet<EntityUid> namedAsParent, Node[] overlay)
    {
        this.nodes = nodes;
        this.namedAsParent = namedAsParent;
        this.overlay = overlay;
    }

    public static Entities Empty { get; } = Of();

    public int Count => nodes.Count + overlay.Length;

    /// <summary>Makes a store.</summary>
    /// <exception cref="ArgumentException">
    /// The same entity is given twice with different contents, or an entity is, through its parents, in itself.
    /// </exception>
    public static Entities Of(params IEnumerable<Entity> entities)
    {
        var nodes = new Dictionary<EntityUid, Node>();
        var parents = new HashSet<EntityUid>();
        foreach (var entity in entities)
        {
            if (!nodes.TryAdd(entity.Uid, new Node(entity)) && !nodes[entity.Uid].Entity.Equals(entity))
                throw new ArgumentException($"The entity {entity.Uid} is given twice.", nameof(entities));
            parents.UnionWith(entity.Parents);
        }

        var store = new Entities(nodes, parents, []);
        foreach (var node in nodes.Values)
            node.Ancestors = store.Climb(node.Entity);
        return store;
    }

    /// <summary>
    /// This store with more entities; one already here is replaced. Cheap for a few that are no one's parents.
    /// </summary>
    /// <exception cref="ArgumentException">An entity would, through its parents, be in itself.</exception>
    public Entities With(params ReadOnlySpan<Entity> entities)
    {
        var merge = overlay.Length + entities.Length > OverlayLimit;
        foreach (var entity in entities)
            merge |= Find(entity.Uid) is not null || namedAsParent.Contains(entity.Uid)
                || IsParentIn(overlay, entity.Uid);
        if (merge)
            return Merged(entities);
        var added = new Node[overlay.Length + entities.Length];
        overlay.CopyTo(added, 0);
        for (var i = 0; i < entities.Length; i++)
            added[overlay.Length + i] = new Node(entities[i]);
        var store = new Entities(nodes, namedAsParent, added);
        foreach (var node in added.AsSpan(overlay.Length))
        {
            if (store.Find(node.Entity.Uid) != node)
                return Merged(entities);
            node.Ancestors = store.Climb(node.Entity);
        }

        return store;
    }

    public bool TryGet(EntityUid uid, [MaybeNullWhen(false)] out Entity entity)
    {
        entity = Find(uid)?.Entity;
        return entity is not null;
    }

    /// <summary>
    /// Whether an entity is another, or through its parents in it. An unknown entity is in itself alone.
    /// </summary>
    public bool IsIn(EntityUid child, EntityUid ancestor)
    {
        ArgumentNullException.ThrowIfNull(child);
        return child.Equals(ancestor) || (Find(child)?.IsBelow(ancestor) ?? false);
    }

    public IEnumerator<Entity> GetEnumerator() =>
        nodes.Values.Concat(overlay).Select(node => node.Entity).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Node? Find(EntityUid uid)
    {
        foreach (var node in overlay)
        {
            if (node.Entity.Uid.Equals(uid))
                return node;
        }

        return nodes.GetValueOrDefault(uid);
    }

    private static bool IsParentIn(Node[] nodes, EntityUid uid)
    {
        foreach (var node in nodes)
        {
            if (node.Entity.Parents.Contains(uid))
                return true;
        }

        return false;
    }

    private Entities Merged(ReadOnlySpan<Entity> entities)
    {
        var all = this.ToDictionary(entity => entity.Uid);
        foreach (var entity in entities)
            all[entity.Uid] = entity;
        return Of(all.Values);
    }

    private EntityUid[] Climb(Entity entity)
    {
        if (entity.Parents.IsEmpty)
            return [];
        var found = new HashSet<EntityUid>();
        var open = new Stack<EntityUid>(entity.Parents);
        while (open.TryPop(out var next))
        {
            if (!found.Add(next) || Find(next) is not { } node)
                continue;
            // A node that is done already spares us the way above it.
            foreach (var above in node.Ancestors ?? [.. node.Entity.Parents])
                open.Push(above);
        }

        return found.Contains(entity.Uid)
            ? throw new ArgumentException($"The entity {entity.Uid} is in itself through its parents.", nameof(entity))
            : [.. found];
    }

    /// <summary>An entity and all it is in.</summary>
    internal sealed class Node(Entity entity)
    {
        private const int LinearLimit = 8;
        private HashSet<EntityUid>? index;

        public Entity Entity { get; } = entity;

        public EntityUid[]? Ancestors
        {
            get;
            set
            {
                field = value;
                index = value is { Length: > LinearLimit } ? [.. value] : null;
            }
        }

        public bool IsBelow(EntityUid ancestor)
        {
            if (index is not null)
                return index.Contains(ancestor);
            foreach (var uid in Ancestors!)
            {
                if (uid.Equals(ancestor))
                    return true;
            }

            return false;
        }
    }
}
