using System.Runtime.CompilerServices;
using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>Reads of an event what the rules of one bundle can read, as a key.</summary>
internal sealed class DatumReading
{
    private const int BitsOfPart = 4;

    /// <summary>The code of an agency that an event does not name.</summary>
    private const ulong Absent = (1UL << BitsOfPart) - 1;

    private readonly DatumAttribute[] all;
    private readonly DatumAttribute[] words;
    private readonly DatumAttribute[] parts;
    private readonly DatumAttribute[] sets;

    public DatumReading(RuleReads reads)
    {
        all = [.. DatumAttribute.All.Where(attribute => reads.Reads(attribute.Name))];
        words = [.. all.Where(attribute => attribute.Word is not null)];
        parts = [.. all.Where(attribute => attribute.Agency is not null)];
        sets = [.. all.Where(attribute => attribute.Agencies is not null)];
        // A part's code names an earlier part; a set has a bit for each part and for the requester's agency.
        var bits = (parts.Length * BitsOfPart) + (sets.Length * (parts.Length + 1));
        TellsAgenciesApart = reads.TellsAgenciesApart || (ulong)parts.Length >= Absent || bits > 64;
    }

    public bool TellsAgenciesApart { get; }

    /// <summary>The key where every agency stands for itself.</summary>
    public DatumProbe Apart(EventType type, DatumFacts datum, Span<Value?> values)
    {
        var hash = RuntimeHelpers.GetHashCode(type);
        for (var i = 0; i < all.Length; i++) hash = Mixed(hash, values[i] = all[i].Read(datum));
        return new DatumProbe(type, values[..all.Length], [], 0, hash);
    }

    /// <summary>The key where an agency's kind and its part in the event stand for it.</summary>
    public DatumProbe Alike(
        EventType type, DatumFacts datum, AgencyId requester, AgencyKinds agencies, Span<Value?> values,
        Span<AgencyKind?> kinds)
    {
        var hash = RuntimeHelpers.GetHashCode(type);
        for (var i = 0; i < words.Length; i++) hash = Mixed(hash, values[i] = words[i].Word!(datum));
        Span<AgencyId> named = [requester, default, default, default, default, default, default, default];
        var bits = 0UL;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].Agency!(datum);
            named[i + 1] = part ?? default;
            var code = part is null ? Absent : (ulong)named[..(i + 2)].IndexOf(named[i + 1]);
            bits = (bits << BitsOfPart) | code;
            if (code == (ulong)i + 1) kinds[i] = agencies.Of(named[i + 1]).Kind;
            hash = (hash * 31) + (kinds[i]?.GetHashCode() ?? 0);
        }

        foreach (var set in sets)
        {
            var members = set.Agencies!(datum);
            for (var i = 0; i <= parts.Length; i++)
                bits = (bits << 1) | (members is not null && named[i] != default && members.Contains(named[i]) ? 1UL : 0UL);
        }

        return new DatumProbe(type, values[..words.Length], kinds[..parts.Length], bits, (hash * 31) + bits.GetHashCode());
    }

    private static int Mixed(int hash, Value? value) => (hash * 31) + (value?.GetHashCode() ?? 0);
}
