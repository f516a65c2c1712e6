using System.Text;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Ledger;

/// <summary>What opens one commitment: a value at a level of a field, with its salt.</summary>
/// <param name="Path">JSON Pointer: <c>/facts/level</c>.</param>
/// <param name="Salt">32 bytes; says nothing of any other salt.</param>
/// <param name="Value">Canonical JSON; empty when the event does not have the field.</param>
public sealed record Opening(string Path, Level Level, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Value)
{
    /// <summary>The commitment that it opens.</summary>
    public byte[] Commitment() => Commitments.Of(Salt.Span, Encoding.UTF8.GetBytes(Path), Level, Value.Span);
}

/// <summary>One commitment of an event: opened, or as bare bytes that say nothing.</summary>
/// <param name="Commitment">32 bytes; of an opened one computed from the opening, never taken on trust.</param>
public sealed record ProvedField(ReadOnlyMemory<byte> Commitment, Opening? Opening = null)
{
    public ProvedField(Opening opening) : this(opening.Commitment(), opening)
    {
    }
}

/// <summary>Proof that values are those a leaf commits to: some commitments opened, the rest bare, all in order.</summary>
/// <remarks>
/// Form and check: contracts/ledger/leaf.md. Made by <c>Disclosure.Of</c> from the decision, and nowhere else.
/// </remarks>
/// <param name="Leaf">The exact bytes whose hash stands in the tree.</param>
/// <param name="NotProvable">What is shown but cannot be opened, by path, with the reason in one word.</param>
public sealed record FieldProof(
    ReadOnlyMemory<byte> Leaf, ImmutableArray<ProvedField> Fields,
    ImmutableSortedDictionary<string, string> NotProvable)
{
    /// <summary>Why there is no proof at all, in one word; null where there is one.</summary>
    public string? Withheld { get; private init; }

    /// <summary>No proof, and why: one of the words of <see cref="Reasons"/>.</summary>
    public static FieldProof Without(string reason) =>
        new(default, [], ImmutableSortedDictionary<string, string>.Empty) { Withheld = reason };

    /// <summary>The same with the openings of some paths left out, since what is shown of them is not the whole.</summary>
    /// <param name="closed">JSON Pointers of what must not be opened.</param>
    /// <param name="partial">Those of them of which a part is shown.</param>
    internal FieldProof Closing(IReadOnlySet<string> closed, IReadOnlySet<string> partial) =>
        Withheld is not null
            ? this
            : this with
            {
                Fields = [.. Fields.Select(field => field.Opening is { } opening && closed.Contains(opening.Path)
                    ? new ProvedField(field.Commitment)
                    : field)],
                NotProvable = NotProvable.RemoveRange(closed).AddRange(
                    partial.Select(path => KeyValuePair.Create(path, Reasons.Partial))),
            };

    /// <summary>The root over the commitments, to be compared with the leaf's.</summary>
    public byte[] FieldsRoot() => Commitments.Root(Fields.Select(field => field.Commitment.ToArray()));

    /// <summary>Why something shown has no opening.</summary>
    public static class Reasons
    {
        /// <summary>Only existence is known, and a leaf would tell when it was recorded.</summary>
        public const string Existence = "existence";

        /// <summary>The time is shown less exactly than the leaf tells it.</summary>
        public const string Time = "time";

        /// <summary>The leaf tells how many members are about others, and not all of them are shown.</summary>
        public const string Others = "others";

        /// <summary>A key or a row is gone, and with it what the commitments were made of.</summary>
        public const string Erased = "erased";

        /// <summary>What is kept does not open: it was changed.</summary>
        public const string Altered = "altered";

        /// <summary>Of one member: the name of a person differs by reader.</summary>
        public const string Pseudonym = "pseudonym";

        /// <summary>Of one member: it was committed to whole and is shown in part.</summary>
        public const string Partial = "partial";
    }
}
