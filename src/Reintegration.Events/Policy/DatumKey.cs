using System.Runtime.CompilerServices;
using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>What an agency is to the rules: its attributes and its sector. One object for all of one kind.</summary>
internal sealed class AgencyKind(string name)
{
    public override string ToString() => name;
}

/// <summary>
/// Of one event all that the rules of a bundle can read, for one requester: events with equal keys are decided alike.
/// </summary>
internal sealed class DatumKey(EventType type, Value?[] words, AgencyKind?[] kinds, ulong bits, int hash)
{
    /// <summary>Finds a key by a probe that lives on the stack, so that finding an answer makes no new object.</summary>
    internal static IEqualityComparer<DatumKey> Comparer { get; } = new Comparing();

    internal DatumProbe Probe => new(type, words, kinds, bits, hash);

    private sealed class Comparing : IEqualityComparer<DatumKey>, IAlternateEqualityComparer<DatumProbe, DatumKey>
    {
        public bool Equals(DatumKey? x, DatumKey? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && x.Probe.IsAlike(y.Probe));

        public int GetHashCode(DatumKey key) => key.Probe.Hash;

        public bool Equals(DatumProbe probe, DatumKey key) => probe.IsAlike(key.Probe);

        public int GetHashCode(DatumProbe probe) => probe.Hash;

        public DatumKey Create(DatumProbe probe) =>
            new(probe.Type, probe.Words.ToArray(), probe.Kinds.ToArray(), probe.Bits, probe.Hash);
    }
}

/// <summary>A <see cref="DatumKey"/> that is only being asked for.</summary>
/// <param name="words">What is read of attributes that name no agency; where agencies are told apart, of all.</param>
/// <param name="kinds">The kinds of the event's agencies; null for one that is absent, or was named before.</param>
/// <param name="bits">Which of the event's agencies are the same, and in which sets of agencies they are.</param>
internal readonly ref struct DatumProbe(
    EventType type, ReadOnlySpan<Value?> words, ReadOnlySpan<AgencyKind?> kinds, ulong bits, int hash)
{
    public EventType Type { get; } = type;
    public ReadOnlySpan<Value?> Words { get; } = words;
    public ReadOnlySpan<AgencyKind?> Kinds { get; } = kinds;
    public ulong Bits { get; } = bits;
    public int Hash { get; } = hash;

    public bool IsAlike(DatumProbe other)
    {
        if (Hash != other.Hash || Bits != other.Bits || !ReferenceEquals(Type, other.Type)) return false;
        if (Words.Length != other.Words.Length || Kinds.Length != other.Kinds.Length) return false;
        for (var i = 0; i < Kinds.Length; i++)
            if (!ReferenceEquals(Kinds[i], other.Kinds[i])) return false;
        for (var i = 0; i < Words.Length; i++)
            if (!Equals(Words[i], other.Words[i])) return false;
        return true;
    }
}

/// <summary>Room on the stack for the words or the kinds of one key.</summary>
[InlineArray(DatumAttribute.Limit)]
internal struct KeyRoom<T>
{
    private T first;
}
