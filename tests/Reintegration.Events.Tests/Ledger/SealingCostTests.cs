using System.Diagnostics;
using System.Security.Cryptography;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Support.Ledger;
using Xunit.Abstractions;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>Sealing runs for every event that comes in: what it costs is printed, and has a limit.</summary>
public sealed class SealingCostTests(ITestOutputHelper output)
{
    /// <summary>Each costs a few blocks of hashing; a type beyond this should be two types.</summary>
    const int LimitCommitments = 48;

    [Fact]
    public void Every_type_keeps_within_the_limit_of_commitments()
    {
        var types = Catalog.Default.All.OrderBy(Sealer.CommitmentsOf).ToList();
        var median = types[types.Count / 2];
        var sealer = new Sealer(
            new string('a', 32), Catalog.Default, new MemoryKeyStore(
                RandomNumberGenerator.Fill), RandomNumberGenerator.Fill);
        var stream = Some.Stream();
        var pending = new PendingEvent(
            Some.Envelope(new EventName(stream.Owner, Guid.NewGuid()), stream, median.Name),
            CanonicalJson.Canonicalize(median.Example), new byte[MerkleTree.HashLength], false);

        var fastest = double.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < 250; i++) sealer.Seal(pending);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(started).TotalMicroseconds / 250);
        }

        output.WriteLine(
            $"{median.Name}: {Sealer.CommitmentsOf(median)} commitments ({Sealer.CommitmentsOf(types[0])} to {Sealer.CommitmentsOf(types[^1])}), "
            + $"{pending.Facts.Length} bytes of facts, {fastest:0.0} microseconds an event");
        Assert.All(types, type => Assert.InRange(Sealer.CommitmentsOf(type), 16, LimitCommitments));
    }
}
