using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Reintegration.Events.Ledger;
using Support.Ledger;
using Xunit.Abstractions;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>What a look commits to, taken apart as contracts/ledger/leaf.md says.</summary>
public sealed class AccessSealerTests(ITestOutputHelper output)
{
    static readonly string[] Members =
    [
        "agency", "bodyDigest", "bundle", "case", "clearance", "client", "door", "epoch", "id", "justification",
        "legalBasis", "official", "outcome", "position", "purpose", "query", "released", "role",
    ];

    static readonly DateTimeOffset Now = new(2026, 11, 30, 23, 59, 59, TimeSpan.Zero);

    static void Still(Span<byte> bytes) => bytes.Fill(7);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_member_is_committed_to_under_a_salt_of_its_own(bool whole)
    {
        var record = whole
            ? Some.Access(3, Some.Case())
            : Some.Access(3) with { Purpose = null, LegalBasis = null, Client = null, Released = [] };
        var body = JsonDocument.Parse(AccessRecordJson.Write(record)).RootElement;
        var secret = new byte[Sealer.SecretLength];
        Still(secret);

        var @sealed = new AccessSealer(new string('b', 32), new MemoryKeyStore(Still), Still).Seal(record, Now);

        var expected = Members.Select(member => LeafVectors.Commitment(
            secret, $"/access/{member}", 4, body.TryGetProperty(member, out var value) ? value.GetRawText() : ""));
        Assert.Equal(Commitments.Root(expected), @sealed.FieldsRoot.ToArray());
        Assert.Equal("2026-11", @sealed.Month);
        Assert.All(body.EnumerateObject(), member => Assert.Contains(member.Name, Members));
    }

    [Fact]
    public void A_record_opens_under_its_own_leaf_ledger_and_month_alone()
    {
        var keys = new MemoryKeyStore(RandomNumberGenerator.Fill);
        var sealer = new AccessSealer(new string('b', 32), keys, RandomNumberGenerator.Fill);
        var record = Some.Access(3);
        var one = sealer.Seal(record, Now);
        var (cipher, wrapped, leaf) = (one.Ciphertext.ToArray(), one.WrappedKey.ToArray(), one.Leaf(new string('b', 32), Now));
        Assert.Equal(record.Id, sealer.Open("2026-11", cipher, wrapped, leaf)!.Id);

        var other = sealer.Seal(record, Now).Leaf(new string('b', 32), Now);
        Assert.Throws<LedgerBrokenException>(() => sealer.Open("2026-11", cipher, wrapped, other));
        sealer.Seal(record, Now.AddMonths(1));
        Assert.Throws<LedgerBrokenException>(() => sealer.Open("2026-12", cipher, wrapped, leaf));
        var stranger = new AccessSealer(new string('c', 32), keys, RandomNumberGenerator.Fill);
        Assert.Throws<LedgerBrokenException>(() => stranger.Open("2026-11", cipher, wrapped, leaf));
    }

    [Fact]
    public void Sealing_a_look_costs_what_is_printed()
    {
        var sealer = new AccessSealer(
            new string('b', 32), new MemoryKeyStore(RandomNumberGenerator.Fill), RandomNumberGenerator.Fill);
        var record = Some.Access(3, Some.Case());
        var (writing, sealing) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < 20; round++)
        {
            writing = Math.Min(writing, Microseconds(() => AccessRecordJson.Write(record)));
            sealing = Math.Min(sealing, Microseconds(() => sealer.Seal(record, Now)));
        }

        output.WriteLine($"canonical record {writing:0.0} microseconds, with sealing {sealing:0.0}");
        Assert.NotEqual(sealer.Seal(record, Now).FieldsRoot.ToArray(), sealer.Seal(record, Now).FieldsRoot.ToArray());
    }

    static double Microseconds(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 500; i++) work();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / 500;
    }
}
