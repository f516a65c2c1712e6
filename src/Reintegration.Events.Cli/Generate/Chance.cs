using System.Collections.Immutable;

namespace Reintegration.Events.Cli.Generate;

/// <summary>
/// Chance that falls the same way on every machine and in every version: SplitMix64 (Steele, Lea, Flood 2014).
/// </summary>
sealed class Chance(ulong seed)
{
    ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    internal ulong Bits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number from the first to the second, both included.</summary>
    internal int Between(int least, int most) => least + (int)(Bits() % (ulong)(most - least + 1));

    /// <summary>Comes true so many times in a hundred.</summary>
    internal bool Percent(int times) => Between(1, 100) <= times;

    internal T Of<T>(params ReadOnlySpan<T> choices) => choices[Between(0, choices.Length - 1)];

    /// <summary>Any word of a closed list.</summary>
    internal T Any<T>() where T : struct, Enum => Of<T>(Enum.GetValues<T>());

    /// <summary>Some of the choices, each at most once, in their order; at least one.</summary>
    internal ImmutableArray<T> Some<T>(params ReadOnlySpan<T> choices)
    {
        var chosen = ImmutableArray.CreateBuilder<T>();
        foreach (var choice in choices)
            if (Percent(50)) chosen.Add(choice);
        return chosen.Count > 0 ? chosen.ToImmutable() : [Of(choices)];
    }

    /// <summary>Some words of a closed list.</summary>
    internal ImmutableArray<T> SomeOf<T>() where T : struct, Enum => Some<T>(Enum.GetValues<T>());
}
