using Reintegration.Events.Ledger;

namespace Support.Ledger;

/// <summary>What holds of commands that are handed in together: nothing that does not hold of them one by one.</summary>
public abstract partial class LedgerLaws
{
    [Fact]
    public async Task Commands_handed_in_together_are_judged_each_alone_and_in_their_order()
    {
        var (stream, name) = (Some.Stream(), Guid.NewGuid());
        var start = (await Ledger.Head(default)).Size;

        var outcomes = await Ledger.Append(
        [
            Some.Command(Some.Event(stream, name, expected: 0)),
            Some.Command(Some.Event(stream, expected: 0)),
            Some.Command(Some.Event(stream, name, content: "something else")),
            Some.Command(Some.Event(stream, name)),
            Some.Command(Some.Event(stream, expected: 1)),
        ], default);

        Assert.Equal(
            [
                AppendVerdict.Appended, AppendVerdict.WrongVersion, AppendVerdict.NameTaken, AppendVerdict.AlreadyRecorded,
                AppendVerdict.Appended,
            ], outcomes.Select(outcome => outcome.Verdict));
        Assert.Equal(1, outcomes[1].FoundVersion);
        AssertSame(outcomes[0].Receipts.Single() with { First = false }, outcomes[3].Receipts.Single());
        Assert.Equal([start, start + 1], new[] { outcomes[0], outcomes[4] }.Select(each => each.Receipts.Single().Position));
        Assert.Equal(start + 2, (await Ledger.Head(default)).Size);
    }

    [Fact]
    public async Task More_commands_than_one_commit_takes_keep_their_order()
    {
        const int count = 1500; // A commit takes half of those who wait, and never more than 1,024 events.
        var stream = Some.Stream();
        var start = (await Ledger.Head(default)).Size;

        var outcomes = await Ledger.Append(
            [.. Enumerable.Range(0, count).Select(_ => Some.Command(Some.Event(stream)))], default);

        Assert.All(outcomes, outcome => Assert.Equal(AppendVerdict.Appended, outcome.Verdict));
        Assert.Equal(
            Enumerable.Range(0, count).Select(i => (start + i, i + 1L)),
            outcomes.Select(outcome => (outcome.Receipts.Single().Position, outcome.Receipts.Single().Version)));
    }

    [Fact]
    public async Task Nothing_handed_in_is_nothing_done()
    {
        var before = await Ledger.Head(default);
        Assert.Empty(await Ledger.Append([], default));
        Assert.Equal(before.Size, (await Ledger.Head(default)).Size);
    }
}
