namespace Reintegration.Events.Ledger;

/// <summary>A complete subtree: the 2^Level leaves from Index x 2^Level on. Level 0 is a leaf.</summary>
public readonly record struct NodeId(int Level, long Index);

/// <summary>The hashes of complete subtrees of one tree, from wherever they are kept.</summary>
public interface INodes
{
    /// <summary>The hash of a complete subtree of the tree; 32 bytes.</summary>
    /// <exception cref="FormatException">What is kept is not a part of any tree, such as a truncated tile.</exception>
    ReadOnlyMemory<byte> Read(NodeId node);
}

/// <summary>Nodes computed from all leaf hashes held in memory.</summary>
/// <remarks>Each read costs the whole subtree: for small trees and for checking other sources.</remarks>
public sealed class LeafNodes(IReadOnlyList<byte[]> leafHashes) : INodes
{
    public ReadOnlyMemory<byte> Read(NodeId node)
    {
        long first = node.Index << node.Level;
        long count = 1L << node.Level;
        if (node.Index < 0 || first + count > leafHashes.Count)
            throw new ArgumentOutOfRangeException(nameof(node), node, "The subtree is not complete in this tree.");

        var subtree = new MerkleFrontier();
        for (long i = first; i < first + count; i++)
            subtree.Append(leafHashes[(int)i]);
        return subtree.Root();
    }
}
