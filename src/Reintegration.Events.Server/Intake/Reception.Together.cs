using System.Security.Cryptography;

namespace Reintegration.Events.Server.Intake;

/// <summary>Submissions that stand together: judged each as coming after those before it, recorded all or none.</summary>
public sealed partial class Reception
{
    /// <summary>It was judged, and nothing speaks against it.</summary>
    static readonly Outcome Judged = new(null, null);

    /// <summary>Judges submissions as if each came after those before it, and records all of them or none.</summary>
    /// <param name="batch">Each with what it was taken as, or the problem that kept it from being one.</param>
    /// <param name="store">Absent, nothing is recorded; an outcome of neither receipt nor problem would have been.</param>
    public async Task<IReadOnlyList<Outcome>> Together(
        IReadOnlyList<(Sent? Sent, Problem? Malformed)> batch, Poster poster, bool store, CancellationToken ct)
    {
        Dictionary<StreamId, long> found = [];
        for (var decision = 0; decision < MaxDecisions; decision++)
        {
            var (outcomes, ready) = await Judge(batch, poster, found, ct);
            if (!store) return outcomes;
            if (outcomes.Any(outcome => outcome.Problem is not null))
                return [.. outcomes.Select(outcome => outcome == Judged ? Problems.NotRecorded : outcome)];
            if (ready.Count == 0) return outcomes;
            var appended = await ledger.Append(Whole(ready), ct);
            if (appended.Verdict == AppendVerdict.GuardMoved)
            {
                found[appended.Stream!.Value] = appended.FoundVersion;
                continue;
            }

            if (!appended.Accepted) return [.. outcomes.Select(outcome => outcome == Judged ? Told(appended)! : outcome)];
            var receipts = appended.Receipts.DistinctBy(receipt => receipt.Name).ToDictionary(receipt => receipt.Name);
            return [.. outcomes.Select((outcome, index) =>
                outcome == Judged ? receipts[batch[index].Sent!.Submission.Name] : outcome)];
        }

        return [.. batch.Select(_ => (Outcome)Problems.Unavailable)];
    }

    static Command Whole(List<Ready> ready) => new([.. ready.Select(each => each.Event)])
    {
        Guards = [.. ready.SelectMany(each => each.Guards).Distinct()],
        Fences = [.. ready.SelectMany(each => each.Fences).Distinct()],
    };

    async Task<(List<Outcome> Outcomes, List<Ready> Ready)> Judge(
        IReadOnlyList<(Sent? Sent, Problem? Malformed)> batch, Poster poster, Dictionary<StreamId, long> found,
        CancellationToken ct)
    {
        var known = await Known(batch.Select(each => each.Sent?.Submission).OfType<Submission>(), ct);
        var (sight, outcomes, ready) = (new Sight(files), new List<Outcome>(), new List<Ready>());
        foreach (var (sent, malformed) in batch) outcomes.Add(sent is null ? malformed! : await One(sent));
        return (outcomes, ready);

        async Task<Outcome> One(Sent sent)
        {
            if (await Settled(sent, poster.Agency, known, ct) is { } settled) return settled;
            if (ready.Find(each => each.Event.Envelope.Name == sent.Submission.Name) is { } twice)
                return CryptographicOperations.FixedTimeEquals(twice.Event.RequestDigest.Span, sent.Digest) ? Judged : Problems.NameTaken;
            // An erasure is an act of its own, with what it destroys.
            if (sent.Submission.Type == Erasures.Approved)
                return Problems.IllegalTransition.At("/type", "An erasure is approved by itself, not together with others.");
            var (taken, refused) = await Accept(sent, poster, sight, found, ct);
            if (taken is null) return refused!;
            ready.Add(taken);
            await sight.Expect(taken.Event.Envelope, clock.GetUtcNow(), ct);
            return Judged;
        }
    }
}
