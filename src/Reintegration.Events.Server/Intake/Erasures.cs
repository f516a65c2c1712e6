using System.Globalization;
using Reintegration.Events.Events.Coordination;
using Reintegration.Events.Events.Governance;

namespace Reintegration.Events.Server.Intake;

/// <summary>Erasure at intake: who may propose, what may be held, and the act that an approval is.</summary>
/// <remarks>
/// INVARIANT: everything here is about the poster's own data. Whether another owner has something, or holds something,
/// is never looked at, so no refusal can tell.
/// </remarks>
public sealed class Erasures(
    ILedger ledger, Catalog catalog, ServerKeys keys, AppParts parts, TimeProvider clock)
{
    const string Proposed = "reintegration.governance.erasure-proposed.v1";
    const string Held = "reintegration.governance.legal-hold-placed.v1";
    const string ProposerRole = "data-protection-officer";

    /// <summary>The type that sets an erasure in force.</summary>
    public const string Approved = "reintegration.governance.erasure-approved.v1";

    /// <summary>More often than this in a moment nobody adds to the stream that one approval waits for.</summary>
    const int MaxDecisions = 8;

    /// <summary>No stream is ever there: asking for it writes nothing and tells where the stream stands.</summary>
    const long NoVersion = -1;

    static readonly ImmutableSortedSet<string> Records = [Proposed, Approved, Held, Expunged.Type];

    /// <summary>Whether an event is about erasure, so that others of its batch wait for it.</summary>
    public static bool IsRecord(string type) => Records.Contains(type);

    /// <summary>What an owner names: one event, or all it recorded in one case.</summary>
    sealed record Target(EventName? Event, CaseId? Case)
    {
        public static Target? Of(Envelope envelope)
        {
            EventName? named = Text(envelope, "targetEvent") is { } text ? EventName.Parse(text) : null;
            CaseId? @case = Text(envelope, "case") is { } id ? CaseId.Parse(id) : null;
            return named is null == @case is null ? null : new Target(named, @case);
        }
    }

    /// <summary>What may be asked before the append: roles, and whether there is something to erase or hold.</summary>
    public async Task<Problem?> Check(Envelope envelope, CancellationToken ct)
    {
        if (envelope.Type == Expunged.Type)
            return Problems.IllegalTransition.At("/type", "Is recorded by the ledger itself when an erasure is approved.");
        if (envelope.Type is not (Proposed or Held)) return null;
        if (Target.Of(envelope) is not { } target)
            return Problems.Schema.At("/data/facts", "Either targetEvent or case is expected.");
        if (envelope.Type == Proposed && envelope.Author.Role != ProposerRole)
            return Problems.IllegalTransition.At("/data/about/author/role", $"Only a {ProposerRole} proposes an erasure.");
        if (envelope.Type == Held && Until(envelope) < Today)
            return Problems.IllegalTransition.At("/data/facts/until", "A hold that is over holds nothing.");
        return await Find(envelope.Owner, target, envelope.Type == Proposed, ct) is null ? Missing(target) : null;
    }

    /// <summary>Approves: records approval and RecordExpunged as one act, then destroys.</summary>
    public async Task<Reception.Outcome> Approve(PendingEvent approval, Sector sector, CancellationToken ct)
    {
        var owner = approval.Envelope.Owner;
        for (var decision = 0; decision < MaxDecisions; decision++)
        {
            var probe = await ledger.Append(new Command([approval with { ExpectedVersion = NoVersion }]), ct);
            if (probe.Verdict == AppendVerdict.NameTaken) return Problems.NameTaken;
            if (probe.Verdict == AppendVerdict.AlreadyRecorded) return await Done(probe.Receipts[0], ct);
            if (approval.ExpectedVersion is { } expected && expected != probe.FoundVersion)
                return Problems.WrongVersion with { VersionFound = probe.FoundVersion };
            // Read after the version: a hold placed later moves it, and then all is asked again.
            var records = (await ledger.ReadCase(null, Records, -1, ct)).Select(recorded => recorded.Envelope)
                .Where(envelope => envelope.Owner == owner).ToList();
            var (proposal, refusal) = Proposal(approval.Envelope, records);
            if (proposal is null) return refusal!;
            var target = Target.Of(proposal)!;
            var read = target.Case is { } whole ? await Version(approval, new StreamId(owner, whole), ct) : default(long?);
            if (await Find(owner, target, true, ct) is not { } found) return Missing(target);
            if (records.Any(hold => Holds(hold, found))) return Problems.LegalHold;
            var command = Act(approval with { ExpectedVersion = probe.FoundVersion }, proposal, target, found, read, sector);
            var outcome = await ledger.Append(command, ct);
            if (outcome.Accepted) return await Done(outcome.Receipts[0], ct);
        }

        return Problems.Unavailable;
    }

    /// <summary>
    /// Whoever is told that it is recorded is told that it is destroyed: an approval sent again destroys what is left.
    /// </summary>
    public async Task<Receipt> Done(Receipt receipt, CancellationToken ct)
    {
        await ledger.Erase(ct);
        return receipt;
    }

    DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    static (Envelope? Proposal, Problem? Problem) Proposal(Envelope approval, List<Envelope> records)
    {
        const string pointer = "/data/facts/proposal";
        var name = Text(approval, "proposal");
        if (records.Find(each => each.Type == Proposed && each.Name.ToString() == name) is not { } proposal)
            return (null, Problems.IllegalTransition.At(pointer, "Is not a proposal of your agency."));
        if (records.Exists(each => each.Type == Approved && Text(each, "proposal") == name))
            return (null, Problems.IllegalTransition.At(pointer, "Has been approved already."));
        return string.Equals(approval.Author.Reference, proposal.Author.Reference, StringComparison.OrdinalIgnoreCase)
            ? (null, Problems.FourEyes)
            : (proposal, null);
    }

    /// <summary>The owner's events that are meant, with their corrections; null when there is nothing.</summary>
    /// <param name="toErase">Some may be held and not erased.</param>
    async Task<IReadOnlyList<Recorded>?> Find(AgencyId owner, Target target, bool toErase, CancellationToken ct)
    {
        if (target.Case is { } @case)
            return await ledger.ReadOwner(owner, @case, -1, int.MaxValue, ct) is { Count: > 0 } all ? all : null;
        if (target.Event!.Value.Owner != owner || await ledger.Find(target.Event.Value, ct) is not { } named) return null;
        if (toErase && !MayGoAlone(named.Envelope)) return null;
        var beside = named.Envelope.Case is { } its
            ? await ledger.ReadOwner(owner, its, named.Position, int.MaxValue, ct)
            : await ledger.ReadCase(null, null, named.Position, ct);
        return
        [
            named, .. beside.Where(each => each.Envelope.Owner == owner && each.Envelope.MarkedAs is not null
                && each.Envelope.Relates?.Target == named.Envelope.Name),
        ];
    }

    /// <summary>
    /// What says that something was erased, held or lost is never erased. What governs goes only with everything else of its
    /// owner in the case: without the last word alone, an earlier and wider one would hold again.
    /// </summary>
    bool MayGoAlone(Envelope envelope) =>
        !Records.Contains(envelope.Type) && envelope.Type != LedgerSucceeded.WireName
        && !(catalog.TryFind(envelope.MarkedAs ?? envelope.Type, out var type) && type.Governing);

    /// <summary>A hold in force on anything that would go.</summary>
    bool Holds(Envelope hold, IReadOnlyList<Recorded> found) =>
        hold.Type == Held && Target.Of(hold) is { } held
        && Until(hold) >= Today
        && found.Any(each =>
            held.Case is { } whole ? each.Envelope.Case == whole : each.Envelope.Name == held.Event);

    /// <summary>How far a stream has come, asked as <see cref="NoVersion"/> asks: nothing is written.</summary>
    async Task<long?> Version(PendingEvent approval, StreamId stream, CancellationToken ct) => (await ledger.Append(
        new Command(
        [
            approval with { Envelope = approval.Envelope with { Stream = stream }, ExpectedVersion = NoVersion },
        ]), ct)).FoundVersion;

    Command Act(
        PendingEvent approval, Envelope proposal, Target target, IReadOnlyList<Recorded> found, long? read, Sector sector)
    {
        var owner = approval.Envelope.Owner;
        var @case = found[0].Envelope.Case;
        ImmutableArray<EventName> events = target.Case is null ? [.. found.Select(each => each.Envelope.Name)] : [];
        var record = new RecordExpunged
        {
            Proposal = proposal.Name,
            Approval = approval.Envelope.Name,
            Events = events.IsEmpty ? null : events,
            Case = target.Case,
            LeafHashes = [.. found.Select(each => Convert.ToHexStringLower(MerkleTree.LeafHash(each.Leaf.Span)))],
            ExpungedFields = [.. Fields(found)],
            CompleteOn = Today.AddDays(parts.BackupRetentionDays),
        };
        return new Command([approval, Record(record, owner)])
        {
            Fences = Fences.Of(true, approval.Envelope with { Stream = new StreamId(owner, @case) }, sector, null, clock.GetUtcNow()),
            Expunges = new Expunging(events, target.Case is { } whole ? new StreamId(owner, whole) : null)
            {
                StreamVersion = read,
            },
        };
    }

    IEnumerable<string> Fields(IEnumerable<Recorded> found) =>
        found.Select(each => each.Envelope.Type).Distinct(StringComparer.Ordinal)
            .SelectMany(name => catalog.TryFind(name, out var type) ? Expunged.FieldsOf(type) : ["/facts"])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The owner's event that the ledger records by itself.</summary>
    PendingEvent Record(RecordExpunged record, AgencyId owner)
    {
        catalog.TryFind(Expunged.Type, out var type);
        var submission = new Submission
        {
            Name = new EventName(owner, keys.ExpungedIdOf(record.Approval)),
            Type = Expunged.Type,
            HappenedAt = clock.GetUtcNow(),
            About = JsonElement.Parse("""{"author":{"role":"system","reference":"erasure"}}"""),
            Facts = JsonSerializer.SerializeToElement(record, EventJson.Options),
        };
        var accepted = Acceptance.Accept(type!, submission, new StreamId(owner, null), null);
        if (accepted.Envelope is not { } envelope)
            throw new InvalidOperationException($"A RecordExpunged does not fit its own schema: {accepted.Errors[0]}");
        var facts = CanonicalJson.Canonicalize(submission.Facts);
        return new PendingEvent(envelope, facts, keys.RequestDigest(owner, facts), accepted.Governs);
    }

    static Problem Missing(Target target) => Problems.NotErasable.At(
        target.Case is null ? "/data/facts/targetEvent" : "/data/facts/case",
        "Names nothing of your own that this can be said of.");

    static DateOnly Until(Envelope hold) =>
        DateOnly.ParseExact(Text(hold, "until")!, "O", CultureInfo.InvariantCulture);

    static string? Text(Envelope envelope, string label) =>
        envelope.Labels.TryGetValue(label, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
