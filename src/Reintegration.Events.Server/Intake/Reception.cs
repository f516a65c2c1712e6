using System.Buffers;
using System.Security.Cryptography;
using Reintegration.Events.Events.Courses;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Intake;

/// <summary>The arrow from <see cref="Submission"/> to an event in the ledger, with every check in its order.</summary>
/// <remarks>
/// Size, syntax and token are behind us. Here: source, idempotency, seat, schema, transition, append. INVARIANT: never
/// schema before seat, or a stranger could learn from the errors that a case exists.
/// </remarks>
public sealed partial class Reception(
    ILedger ledger, CaseFiles files, Catalog catalog, Bundles bundles, ServerKeys keys, Erasures erasures,
    BundleChanges changes, TimeProvider clock, Consequences consequences)
{
    /// <summary>Clocks of agencies' systems may run ahead by this much.</summary>
    static readonly TimeSpan AllowedAhead = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A decision whose guard moved is made again; a case that governs anew this often in a moment is not believable.
    /// </summary>
    const int MaxDecisions = 8;

    /// <summary>What a request says beside its facts, rarely more; the buffer grows if it does.</summary>
    const int RestOfContent = 1024;

    /// <summary>An event ready for the ledger, with the streams its acceptance relied on.</summary>
    sealed record Ready(PendingEvent Event, Sector Sector, ImmutableArray<Guard> Guards, ImmutableArray<Fence> Fences);

    /// <summary>A submission as it was sent: its facts in their canonical form, and the keyed digest of its content.</summary>
    public sealed record Sent(Submission Submission, byte[] Facts, byte[] Digest);

    /// <summary>What became of one submission: a receipt, or the reason there is none.</summary>
    public sealed record Outcome(Receipt? Receipt, Problem? Problem)
    {
        public static implicit operator Outcome(Problem problem) => new(null, problem);
        public static implicit operator Outcome(Receipt receipt) => new(receipt, null);
    }

    /// <summary>Whether others in the same batch must wait for this one: it changes what they are judged by.</summary>
    public bool Governs(Submission submission) =>
        catalog.TryFind(submission.Type, out var type)
        && (type.Governing || type.FollowsTarget || CaseCourses.Types.Contains(type.Name) || Erasures.IsRecord(type.Name)
            || BundleChanges.IsMove(type.Name) || SharingTransitions.NamesItsOwn(type.Name));

    /// <summary>The case it names or opens; null: none that could be meant.</summary>
    public CaseId? CaseOf(Submission submission) => submission.Subject is { } subject
        ? CaseOf(subject)
        : catalog.TryFind(submission.Type, out var type) && type.Place == CasePlace.OpensCase
            ? keys.CaseIdOf(submission.Name)
            : null;

    /// <summary>Events already recorded among these names.</summary>
    public Task<IReadOnlyDictionary<EventName, KnownEvent>> Known(
        IEnumerable<Submission> submissions, CancellationToken ct) =>
        ledger.Known([.. submissions.Select(submission => submission.Name).Distinct()], ct);

    /// <summary>Looks at the agencies and at every case that submissions name.</summary>
    public async Task<Sight> Look(IEnumerable<Submission> submissions, CancellationToken ct)
    {
        var sight = new Sight(files);
        await sight.Organisation(ct);
        foreach (var subject in submissions.Select(submission => submission.Subject).Distinct(StringComparer.Ordinal))
            if (subject is not null && CaseOf(subject) is { } @case) await sight.Stand(@case, ct);
        return sight;
    }

    /// <summary>Takes submissions all the way that wait for none of each other, in this order.</summary>
    /// <param name="sight">What they are judged by first; a decision whose guard moved is made again by a new look.</param>
    public async Task<IReadOnlyList<Outcome>> Receive(
        IReadOnlyList<Sent> run, Poster poster, IReadOnlyDictionary<EventName, KnownEvent> known, Sight sight,
        CancellationToken ct)
    {
        var outcomes = new Outcome?[run.Count];
        for (var i = 0; i < run.Count; i++) outcomes[i] = await Settled(run[i], poster.Agency, known, ct);
        Dictionary<StreamId, long> found = [];
        for (var decision = 0; decision < MaxDecisions && outcomes.Contains(null); decision++)
        {
            var seen = decision == 0 ? sight : new Sight(files);
            List<(int Index, Command Command)> ready = [];
            for (var i = 0; i < run.Count; i++)
            {
                if (outcomes[i] is not null) continue;
                var (accepted, refused) = await Accept(run[i], poster, seen, found, ct);
                if (accepted is null) outcomes[i] = refused!;
                else if (accepted.Event.Envelope.Type == Erasures.Approved)
                    outcomes[i] = await erasures.Approve(accepted.Event, accepted.Sector, ct);
                else
                    ready.Add((i, new Command([accepted.Event, .. consequences.Of(accepted.Event.Envelope)]) { Guards = accepted.Guards, Fences = accepted.Fences }));
            }

            var appended = await ledger.Append(ready.ConvertAll(each => each.Command), ct);
            foreach (var ((index, _), outcome) in ready.Zip(appended))
            {
                if (outcome.Verdict == AppendVerdict.GuardMoved) found[outcome.Stream!.Value] = outcome.FoundVersion;
                outcomes[index] = Told(outcome);
            }
        }

        return [.. outcomes.Select(outcome => outcome ?? Problems.Unavailable)];
    }

    /// <summary>What became of an append; null when a guard moved and it is to be decided again.</summary>
    static Outcome? Told(AppendOutcome outcome) => outcome.Verdict switch
    {
        AppendVerdict.GuardMoved => null,
        AppendVerdict.NameTaken => Problems.NameTaken,
        AppendVerdict.WrongVersion => Problems.WrongVersion with { VersionFound = outcome.FoundVersion },
        _ => outcome.Receipts[0],
    };

    /// <summary>What source and idempotency say, before anything is decided; null when they let it pass.</summary>
    async Task<Outcome?> Settled(
        Sent sent, AgencyId poster, IReadOnlyDictionary<EventName, KnownEvent> known, CancellationToken ct)
    {
        if (sent.Submission.Name.Owner != poster) return Problems.SourceNotYours;
        if (!known.TryGetValue(sent.Submission.Name, out var first)) return null;
        var repeated = Repeated(first, sent.Digest);
        if (repeated.Receipt is { Type: Erasures.Approved } approved) await erasures.Done(approved, ct);
        return repeated;
    }

    /// <summary>
    /// The submission with the digest that recognises a retry: over {type, subject, time, data}, whatever else was sent
    /// with it.
    /// </summary>
    /// <remarks>Members stand here in the order of canonical JSON, so that facts are made canonical once for all uses.</remarks>
    public Sent Take(Submission submission, JsonElement item)
    {
        var facts = CanonicalJson.Canonicalize(submission.Facts);
        var content = new ArrayBufferWriter<byte>(facts.Length + RestOfContent);
        content.Write("""{"data":{"about":"""u8);
        CanonicalJson.Canonicalize(submission.About, content);
        content.Write(""","facts":"""u8);
        content.Write(facts);
        content.Write("}"u8);
        Add(",\"subject\":"u8, "subject");
        Add(",\"time\":"u8, "time");
        Add(",\"type\":"u8, "type");
        content.Write("}"u8);
        return new Sent(submission, facts, keys.RequestDigest(submission.Name.Owner, content.WrittenSpan));

        void Add(ReadOnlySpan<byte> named, string name)
        {
            if (!item.TryGetProperty(name, out var value)) return;
            content.Write(named);
            CanonicalJson.Canonicalize(value, content);
        }
    }

    static Outcome Repeated(KnownEvent first, byte[] digest) =>
        first.RequestDigest is not { } kept || CryptographicOperations.FixedTimeEquals(kept.Span, digest)
            ? first.Receipt with { First = false }
            : Problems.NameTaken;

    /// <param name="found">Where streams stood when an earlier guard on them failed.</param>
    async Task<(Ready? Ready, Outcome? Refused)> Accept(
        Sent sent, Poster poster, Sight sight, IReadOnlyDictionary<StreamId, long> found, CancellationToken ct)
    {
        var submission = sent.Submission;
        var organisation = await sight.Organisation(ct);
        var now = clock.GetUtcNow();
        var (known, stranger) = organisation.MemberAt(poster.Agency, now);
        if ((known ?? Founder(organisation, poster.Agency)) is not { } member) return (null, stranger!);
        var bundle = await bundles.At(organisation, now, ct);
        var windows = bundle.Header.Windows;

        // Seat: before a word is said about type or schema.
        Standing? standing = null;
        if (submission.Subject is { } subject)
        {
            if (CaseOf(subject) is not { } @case) return (null, Problems.NotFound);
            standing = await sight.Stand(@case, ct);
            if (!MayPost(standing.Context.At(now, windows), member)) return (null, Problems.NotFound);
        }

        var (type, refusal) = TypeFor(submission, member);
        if (type is null) return (null, refusal!);
        if (Misplaced(type, submission) is { } misplaced) return (null, misplaced);
        if (submission.HappenedAt > now + AllowedAhead)
            return (null, Problems.TimeAhead.At("/time", "Lies more than 5 minutes ahead of the server's clock."));
        var stream = new StreamId(
            poster.Agency, type.Place == CasePlace.OpensCase ? keys.CaseIdOf(submission.Name) : standing?.Context.Case);

        Func<Envelope, bool> isShown = standing is null
            ? envelope => envelope.Owner == poster.Agency
            : Showing.To(poster, member, standing.Context, organisation, now, bundle, catalog);
        var target = await Target(type, submission, stream, isShown, ct);
        var accepted = Acceptance.Accept(type, submission, stream, target);
        if (accepted.Envelope is null)
            return (null, Problems.Schema.With(accepted.Errors.Select(error => (error.Pointer, error.Message))));
        var moment = standing?.Context.At(now, windows);
        if (Transitions.Check(type, submission, stream, moment, organisation) is { } illegal) return (null, illegal);
        if (SharingTransitions.Check(type, submission, accepted.Envelope, moment, organisation) is { } closed) return (null, closed);
        if (await SharingTransitions.CheckNamed(accepted.Envelope, submission, ledger, ct) is { } unnamed) return (null, unnamed);
        if (await erasures.Check(accepted.Envelope, ct) is { } unfit) return (null, unfit);
        var (premature, held) = await changes.Check(accepted.Envelope, ct);
        if (premature is not null) return (null, premature);

        var elsewhere = await Identities.Check(
            type, submission, stream, sight, other => MayPost(other.Context.At(now, windows), member), ct);
        if (elsewhere is not null) return (null, elsewhere);

        var (ruling, rests) = standing?.Courses.Decide(accepted.Envelope, standing.Context.Lead, isShown) ?? (Ruling.Take, []);
        if (ruling is Ruling.Refused refused) return (null, Problems.IllegalTransition.At(refused.Pointer, refused.Reason));
        if (ruling is Ruling.AlreadyTaken taken) return (null, await Again(taken, sent.Digest, ct));

        var isStep = CaseCourses.Types.Contains(type.Name);
        var deciders = standing is null ? [] : Relied(type, accepted.Envelope, standing.Context).Concat(rests)
            .Concat(target is null ? [] : [target.Envelope.Owner])
            .Where(agency => agency != poster.Agency).Concat(isStep ? [poster.Agency] : []).Distinct();
        ImmutableArray<Guard> guards = [.. deciders.Select(agency => standing!.GuardOn(agency, found))];
        if (held is { } guard) guards = guards.Add(guard);
        return (new Ready(
            Pend(accepted, sent, isStep), member.Sector, guards,
            Fences.Of(accepted.Governs, accepted.Envelope, member.Sector, standing?.Context, now)), null);
    }

    /// <summary>Whose word the acceptance rests on: the lead's, and that of whoever broke the glass when it is reviewed.</summary>
    static IEnumerable<AgencyId> Relied(EventType type, Envelope envelope, CaseContext context) =>
        type.Name == "reintegration.governance.emergency-access-reviewed.v1"
        && EventName.TryParse(envelope.Labels["invocation"].GetString(), out var invocation)
            ? context.Deciders.Append(invocation.Owner).Distinct()
            : context.Deciders;

    /// <summary>The same step told again, word for word, is answered the first receipt; another is refused.</summary>
    async Task<Outcome> Again(Ruling.AlreadyTaken taken, byte[] digest, CancellationToken ct)
    {
        var first = (await ledger.Known([taken.By], ct)).GetValueOrDefault(taken.By);
        return first is { RequestDigest: { } kept } && CryptographicOperations.FixedTimeEquals(kept.Span, digest)
            ? first.Receipt with { First = false }
            : Problems.IllegalTransition.At(taken.Pointer, taken.Reason);
    }

    /// <summary>In a ledger without agencies, coordination may enrol itself: somebody has to come first.</summary>
    static Member? Founder(OrganisationContext organisation, AgencyId poster) =>
        organisation.Members.IsEmpty && poster == Enrolment.Coordination
            ? new Member(poster, Sector.Coordination, "", "", "", "", [], [], [])
            : null;

    CaseId? CaseOf(string subject) =>
        CaseId.TryParse(subject, out var id)
            ? id : EventName.TryParse(subject, out var opened) ? keys.CaseIdOf(opened)
            : null;

    /// <summary>The agency is on the case; intelligence may report on any case that is open.</summary>
    static bool MayPost(CaseMoment moment, Member member) =>
        moment.OnCase.Contains(member.Agency)
        || (member.Sector == Sector.Intelligence && moment.WindowsOpen.Contains(CaseMoment.Active));

    (EventType? Type, Problem? Problem) TypeFor(Submission submission, Member member)
    {
        if (!catalog.TryFind(submission.Type, out var type))
        {
            var dot = submission.Type.LastIndexOf('.');
            var stem = dot < 0 ? submission.Type : submission.Type[..(dot + 1)];
            var otherVersion = dot >= 0
                && catalog.All.Any(known => known.Name.StartsWith(stem, StringComparison.Ordinal));
            return (null, otherVersion ? Problems.UnknownTypeVersion : Problems.UnknownType);
        }

        return type.Producers.Contains(member.Sector) || member.ProducesTypes.Contains(type.Name)
            ? (type, null)
            : (null, Problems.TypeNotYours);
    }

    static Problem? Misplaced(EventType type, Submission submission) => (type.Place, submission.Subject) switch
    {
        (CasePlace.InCase, null) => Problems.Schema.At("/subject", "Is required: the case this event belongs to."),
        (CasePlace.OpensCase, not null) =>
            Problems.Schema.At("/subject", "Must be absent: the server gives the new case its id."),
        (CasePlace.NoCase, not null) => Problems.Schema.At("/subject", "Must be absent: this type belongs to no case."),
        _ => null,
    };

    /// <summary>
    /// For a type that takes the markings of what it points at: that event, if it is the poster's own, or another's about
    /// the same case and shown to it.
    /// </summary>
    async Task<TargetMarkings?> Target(
        EventType type, Submission submission, StreamId stream, Func<Envelope, bool> isShown, CancellationToken ct)
    {
        if (!type.FollowsTarget || !submission.Facts.TryGetProperty("targetEvent", out var member) || member.ValueKind != JsonValueKind.String)
            return null;
        if (!EventName.TryParse(member.GetString(), out var name)) return null;
        if (name.Owner != submission.Name.Owner && !type.OfOthers) return null;
        return await ledger.Find(name, ct) is { } target && catalog.TryFind(target.Envelope.Type, out var marked)
            && target.Envelope.Case == stream.Case && isShown(target.Envelope)
                ? new TargetMarkings(target.Envelope, marked)
                : null;
    }

    static PendingEvent Pend(Accepted accepted, Sent sent, bool isStep) =>
        new(accepted.Envelope!, sent.Facts, sent.Digest, accepted.Governs || isStep)
        {
            ExpectedVersion = sent.Submission.ExpectedVersion,
        };
}
