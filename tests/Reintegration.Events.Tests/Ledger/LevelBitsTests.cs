using System.Collections.Immutable;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class LevelBitsTests
{
    static readonly string[] Words = ["exists", "coarse", "fine", "full"];

    [Fact]
    public void Bytes_are_read_back_and_differences_and_unions_are_those_of_sets()
    {
        var seed = Environment.TickCount;
        var (random, numbers) = (new Random(seed), new FieldNumbers());
        for (var round = 0; round < 500; round++)
        {
            var (left, right) = (Some(random), Some(random));
            var (one, other) = (Bits(left, numbers), Bits(right, numbers));
            Assert.True(Same(left, LevelBits.Parse(one.ToBytes()).Levels(numbers)), $"seed {seed} round {round}");
            var union = left.Concat(right).GroupBy(pair => pair.Key)
                .ToImmutableSortedDictionary(same => same.Key, same => Words[same.Max(pair => Array.IndexOf(Words, pair.Value))]);
            Assert.True(Same(union, one.With(other).Levels(numbers)), $"seed {seed} round {round}");
            var news = left.Where(pair => !right.TryGetValue(pair.Key, out var known) || Array.IndexOf(Words, known) < Array.IndexOf(Words, pair.Value))
                .ToImmutableSortedDictionary();
            Assert.True(Same(news, one.Without(other).Levels(numbers)), $"seed {seed} round {round}");
            Assert.Equal(news.IsEmpty, one.Without(other).IsEmpty);
        }
    }

    [Fact]
    public void An_unknown_level_counts_as_everything()
    {
        var numbers = new FieldNumbers();
        var levels = ImmutableSortedDictionary<string, string>.Empty.Add("at", "month");
        Assert.Equal("full", Bits(levels, numbers).Levels(numbers)["at"]);
    }

    [Fact]
    public void Bytes_that_are_cut_off_are_refused()
    {
        Assert.Throws<LedgerBrokenException>(() => LevelBits.Parse([3]));
        var row = new ExposureRow([new ExposureRow.Step(4, DateTimeOffset.UnixEpoch, Way.Delivered, LevelBits.Parse([0, 15]))]);
        Assert.Equal(row.ToBytes(), ExposureRow.Parse(row.ToBytes()).ToBytes());
        for (var length = 1; length < row.ToBytes().Length; length++)
            Assert.Throws<LedgerBrokenException>(() => ExposureRow.Parse(row.ToBytes().AsSpan(0, length)));
    }

    static ImmutableSortedDictionary<string, string> Some(Random random) =>
        Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(random.Next(2) == 0 ? 20 : 1500)).Distinct()
            .ToImmutableSortedDictionary(field => $"field{field}", _ => Words[random.Next(4)]);

    static LevelBits Bits(ImmutableSortedDictionary<string, string> levels, FieldNumbers numbers) =>
        LevelBits.Of(new Released(default, levels), numbers);

    static bool Same(ImmutableSortedDictionary<string, string> expected, ImmutableSortedDictionary<string, string> actual) =>
        expected.SequenceEqual(actual);
}
