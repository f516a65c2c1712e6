using System.Security.Cryptography;

namespace Reintegration.Events.Server.Queries;

/// <summary>An answer that has been decided but has not left, with the record of its leaving.</summary>
public sealed record Draft(Answer Answer, AccessRecord Record);

/// <summary>
/// The gate through which every answer with case data leaves (law 7), decided under the current fences (law 6).
/// </summary>
public sealed class Release(IAccessLedger access, ILogger<Release> log)
{
    /// <summary>
    /// An answer overtaken by a fence is decided again; more often than this and the case is changing under us.
    /// </summary>
    const int MaxDecisions = 16;

    /// <summary>Records the draft durably, then lets it go. A raised fence means: decide again.</summary>
    public async Task<Answer> Through(Func<CancellationToken, Task<Draft>> decide, CancellationToken ct)
    {
        for (var decision = 0; decision < MaxDecisions; decision++)
        {
            var draft = await decide(ct);
            var left = draft.Record.Outcome == AccessOutcome.Released;
            var record = left
                ? draft.Record with { BodyDigest = SHA256.HashData(draft.Answer.Body.Span) }
                : draft.Record;
            AccessReceipt? receipt;
            try
            {
                receipt = await access.Record(record, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Fail closed: the look could not be made attributable, so there is no look.
                Log.AccessNotRecorded(log, failure);
                return Answer.Of(Problems.Unavailable);
            }

            if (receipt is null) continue;
            return record.Outcome == AccessOutcome.Refused
                ? draft.Answer
                : draft.Answer.With("Access-Record", receipt.Id.ToString("D")).With("Policy-Bundle", record.Bundle);
        }

        return Answer.Of(Problems.Unavailable);
    }
}
