using System.Globalization;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>The ledger as an auditor takes it away and checks it elsewhere: contracts/ledger/leaf.md, Export.</summary>
/// <remarks>
/// Leaves and ciphertexts whole, never a wrapped key; of the envelope what the auditor is shown, with its openings. What
/// does not open is exported as it is: it is for the verifier to say where.
/// </remarks>
public static class AuditExport
{
    const int DefaultPage = 200;
    const int MaxPage = 1000;
    const string Lines = "application/jsonl; charset=utf-8";

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("after", false, "A position; the file goes on behind it. -1: from the beginning."));

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> PageParameterised = OpenApiDocument.Query(
        ("after", false, "A position; -1 is before the first."), ("limit", false, "1 to 1000."));

    /// <summary>The first line of the file: the signed head, and the tree that the next lines are added to.</summary>
    public static async Task<Answer> Header(
        HttpContext context, Oversight oversight, ILedger ledger, Publications publications, CancellationToken ct)
    {
        if (!TryAfter(context.Request.Query["after"], out var after)) return Answer.Of(BadAfter);
        return await oversight.Through(context, "GET /audit/export", null, Query(after), async (_, token) =>
        {
            var events = publications.Find("events")!;
            SignedNote note;
            try
            {
                note = await events.Sign(token);
            }
            catch (LedgerBrokenException failure)
            {
                events.Alarm(failure);
                return (Answer.Of(Problems.HistoryBroken), []);
            }
            var checkpoint = Checkpoint.Parse(note.Text, out string? _)!;
            if (after >= checkpoint.Size)
                return (Answer.Of(BadAfter), []);
            var header = new ExportHeader(
                (await ledger.Head(token)).Ledger, checkpoint.Origin, after, await Frontier(ledger, after, token),
                note.ToString(), events.Key.ToString());
            return (Text([header.ToBytes()]), []);
        }, ct);
    }

    /// <summary>The lines behind it, a page at a time.</summary>
    public static async Task<Answer> Page(
        HttpContext context, Oversight oversight, ILedger ledger, CancellationToken ct)
    {
        var asked = context.Request.Query;
        if (!Paging.TryLimit(asked["limit"], DefaultPage, MaxPage, out var size))
            return Answer.Of(Paging.BadLimit(MaxPage));
        if (!TryAfter(asked["after"], out var after)) return Answer.Of(BadAfter);
        var query = Query(after).AddRange(Paging.Query(size));
        return await oversight.Through(context, "GET /audit/export/events", null, query, async (look, token) =>
        {
            var upTo = Math.Min(after + size, look.Head.Size - 1);
            var (events, missing) = await Found(ledger, after, upTo, token);
            var disclosures = await oversight.Disclose(events, look, token, Proving.Envelope);
            var labels = await ledger.LabelRows(after, upTo, token);
            var lines = events.Zip(disclosures, (recorded, disclosure) => new ExportLine(
                recorded.Position, recorded.Leaf, recorded.Parts, disclosure?.Proof, labels[recorded.Position]))
                .Concat(await LeafAlone(ledger, missing, after, upTo, token)).DistinctBy(line => line.Position).OrderBy(line => line.Position);
            return (Text(lines.Select(line => line.ToBytes())),
                [.. disclosures.OfType<Disclosure>().Select(disclosure => disclosure.Levels())]);
        }, ct);
    }

    /// <summary>What is whole. Other readers halt at a missing event; an auditor is to find out which it is.</summary>
    static async Task<(List<Recorded> Events, HashSet<long> Missing)> Found(
        ILedger ledger, long after, long upTo, CancellationToken ct)
    {
        List<Recorded> events = [];
        HashSet<long> missing = [];
        while (true)
        {
            try
            {
                await foreach (var recorded in ledger.Read(after, ct))
                {
                    if (recorded.Position > upTo) break;
                    events.Add(recorded);
                }
                return (events, missing);
            }
            catch (LedgerBrokenException e) when (e.Missing is { } hole && hole > after)
            {
                if (hole > upTo) return (events, missing);
                missing.Add(hole);
                after = hole;
            }
        }
    }

    /// <summary>
    /// Of what is erased or missing the leaf is left; with which RecordExpunged names it, where one does.
    /// </summary>
    static async Task<List<ExportLine>> LeafAlone(
        ILedger ledger, HashSet<long> missing, long after, long upTo, CancellationToken ct)
    {
        var erased = (await ledger.Expunged(after, upTo, ct)).ToDictionary(each => each.Position, each => each.By);
        List<ExportLine> lines = [];
        if (erased.Count == 0 && missing.Count == 0) return lines;
        var position = after;
        await foreach (var leaf in ledger.Leaves(after, ct))
        {
            if (++position > upTo) break;
            if (erased.TryGetValue(position, out var by)) lines.Add(new ExportLine(position, leaf, [], null, [], by));
            else if (missing.Contains(position)) lines.Add(new ExportLine(position, leaf, [], null, []));
        }
        return lines;
    }

    static readonly Problem BadAfter = Problems.MalformedQuery.At(
        "after", "Must be a position of the ledger; -1 is before the first.");

    static bool TryAfter(string? text, out long after)
    {
        after = -1;
        return string.IsNullOrEmpty(text)
            || (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out after) && after >= -1);
    }

    static ImmutableSortedDictionary<string, string> Query(long after) =>
        ImmutableSortedDictionary<string, string>.Empty.Add("after", after.ToString(CultureInfo.InvariantCulture));

    /// <summary>Read from the leaves: a file that goes on behind another needs the tree as it was there.</summary>
    static async Task<byte[]> Frontier(ILeaves ledger, long after, CancellationToken ct)
    {
        if (after < 0) return [];
        var tree = new MerkleFrontier();
        await foreach (var leaf in ledger.Leaves(-1, ct))
        {
            tree.Append(MerkleTree.LeafHash(leaf.Span));
            if (tree.Size == after + 1) break;
        }
        return tree.ToBytes();
    }

    static Answer Text(IEnumerable<byte[]> lines)
    {
        using var body = new MemoryStream();
        foreach (var line in lines)
        {
            body.Write(line);
            body.WriteByte((byte)'\n');
        }
        return new Answer(StatusCodes.Status200OK, Lines, body.ToArray());
    }
}
