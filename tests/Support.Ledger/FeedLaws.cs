using Reintegration.Events.Events;
using Reintegration.Events.Views;

namespace Support.Ledger;

/// <summary>Laws of the rows of feeds, over both implementations: dense numbers, one writer, nothing unsaid.</summary>
public abstract class FeedLaws
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>New rows, with a second process over the same ones and a way to let the first one's lease run out.</summary>
    protected abstract Task<(IFeedRows Rows, IFeedRows Other, Func<Task> LetLeaseEnd)> Open();

    static FeedKey Feed(string agency = "probation") => new(AgencyId.Parse(agency), "supervision", "led-8");

    static FeedItem Item(
        long position, FeedKind kind = FeedKind.Shared, CaseId? @case = null, FeedKey? feed = null, long? about = null,
        string owner = "prison") => new(
            feed ?? Feed(), kind, @case, position, about ?? position,
            new EventName(AgencyId.Parse(owner), new Guid(0, 0, 0, BitConverter.GetBytes(position))),
            kind == FeedKind.Recalled ? null : Guid.NewGuid(), Start);

    static FeedStep Step(long position, params FeedItem[] items) => new(position, Start, items, [], null);

    static async Task<FeedLease> Write(IFeedRows rows, FeedStep step)
    {
        var lease = await rows.Hold(default);
        Assert.NotNull(lease);
        Assert.True(await rows.Write(lease, step, default));
        return lease;
    }

    [Fact]
    public async Task Numbers_are_dense_from_one_in_every_feed_and_keep_what_they_stand_for()
    {
        var (rows, _, _) = await Open();
        var (mine, others) = (Feed(), Feed("police"));
        var @case = Some.Case();
        FeedItem[] items = [Item(0, feed: others), Item(1, @case: @case), Item(3), Item(7, feed: others)];
        await Write(rows, Step(4, items[..3]));
        await Write(rows, Step(7, items[3]));

        var read = await rows.Items(mine, 0, 10, default);
        Assert.Equal([1L, 2L], read.Select(item => item.Number));
        Assert.Equal(items[1..3], read.Select(item => item.Item));
        Assert.Equal([1L, 2L], (await rows.Items(others, 0, 10, default)).Select(item => item.Number));
        Assert.Equal(2, Assert.Single(await rows.Items(mine, 1, 10, default)).Number);
        Assert.Equal(1, Assert.Single(await rows.Items(mine, 0, 1, default)).Number);
        Assert.Empty(await rows.Items(mine, 2, 10, default));
        Assert.Empty(await rows.Items(Feed("prison"), 0, 10, default));
    }

    [Fact]
    public async Task A_lease_is_one_writers_until_it_ends_and_who_takes_over_goes_on_where_the_walk_was()
    {
        var (rows, other, end) = await Open();
        var first = await Write(rows, Step(5, Item(5)));
        Assert.Null(await other.Hold(default));
        Assert.Equal((first.Epoch, 5L), ((await rows.Hold(default))!.Epoch, (await rows.Hold(default))!.Position));
        await end();
        var taken = await other.Hold(default);
        Assert.Equal((first.Epoch + 1, 5L, Start), (taken!.Epoch, taken.Position, taken.Instant));
        Assert.Null(await rows.Hold(default));
    }

    [Fact]
    public async Task A_writer_that_slept_through_the_end_of_its_lease_writes_nothing()
    {
        var (rows, other, end) = await Open();
        var asleep = (await rows.Hold(default))!;
        await end();
        await Write(other, Step(2, Item(2)));

        var late = asleep with { Position = 2 };
        var step = new FeedStep(3, Start.AddDays(1), [Item(3)], [(null, Start)], Start);
        Assert.False(await rows.Write(asleep, step, default));
        Assert.False(await rows.Write(late, step, default));
        Assert.Single(await other.Items(Feed(), 0, 10, default));
        Assert.Empty(await other.Due(10, default));
        Assert.Equal((2L, Start), ((await other.Hold(default))!.Position, (await other.Hold(default))!.Instant));
    }

    [Fact]
    public async Task A_step_is_written_once_however_often_it_is_sent()
    {
        var (rows, _, _) = await Open();
        var lease = await Write(rows, Step(4, Item(4)));
        Assert.False(await rows.Write(lease, Step(4, Item(4)), default));
        Assert.Single(await rows.Items(Feed(), 0, 10, default));
    }

    [Fact]
    public async Task Two_writers_that_race_write_every_step_once()
    {
        var (rows, other, end) = await Open();
        IFeedRows[] both = [rows, other];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var tries = 0; tries < 40; tries++)
            {
                if (tries % 10 == worker) await end();
                if (await both[worker % 2].Hold(default) is not { } lease) continue;
                await both[worker % 2].Write(lease, Step(lease.Position + 1, Item(lease.Position + 1)), default);
            }
        })));

        var items = await rows.Items(Feed(), 0, 1000, default);
        Assert.NotEmpty(items);
        Assert.Equal(Enumerable.Range(1, items.Count).Select(number => (long)number), items.Select(item => item.Number));
        Assert.Equal(Enumerable.Range(0, items.Count).Select(position => (long)position), items.Select(item => item.Item.Position));
    }

    [Fact]
    public async Task Cases_are_due_in_order_of_instant_and_case_and_all_at_once_when_everything_changed()
    {
        var (rows, _, _) = await Open();
        var cases = Enumerable.Range(0, 3).Select(_ => Some.Case()).OrderBy(each => each.ToString(), StringComparer.Ordinal).ToArray();
        await Write(rows, new FeedStep(1, Start, [], [(cases[0], Start.AddDays(3)), (cases[1], null), (cases[2], Start.AddDays(1)), (null, Start.AddDays(3))], null));
        Assert.Equal(
            [new(cases[2], Start.AddDays(1)), new(null, Start.AddDays(3)), new FeedDue(cases[0], Start.AddDays(3))],
            await rows.Due(10, default));
        Assert.Equal(new FeedDue(cases[2], Start.AddDays(1)), Assert.Single(await rows.Due(1, default)));
        Assert.Equal(Start.AddDays(3), (await rows.Standing(cases[0], default)).Due);
        await Write(rows, new FeedStep(2, Start, [], [(cases[2], null)], Start.AddDays(2)));
        Assert.Equal(
            [new(null, Start.AddDays(2)), new(cases[0], Start.AddDays(2)), new FeedDue(cases[1], Start.AddDays(2))],
            await rows.Due(10, default));
    }

    [Fact]
    public async Task The_standing_of_a_case_is_what_each_feed_was_told_last()
    {
        var (rows, _, _) = await Open();
        var @case = Some.Case();
        var last = Item(1, FeedKind.Amended, @case);
        await Write(rows, Step(2, Item(1, @case: @case), Item(2, @case: @case), Item(2, @case: Some.Case(), feed: Feed("police"))));
        await Write(rows, Step(3, last, Item(2, FeedKind.Recalled, @case)));
        var marks = (await rows.Standing(@case, default)).Marks.OrderBy(mark => mark.Position).ToList();
        Assert.Equal([(Feed(), 1L, new FeedMark(last.Event, last.Shown)), (Feed(), 2L, new FeedMark(Item(2).Event, null))], marks);
    }

    [Fact]
    public async Task An_item_names_what_its_recipient_holds_and_a_recall_waits_for_its_receipt()
    {
        var (rows, _, _) = await Open();
        await Write(rows, Step(9, Item(1), Item(2), Item(1, FeedKind.Recalled), Item(9, FeedKind.Amended, about: 2), Item(2, FeedKind.Recalled)));
        await rows.Hand(Feed(), [1, 2], [1, 2], Start, default);
        await rows.Hand(Feed(), [1, 2, 3], [], Start.AddHours(1), default);

        var items = await rows.Items(Feed(), 0, 10, default);
        Assert.Equal([null, null, 1L, 2L, 2L], items.Select(item => item.Held));
        var recalls = await rows.Recalls(null, null, -1, 10, default);
        Assert.Equal([1L, 2, 9], recalls.Select(recall => recall.Position));
        Assert.Equal([true, true, true], recalls.Select(recall => recall.Held));
        Assert.Equal([true, false, false], recalls.Select(recall => recall.Reached));
        Assert.All(recalls, recall => Assert.True(recall.IsOverdue(Start + Recall.Patience + TimeSpan.FromSeconds(1))));
        Assert.All(recalls, recall => Assert.False(recall.IsOverdue(Start + Recall.Patience)));

        await rows.Acknowledge(Feed(), [3, 77], Start.AddHours(2), default);
        await rows.Acknowledge(Feed(), [3], Start.AddHours(9), default);
        Assert.Equal(Start.AddHours(2), (await rows.Recalls(null, null, -1, 1, default)).Single().AcknowledgedAt);
        Assert.Empty(await rows.Recalls(null, Some.Case(), -1, 10, default));
        Assert.Empty(await rows.Recalls(AgencyId.Parse("police"), null, -1, 10, default));
        Assert.Equal([9L], (await rows.Recalls(AgencyId.Parse("prison"), null, 2, 10, default)).Select(recall => recall.Position));
    }

    [Fact]
    public async Task What_was_never_handed_over_with_content_is_held_by_nobody()
    {
        var (rows, _, _) = await Open();
        await Write(rows, Step(2, Item(1), Item(1, FeedKind.Recalled)));
        await rows.Hand(Feed(), [1, 2], [], Start, default);
        Assert.All(await rows.Items(Feed(), 0, 10, default), item => Assert.Null(item.Held));
        Assert.False(Assert.Single(await rows.Recalls(null, null, -1, 10, default)).IsOverdue(Start.AddYears(1)));
    }
}
