using Npgsql;

namespace Reintegration.Events.Postgres;

/// <summary>Puts the events of many cases together again, from rows of one sealed part each.</summary>
sealed class ManyCases(Sealer sealer)
{
    const int Position = 0, Version = 1, LeafBytes = 2, Owner = 3, Case = 4, Id = 5, Type = 6, Body = 7, Path = 8, Person = 9, Key = 10, Cipher = 11;

    /// <summary>A whole text column of few values, read without making the same string again and again.</summary>
    readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);

    internal async Task Read(NpgsqlDataReader rows, Dictionary<Guid, List<Recorded>> into, CancellationToken ct)
    {
        var position = -1L;
        List<SealedPart> parts = [];
        Func<ImmutableArray<SealedPart>, Recorded>? open = null;
        List<Recorded>? list = null;
        while (await rows.ReadAsync(ct))
        {
            if (rows.GetInt64(Position) != position)
            {
                Close();
                position = rows.GetInt64(Position);
                var @case = rows.GetGuid(Case);
                if (!into.TryGetValue(@case, out list)) into.Add(@case, list = []);
                open = Begin(rows);
            }
            parts.Add(new SealedPart(
                Word(rows.GetString(Path)), rows.GetString(Person), rows.GetFieldValue<byte[]>(Cipher),
                rows.GetFieldValue<byte[]>(Key)));
        }
        Close();

        void Close()
        {
            if (open is null) return;
            if (parts.Count > 1) parts.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
            list!.Add(open([.. parts]));
            parts.Clear();
        }
    }

    Func<ImmutableArray<SealedPart>, Recorded> Begin(NpgsqlDataReader row)
    {
        var (position, version, leaf) = (row.GetInt64(Position), row.GetInt64(Version), row.GetFieldValue<byte[]>(LeafBytes));
        var stream = new StreamId(new AgencyId(Word(row.GetString(Owner))), CaseColumn.From(row.GetGuid(Case)));
        var envelope = EnvelopeJson.Read(
            new EventName(stream.Owner, row.GetGuid(Id)), Word(row.GetString(Type)), stream, row.GetFieldValue<byte[]>(Body));
        return parts => new Recorded(
            position, version, Leaf.RecordedAt(leaf), envelope, new SealedFacts(envelope.Name, parts, default, sealer), leaf);
    }

    string Word(string text)
    {
        if (_words.TryGetValue(text, out var known)) return known;
        _words.Add(text, text);
        return text;
    }
}
