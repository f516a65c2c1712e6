using Reintegration.Events.Policy.Tallies;
using Support.Ledger;

namespace Reintegration.Events.Tests.Policy.Tallies;

public sealed class MemorySnapshotsTests : SnapshotLaws
{
    protected override ISnapshots Snapshots { get; } = new MemorySnapshots();
}
