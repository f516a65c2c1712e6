using Reintegration.Events.Views;
using Support.Ledger;

namespace Reintegration.Events.Tests.Views;

public sealed class MemoryFeedRowsTests : FeedLaws
{
    protected override Task<(IFeedRows Rows, IFeedRows Other, Func<Task> LetLeaseEnd)> Open()
    {
        var clock = new TestClock();
        var rows = new MemoryFeedRows(clock);
        return Task.FromResult<(IFeedRows, IFeedRows, Func<Task>)>((rows, rows.Other(), () =>
        {
            clock.Now += MemoryFeedRows.Duration + TimeSpan.FromTicks(1);
            return Task.CompletedTask;
        }));
    }
}
