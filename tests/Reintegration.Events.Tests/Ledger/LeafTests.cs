using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class LeafTests
{
    static readonly string Ledger = new('c', 32);
    static readonly DateTimeOffset Instant = new DateTimeOffset(
        2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(1)).AddTicks(7_890_129);

    [Fact]
    public void A_leaf_is_its_own_canonical_form()
    {
        var leaf = Leaf.V1(SHA256.HashData("an event"u8), [new byte[32]], Ledger, Instant);

        Assert.Equal(CanonicalJson.Canonicalize(leaf), leaf);
        Assert.StartsWith("{\"ciphertextDigests\":[\"", Encoding.UTF8.GetString(leaf), StringComparison.Ordinal);
        Assert.EndsWith(
            $"\"ledger\":\"{Ledger}\",\"recordedAt\":\"2026-02-03T03:05:06.789012Z\",\"v\":1}}",
            Encoding.UTF8.GetString(leaf),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_leaf_tells_when_it_was_recorded()
    {
        var cut = Leaf.NotBefore(DateTimeOffset.UnixEpoch, Instant);
        Assert.Equal(cut, Leaf.RecordedAt(Leaf.V1(new byte[32], [], Ledger, cut)));
        Assert.Equal(0, cut.Ticks % TimeSpan.TicksPerMicrosecond);
        Assert.Throws<LedgerBrokenException>(() => Leaf.RecordedAt("{\"v\":0}"u8));
        Assert.Throws<LedgerBrokenException>(() => Leaf.RecordedAt("nonsense"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cccccccccccccccccccccccccccccccC")]
    [InlineData("ccccccccccccccccccccccccccccccc\"")]
    public void A_ledger_id_has_one_form(string id) =>
        Assert.Throws<ArgumentException>(() => Leaf.V1(new byte[32], [], id, Instant));
}
