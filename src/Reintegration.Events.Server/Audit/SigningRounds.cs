using Reintegration.Events.Server.Witnessing;

namespace Reintegration.Events.Server.Audit;

/// <summary>Signs both ledgers while there is news, and has their checkpoints cosigned.</summary>
/// <remarks>
/// Of several processes one signs at a time. Cosigning goes its own pace, so that a slow witness delays no checkpoint:
/// each is published at once and sealed when enough have answered.
/// </remarks>
public sealed class SigningRounds(Publications publications, Signing signing, ILogger<SigningRounds> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (signing.Every is not { } every) return;
        using var http = new HttpClient { Timeout = WitnessClient.Patience };
        var witnesses = signing.Witnesses.Select(address => new WitnessClient(address, http, log)).ToArray();
        await Task.WhenAll(
            Rounds(every, SignNews, stoppingToken),
            Rounds(every, (publication, ct) => Cosign(publication, witnesses, ct), stoppingToken));
    }

    /// <summary>Signs what is new, and lets the tree follow.</summary>
    public async Task SignNews(Publication publication, CancellationToken ct)
    {
        if (await publication.HasNews(ct)) await publication.Sign(ct);
        await publication.Tree.CatchUp(ct);
    }

    /// <summary>Asks every witness that has not yet cosigned the latest checkpoint.</summary>
    public static async Task Cosign(
        Publication publication, IReadOnlyList<WitnessClient> witnesses, CancellationToken ct)
    {
        if (witnesses.Count == 0) return;
        var note = await publication.Latest(ct);
        var open = witnesses.Where(witness => !note.Signatures.Any(line => line.KeyId == witness.Key.Id && line.Name == witness.Key.Name));
        var lines = await Task.WhenAll(open.Select(witness => witness.Cosign(note, publication.Tree, ct)));
        if (lines.OfType<NoteSignature>().ToArray() is { Length: > 0 } cosignatures)
            await publication.Cosigned(note, cosignatures, ct);
    }

    async Task Rounds(TimeSpan every, Func<Publication, CancellationToken, Task> round, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(every);
        do
        {
            foreach (var publication in publications.All) await Guarded(publication, round, ct);
        }
        while (await Next(timer, ct));
    }

    /// <summary>A failure is told and the next round tries again; only the end of the process ends the rounds.</summary>
    async Task Guarded(
        Publication publication, Func<Publication, CancellationToken, Task> round, CancellationToken ct)
    {
        try
        {
            if (await signing.IsOurs(ct)) await round(publication, ct);
        }
        catch (LedgerBrokenException failure)
        {
            Log.SigningRefused(log, publication.Name, failure);
        }
        catch (Exception failure) when (failure is LedgerUnavailableException or IOException or UnauthorizedAccessException)
        {
            Log.SigningDelayed(log, publication.Name, failure);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process is ending.
        }
    }

    static async Task<bool> Next(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
