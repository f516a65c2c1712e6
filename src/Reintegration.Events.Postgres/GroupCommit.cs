using System.Threading.Channels;

namespace Reintegration.Events.Postgres;

/// <summary>
/// Many callers, one committer: whatever has gathered while the last batch committed becomes the next one.
/// </summary>
/// <remarks>
/// No timer decides a batch. A lone caller waits for nothing but its own commit; under load the batch grows by itself
/// until a cap. An exception from a commit goes to every caller of that batch, and the next batch starts afresh.
/// </remarks>
sealed class GroupCommit<TItem, TAnswer> : IAsyncDisposable where TItem : class
{
    /// <summary>Callers that may wait; beyond it, submitting waits, which slows the senders down.</summary>
    const int WaitingLimit = 16_384;

    /// <summary>
    /// Commands that are always taken together: below this the flush to disk costs more than the waiting.
    /// </summary>
    const int SmallCrowd = 64;

    readonly Channel<Waiting> _channel = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(WaitingLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    readonly Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> _commit;
    readonly Func<TItem, (int Events, int Bytes)> _measure;
    readonly int _eventLimit;
    readonly int _byteLimit;
    readonly Task _loop;

    internal GroupCommit(
        Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> commit, Func<TItem, (int Events, int Bytes)> measure,
        int eventLimit, int byteLimit)
    {
        (_commit, _measure, _eventLimit, _byteLimit) = (commit, measure, eventLimit, byteLimit);
        _loop = Task.Run(Loop);
    }

    /// <summary>The answer, once the item is durable. Cancelling stops the waiting, not the writing.</summary>
    internal async Task<TAnswer> Submit(TItem item, CancellationToken ct)
    {
        var waiting = new Waiting(item);
        await _channel.Writer.WriteAsync(waiting, ct);
        return await waiting.Answer.Task.WaitAsync(ct);
    }

    /// <summary>The answers of several items handed in together, in their order.</summary>
    internal async Task<IReadOnlyList<TAnswer>> Submit(IReadOnlyList<TItem> items, CancellationToken ct)
    {
        var waiting = new Waiting[items.Count];
        for (var i = 0; i < waiting.Length; i++)
            if (!_channel.Writer.TryWrite(waiting[i] = new Waiting(items[i]))) await _channel.Writer.WriteAsync(waiting[i], ct);
        var answers = new TAnswer[waiting.Length];
        // They commit in order: when the last is answered, all are, unless one failed.
        for (var i = waiting.Length - 1; i >= 0; i--) answers[i] = await waiting[i].Answer.Task.WaitAsync(ct);
        return answers;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _loop;
    }

    async Task Loop()
    {
        List<Waiting> batch = [];
        List<TItem> items = [];
        while (await _channel.Reader.WaitToReadAsync())
        {
            // The callers of the last batch are being resumed right now: let them put their next command in.
            await Task.Yield();
            Drain(batch, items);
            try
            {
                var answers = await _commit(items);
                for (var i = 0; i < batch.Count; i++) batch[i].Answer.SetResult(answers[i]);
            }
            catch (Exception e)
            {
                foreach (var waiting in batch) waiting.Answer.TrySetException(e);
            }
        }
    }

    void Drain(List<Waiting> batch, List<TItem> items)
    {
        batch.Clear();
        items.Clear();
        var (events, bytes) = (0, 0);
        // Taking half of a crowd lets its callers make their next commands while the other half commits.
        var take = Math.Max(SmallCrowd, _channel.Reader.Count / 2);
        while (batch.Count < take && _channel.Reader.TryPeek(out var next))
        {
            var size = _measure(next.Item);
            (events, bytes) = (events + size.Events, bytes + size.Bytes);
            if (batch.Count > 0 && (events > _eventLimit || bytes > _byteLimit)) return;
            if (!_channel.Reader.TryRead(out _)) return;
            batch.Add(next);
            items.Add(next.Item);
        }
    }

    sealed record Waiting(TItem Item)
    {
        internal TaskCompletionSource<TAnswer> Answer { get; } = new(
            TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
