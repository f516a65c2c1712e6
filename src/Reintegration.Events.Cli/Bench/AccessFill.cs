using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Bench;

/// <summary>Fills an access ledger by COPY with looks at the events there are, a year of them.</summary>
/// <remarks>
/// Every position has a leaf of its own in a true tree, and a row of its own as large as a real one. Records are shared:
/// some thousands a month are sealed, and each stands at many positions. What they showed is folded into the exposure
/// index by the ledger's own code.
/// </remarks>
sealed class AccessFill(string admin, AccessSealer sealer, string ledger)
{
    const int Months = 12;
    const int SealedInAMonth = 4000;
    const int RowsInACopy = 50_000;

    /// <summary>Of a record, one to five: what an overview, a list or a feed page of a few items shows.</summary>
    const int MostEvents = 5;

    static readonly string[] Readers = ["prison", "probation", "police", "community-haven", "health-north", "intelligence"];
    static readonly string[] Members = ["at", "mode", "reason", "outcome", "service", "note", "from", "until", "level", "place"];

    readonly Random _random = new(20_261_125);
    readonly FieldNumbers _fields = new();
    readonly Dictionary<(Guid Event, string Agency), ExposureRow> _exposures = [];
    MerkleFrontier _tree = new();

    sealed record Template(AccessRecord Record, SealedAccess Sealed, ImmutableArray<Guid> Events)
    {
        internal bool IsFolded { get; set; }
    }

    /// <summary>A real event, with the digest by which it stands in the tables.</summary>
    internal sealed record Known(EventName Name, CaseId Case, Guid Digest);

    internal long Exposures => _exposures.Count;

    /// <summary>The tree of all of them, for what signs it.</summary>
    internal byte[] Frontier => _tree.ToBytes();

    internal async Task Run(IReadOnlyList<Known> events, long records, Progress progress, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync(ct);
        var byCase = events.GroupBy(known => known.Case).Select(same => same.ToArray()).ToArray();
        var begins = DateTimeOffset.UtcNow.AddDays(-365);
        var apart = TimeSpan.FromDays(364) / records;
        List<Template> templates = [];
        var month = "";
        for (var first = 0L; first < records; first += RowsInACopy)
        {
            var at = begins + apart * first;
            if (AccessSealer.MonthOf(at) != month) templates = Seal(byCase, at, month = AccessSealer.MonthOf(at));
            await Copy(connection, templates, first, (int)Math.Min(RowsInACopy, records - first), begins, apart, ct);
            progress.Report(first, records);
        }

        await CopyExposures(connection, ct);
        await Finish(connection, records, begins + apart * (records - 1), ct);
    }

    List<Template> Seal(Known[][] byCase, DateTimeOffset at, string month)
    {
        List<Template> made = [];
        for (var i = 0; i < SealedInAMonth; i++)
        {
            var known = byCase[_random.Next(byCase.Length)];
            var shown = Enumerable.Range(0, 1 + _random.Next(MostEvents)).Select(_ => known[_random.Next(known.Length)]).DistinctBy(each => each.Name).ToList();
            var reader = Readers[_random.Next(Readers.Length)];
            var isFeed = _random.Next(5) == 0;
            var record = new AccessRecord
            {
                Id = Guid.NewGuid(),
                Official = isFeed ? $"{reader}-system" : $"official-{reader}-{_random.Next(400)}",
                Agency = AgencyId.Parse(reader),
                Role = isFeed ? "agency-system" : "practitioner",
                Purpose = "supervision",
                LegalBasis = "led-8",
                Client = $"{reader}-system",
                Justification = isFeed ? "delivery" : "seat",
                Door = isFeed ? "GET /feed" : "GET /cases/{caseId}/timeline",
                Case = isFeed ? null : known[0].Case,
                Position = 1,
                Bundle = new string('a', 64),
                Epoch = 1,
                Outcome = AccessOutcome.Released,
                Released = [.. shown.Select(each => new Released(each.Name, Levels()))],
                BodyDigest = new byte[32],
            };
            // Its month is the key it is sealed under, whenever in it a position falls.
            made.Add(new Template(record, sealer.Seal(record, at), [.. shown.Select(each => each.Digest)]));
            if (made[^1].Sealed.Month != month) throw new InvalidOperationException("A record was sealed for another month.");
        }

        return made;
    }

    ImmutableSortedDictionary<string, string> Levels()
    {
        var levels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var always in (string[])["$event", "envelope.author", "envelope.handling", "envelope.quality", "envelope.time"]) levels[always] = "full";
        for (var i = _random.Next(5); i > 0; i--) levels[Members[_random.Next(Members.Length)]] = _random.Next(3) == 0 ? "coarse" : "full";
        return levels.ToImmutable();
    }

    async Task Copy(
        NpgsqlConnection connection, List<Template> templates, long first, int count, DateTimeOffset begins, TimeSpan apart,
        CancellationToken ct)
    {
        var chosen = Enumerable.Range(0, count).Select(_ => templates[_random.Next(templates.Count)]).ToArray();
        var leaves = new byte[count][];
        DateTimeOffset At(int i) => Leaf.NotBefore(default, begins + apart * (first + i));
        Parallel.For(0, count, i => leaves[i] = chosen[i].Sealed.Leaf(ledger, At(i)));
        _tree.AppendAll(MerkleTree.LeafHashes(leaves));
        await using (var import = await connection.BeginBinaryImportAsync(
            "copy reintegration.access_leaf (position, recorded_at, leaf) from stdin (format binary)", ct))
        {
            for (var i = 0; i < count; i++)
            {
                import.StartRow();
                import.Write(first + i, NpgsqlDbType.Bigint);
                import.Write(At(i), NpgsqlDbType.TimestampTz);
                import.Write(leaves[i], NpgsqlDbType.Bytea);
            }

            await import.CompleteAsync(ct);
        }

        await using var rows = await connection.BeginBinaryImportAsync(
            "copy reintegration.access_record (position, agency, case_id, month, wrapped_key, ciphertext, owners) from stdin (format binary)", ct);
        for (var i = 0; i < count; i++)
        {
            var template = chosen[i];
            rows.StartRow();
            rows.Write(first + i, NpgsqlDbType.Bigint);
            rows.Write(template.Record.Agency.Value, NpgsqlDbType.Text);
            if (template.Record.Case is { } @case) rows.Write(@case.Value, NpgsqlDbType.Uuid);
            else rows.WriteNull();
            rows.Write(template.Sealed.Month, NpgsqlDbType.Text);
            rows.Write(template.Sealed.WrappedKey.ToArray(), NpgsqlDbType.Bytea);
            rows.Write(template.Sealed.Ciphertext.ToArray(), NpgsqlDbType.Bytea);
            rows.Write(Seen.OthersIn(template.Record).Select(owner => owner.Value).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
            Fold(template, first + i, At(i));
        }

        await rows.CompleteAsync(ct);
    }

    /// <summary>The second time a record stands somewhere it shows nothing new.</summary>
    void Fold(Template template, long position, DateTimeOffset at)
    {
        if (template.IsFolded) return;
        template.IsFolded = true;
        foreach (var (released, digest) in template.Record.Released.Zip(template.Events))
        {
            var key = (digest, template.Record.Agency.Value);
            _exposures[key] = _exposures.GetValueOrDefault(key, ExposureRow.Empty)
                .Seeing(position, at, ExposureRow.WayOf(template.Record), LevelBits.Of(released, _fields));
        }
    }

    async Task CopyExposures(NpgsqlConnection connection, CancellationToken ct)
    {
        await using (var names = await connection.BeginBinaryImportAsync(
            "copy reintegration.exposure_field (number, name) from stdin (format binary)", ct))
        {
            for (var number = 0; number < _fields.Count; number++)
            {
                names.StartRow();
                names.Write(number, NpgsqlDbType.Integer);
                names.Write(_fields.Name(number), NpgsqlDbType.Text);
            }

            await names.CompleteAsync(ct);
        }

        await using var rows = await connection.BeginBinaryImportAsync(
            "copy reintegration.exposure (event, agency, steps) from stdin (format binary)", ct);
        foreach (var ((@event, agency), row) in _exposures)
        {
            rows.StartRow();
            rows.Write(@event, NpgsqlDbType.Uuid);
            rows.Write(agency, NpgsqlDbType.Text);
            rows.Write(row.ToBytes(), NpgsqlDbType.Bytea);
        }

        await rows.CompleteAsync(ct);
    }

    async Task Finish(NpgsqlConnection connection, long records, DateTimeOffset last, CancellationToken ct)
    {
        await using (var head = new NpgsqlCommand(
            "update reintegration.access_ledger set size = $1, recorded_at = $2, root = $3, frontier = $4", connection))
        {
            head.Parameters.Add(new NpgsqlParameter { Value = records });
            head.Parameters.Add(new NpgsqlParameter { Value = Leaf.NotBefore(default, last) });
            head.Parameters.Add(new NpgsqlParameter { Value = _tree.Root() });
            head.Parameters.Add(new NpgsqlParameter { Value = _tree.ToBytes() });
            await head.ExecuteNonQueryAsync(ct);
        }

        await using var analyze = new NpgsqlCommand("analyze", connection) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync(ct);
    }
}
