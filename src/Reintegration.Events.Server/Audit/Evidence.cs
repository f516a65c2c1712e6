using Reintegration.Events.Server.Queries;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Audit;

/// <summary>A pack for a court: what the auditor may know of one case and who looked at it, with proofs, signed.</summary>
public static class Evidence
{
    const int DefaultLooks = 500;
    const int MaxLooks = 2000;

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("case", true, "The case."), ("after", false, "Looks after this position of the access ledger: the next pack of a series."),
        ("limit", false, "1 to 2000 looks in a pack."));

    public static async Task<Answer> Get(
        HttpContext context, Oversight oversight, ILedger ledger, IAccessLedger access, CaseFiles files, Publications publications,
        AppParts parts, CancellationToken ct)
    {
        var asked = Asked.Of(context, "case", "after", "limit");
        var (@case, after, limit) = (asked.Case(required: true), asked.Position() ?? -1, asked.Limit(DefaultLooks, MaxLooks));
        if (asked.Fault is { } fault) return Answer.Of(fault);
        return await oversight.Through(context, "GET /audit/evidence", @case, asked.Recorded, async (look, token) =>
        {
            var file = await files.Open(@case!.Value, token);
            if (file.Events.Count == 0) return (Answer.Of(Problems.NotFound), []);
            try
            {
                var looks = await new AccessScan(new AccessQuery { Case = @case, After = after, Limit = limit })
                {
                    Showing = file.Events.Select(each => each.Envelope.Name).ToHashSet(),
                    OfCaseToo = true,
                    AndWithoutCase = true,
                }.Read(access, token);
                return await Pack(oversight, ledger, file, looks, after, look, publications, parts.Signer, token);
            }
            catch (LedgerBrokenException failure)
            {
                publications.Events.Alarm(failure);
                return (Answer.Of(Problems.HistoryBroken), []);
            }
        }, ct);
    }

    static async Task<(Answer Answer, ImmutableArray<Released> Released)> Pack(
        Oversight oversight, ILedger ledger, CaseFile file, AccessScan.Page looks, long after, Oversight.Look look,
        Publications publications, ISigner signer, CancellationToken ct)
    {
        // Signed after everything was read, so that both trees hold all of it.
        var (events, access) = (await publications.Events.Sign(ct), await publications.Access.Sign(ct));
        foreach (var publication in publications.All) await publication.Tree.CatchUp(ct);
        var pack = new EvidencePack(file.Case, look.Now, events, access, after, looks.Next);
        var disclosed = (await oversight.Disclose(file.Events, look, ct, Proving.Shown)).Zip(file.Events)
            .Where(pair => pair.First is not null).Select(pair => (Disclosure: pair.First!, Recorded: pair.Second)).ToList();
        var items = View.Of<CaseTimeline, ImmutableList<TimelineItem>>(disclosed.Select(pair => pair.Disclosure));
        foreach (var ((disclosure, recorded), item) in disclosed.Zip(items))
            pack.Event(
                await Place(publications.Events, events, recorded.Position, recorded.Leaf, ct),
                json => Provable.Write(json, item, null, disclosure.Proof));
        foreach (var gone in file.Expunged)
        {
            var leaf = await ledger.Leaves(gone.Position - 1, ct).FirstAsync(ct);
            pack.Erased(await Place(publications.Events, events, gone.Position, leaf, ct), gone.By);
        }

        foreach (var recorded in looks.Records)
            pack.Look(await Place(publications.Access, access, recorded.Position, recorded.Leaf, ct), recorded);
        return (
            new Answer(StatusCodes.Status200OK, EvidencePack.MediaType, await pack.Sign(signer, ct)),
            [.. disclosed.Select(pair => pair.Disclosure.Levels())]);
    }

    static async Task<EvidencePack.Place> Place(
        Publication publication, SignedNote checkpoint, long position, ReadOnlyMemory<byte> leaf, CancellationToken ct) =>
        new(position, leaf, await publication.Tree.Inclusion(position, Publication.SizeOf(checkpoint), ct));
}
