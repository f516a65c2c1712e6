using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reintegration.Cedar;

/// <summary>
/// For one variable of the scope: which policies, as bits by their place in the set, may apply to an entity. Asking
/// costs one look-up for the entity and one for each group it is in, however many policies there are.
/// </summary>
internal sealed class ScopeIndex
{
    // INVARIANT: every row is as long as the bits it is joined with, so the vector loops stay inside both.
    private readonly ulong[] any;
    private readonly Dictionary<EntityUid, ulong[]> equal = [];
    private readonly Dictionary<EntityUid, ulong[]> within = [];
    private readonly Dictionary<string, ulong[]> ofType = [];

    public ScopeIndex(IReadOnlyList<Policy> policies, Func<Policy, Scope> scopeOf)
    {
        var words = (policies.Count + 63) / 64;
        any = new ulong[words];
        for (var i = 0; i < policies.Count; i++)
        {
            var scope = scopeOf(policies[i]);
            switch (scope.Kind)
            {
                case ScopeKind.Any:
                    Mark(any, i);
                    break;
                case ScopeKind.Is:
                    Mark(Row(ofType, scope.EntityType!, words), i);
                    break;
                case ScopeKind.Equal:
                    Mark(Row(equal, scope.Entities[0], words), i);
                    break;
                default:
                    foreach (var uid in scope.Entities)
                        Mark(Row(within, uid, words), i);
                    break;
            }
        }
    }

    /// <summary>Leaves in the bits only the policies that may apply to the entity.</summary>
    public void Narrow(Span<ulong> bits, Span<ulong> scratch, EntityUid uid, Entities.Node? found)
    {
        any.CopyTo(scratch);
        if (equal.Count > 0 && equal.TryGetValue(uid, out var row))
            Or(scratch, row);
        if (ofType.Count > 0 && ofType.TryGetValue(uid.Type, out row))
            Or(scratch, row);
        if (within.Count > 0)
        {
            if (within.TryGetValue(uid, out row))
                Or(scratch, row);
            foreach (var ancestor in found?.Ancestors ?? [])
            {
                if (within.TryGetValue(ancestor, out row))
                    Or(scratch, row);
            }
        }

        And(bits, scratch);
    }

    private static ulong[] Row<T>(Dictionary<T, ulong[]> rows, T key, int words)
        where T : notnull
    {
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, key, out _);
        return row ??= new ulong[words];
    }

    private static void Mark(ulong[] row, int at) => row[at / 64] |= 1UL << (at % 64);

    private static void Or(Span<ulong> into, ReadOnlySpan<ulong> row)
    {
        ref var target = ref MemoryMarshal.GetReference(into);
        ref var source = ref MemoryMarshal.GetReference(row);
        nuint i = 0;
        for (; i + 4 <= (nuint)into.Length; i += 4)
            (Vector256.LoadUnsafe(ref target, i) | Vector256.LoadUnsafe(ref source, i)).StoreUnsafe(ref target, i);
        for (; i < (nuint)into.Length; i++)
            into[(int)i] |= row[(int)i];
    }

    private static void And(Span<ulong> into, ReadOnlySpan<ulong> row)
    {
        ref var target = ref MemoryMarshal.GetReference(into);
        ref var source = ref MemoryMarshal.GetReference(row);
        nuint i = 0;
        for (; i + 4 <= (nuint)into.Length; i += 4)
            (Vector256.LoadUnsafe(ref target, i) & Vector256.LoadUnsafe(ref source, i)).StoreUnsafe(ref target, i);
        for (; i < (nuint)into.Length; i++)
            into[(int)i] &= row[(int)i];
    }
}
