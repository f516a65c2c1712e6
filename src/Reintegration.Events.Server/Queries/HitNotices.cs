using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Reintegration.Events.Events.Governance;
using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Queries;

/// <summary>Somebody was told no more of what an owner holds on a case than whom to ask, or not even that.</summary>
/// <param name="RequestedBy">Null: an authorised reader, whom only oversight may know (domain.md 3.5, 18).</param>
public sealed record Hit(
    AgencyId Owner, CaseId Case, ImmutableArray<Category> Categories, AgencyId? RequestedBy, string? Official,
    string Purpose, bool Silent, bool CouldShowASource, bool Juvenile, ImmutableArray<DataSubject> Subjects,
    DateTimeOffset At, Guid Id);

/// <summary>Tells owners of hits, in their own streams: once for each requester, case and day.</summary>
/// <remarks>
/// Beside the answer, never before it: whoever looks must not find out by waiting that somebody was told. What has not
/// been written when the process is killed is not written later; the look itself stands in the access ledger.
/// </remarks>
public sealed class HitNotices(ILedger ledger, Automatic automatic, ServerKeys keys, ILogger<HitNotices> log) : BackgroundService
{
    /// <summary>Within these the contact desk answers.</summary>
    public const int AnswerHours = 24;

    /// <summary>Names remembered so as not to ask the ledger again; it begins anew when full.</summary>
    const int MaxRemembered = 100_000;

    readonly Channel<Hit> _queue = Channel.CreateUnbounded<Hit>();
    readonly ConcurrentDictionary<Guid, bool> _told = new();

    /// <summary>The hits of one look: at what is under its owner's control, and of what was asked for as a hit.</summary>
    /// <param name="asked">Somebody asked for hits: then what is known to exist and no more is one too.</param>
    public ImmutableArray<Hit> Of(
        IEnumerable<(Envelope Envelope, Decision Decision)> decided, CaseId @case, Requester requester, Sector sector,
        string purpose, bool asked, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime).ToString("O", CultureInfo.InvariantCulture);
        return
        [
            .. decided.Where(each => each.Envelope.Owner != requester.Agency && IsHit(each.Decision, asked))
                .GroupBy(each => each.Envelope.Owner)
                .Select(own => new Hit(
                    own.Key, @case, [.. own.Select(each => each.Envelope.Category).Distinct().Order()],
                    sector == Sector.Intelligence ? null : requester.Agency,
                    sector == Sector.Intelligence ? null : requester.Official, purpose,
                    own.All(each => each.Decision.Event.Level == Level.Nothing),
                    own.Any(each => each.Envelope.Labels.ContainsKey("SOURCE")), own.Any(each => each.Envelope.Juvenile),
                    own.First().Envelope.Subjects, now,
                    keys.DerivedId("hit", $"{own.Key} {requester.Agency} {requester.Official} {@case} {day}"))),
        ];
    }

    public void Tell(ImmutableArray<Hit> hits)
    {
        foreach (var hit in hits)
        {
            if (_told.Count >= MaxRemembered) _told.Clear();
            if (_told.TryAdd(hit.Id, true)) _queue.Writer.TryWrite(hit);
        }
    }

    static bool IsHit(Decision decision, bool asked) =>
        decision.NotifiesOwner || (decision.Event.Level > Level.Nothing && decision.Obligations.Any(duty => duty.Code == "o7"))
        || (asked && decision.Event.Level == Level.Exists);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var hit in _queue.Reader.ReadAllAsync(stoppingToken)) await Record(hit, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The house closes.
        }
    }

    async Task Record(Hit hit, CancellationToken ct)
    {
        try
        {
            await ledger.Append(new Command([Event(hit)]), ct);
        }
        catch (LedgerUnavailableException failure)
        {
            _told.TryRemove(hit.Id, out _);
            Log.HitNotRecorded(log, failure);
        }
    }

    PendingEvent Event(Hit hit) => automatic.Pend(
        new HitRegistered
        {
            Scope = hit.Categories,
            RequestedBy = hit.RequestedBy,
            Official = hit.Official,
            Purpose = hit.Purpose,
            Silent = hit.Silent,
            AnswerBy = hit.At.AddHours(AnswerHours),
        },
        new StreamId(hit.Owner, hit.Case), hit.Id, hit.At, new Author(Vocabulary.SystemRole, "hit"),
        new { subjects = hit.Subjects, juvenile = hit.Juvenile, labels = hit.CouldShowASource ? (string[])["SOURCE"] : [] });
}
