using System.Globalization;

namespace Reintegration.Events.Policy.Tallies;

/// <summary>Counts of people as they were published once: identified, dated, and never counted again.</summary>
/// <remarks>
/// It holds what may be told and nothing that may not: counts below the threshold, and those by which they could be
/// worked out, are gone when it is made. Every table of two dimensions is in it; which of them are told together is
/// ruled by <see cref="Overlap"/>.
/// </remarks>
public sealed class Snapshot
{
    private readonly Kept kept;

    private Snapshot(Kept kept) => this.kept = kept;

    /// <summary>Who and until when: <c>adults-2027-01-01</c>.</summary>
    public string Id => $"{kept.People}-{kept.Cutoff.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary><c>adults</c> or <c>juveniles</c>.</summary>
    public string People => kept.People;

    /// <summary>Everybody in it was to be counted by then, and nobody in it by an earlier snapshot.</summary>
    public DateTimeOffset Cutoff => kept.Cutoff;

    /// <summary>Hash of the bundle that declared what was counted.</summary>
    public string Bundle => kept.Bundle;

    /// <summary>The threshold that was held to.</summary>
    public int Threshold => kept.Threshold;

    /// <summary>What its counts are multiples of.</summary>
    public int Base => kept.Base;

    public ImmutableArray<string> Dimensions => [.. kept.Dimensions.Select(each => each.Name)];

    /// <summary>The tables that are told without being asked for.</summary>
    public ImmutableArray<Pair> Declared => [.. kept.Declared.Select(pair => new Pair(pair[0], pair[1]))];

    /// <summary>Words of a dimension; empty when the snapshot has none of this name.</summary>
    public ImmutableArray<string> Words(string dimension) =>
        kept.Dimensions.FirstOrDefault(each => each.Name == dimension)?.Words ?? [];

    internal static Snapshot Of(
        Aggregates aggregates, bool juveniles, DateTimeOffset cutoff, string bundle, ImmutableArray<Cohort.Unit> units,
        Func<int, int> lot)
    {
        var control = aggregates.Control;
        var protection = new Protection(control.Threshold, lot);
        var dimensions = aggregates.People!.Dimensions;
        var counts = dimensions.Select((dimension, at) => dimension.Words.Select(word => units.Count(unit => unit.Words[at] == word)).ToArray()).ToArray();
        var told = counts.Select(protection.Words).ToArray();
        var tables = ImmutableArray.CreateBuilder<KeptTable>();
        for (var one = 0; one < dimensions.Length; one++)
            for (var other = one + 1; other < dimensions.Length; other++)
                tables.Add(Table(one, other));
        return new Snapshot(new Kept(
            juveniles ? "juveniles" : "adults", cutoff, bundle, control.Threshold, control.Base,
            Protection.Round(units.Length, control.Base),
            [.. dimensions.Select((each, at) => new KeptDimension(each.Name, each.Words, [.. counts[at].Select((count, word) => Told(count, told[at][word]))]))],
            [.. aggregates.Tables.Select(pair => ImmutableArray.Create(pair.First, pair.Second))], tables.ToImmutable()));

        KeptTable Table(int one, int other)
        {
            var (rows, columns) = (dimensions[one].Words, dimensions[other].Words);
            var cells = new int[rows.Length, columns.Length];
            foreach (var unit in units) cells[rows.IndexOf(unit.Words[one]), columns.IndexOf(unit.Words[other])]++;
            var shown = protection.Cells(cells, told[one], told[other]);
            return new KeptTable(dimensions[one].Name, dimensions[other].Name,
            [
                .. Enumerable.Range(0, rows.Length).Select(row => Enumerable.Range(0, columns.Length)
                    .Select(column => Told(cells[row, column], shown[row, column])).ToImmutableArray()),
            ]);
        }

        long? Told(int count, bool isTold) => isTold ? Protection.Round(count, control.Base) : null;
    }

    /// <summary>The cells of a table: of the whole, of one dimension, or of two.</summary>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    internal ImmutableArray<TallyCell> Cells(ImmutableArray<string> by)
    {
        if (by.IsEmpty) return [new TallyCell([], kept.Total)];
        if (by.Length > 2 || by.Distinct().Count() != by.Length || by.Any(name => Words(name).IsEmpty))
            throw new ArgumentException($"There is no table by {string.Join(", ", by)}.", nameof(by));
        if (by.Length == 1)
        {
            var dimension = kept.Dimensions.First(each => each.Name == by[0]);
            return [.. dimension.Words.Zip(dimension.Counts, (word, count) => new TallyCell([word], count))];
        }

        var table = kept.Tables.First(each => by.Contains(each.Rows) && by.Contains(each.Columns));
        var turned = table.Rows != by[0];
        long? At(int one, int other) => turned ? table.Counts[other][one] : table.Counts[one][other];
        return
        [
            .. Words(by[0]).SelectMany((word, one) => Words(by[1]).Select(
                (beside, other) => new TallyCell([word, beside], At(one, other)))),
        ];
    }

    /// <summary>As it is stored.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(kept, EventJson.Options);

    /// <summary>As it was stored.</summary>
    /// <exception cref="JsonException">These are no bytes of <see cref="ToBytes"/>.</exception>
    public static Snapshot Read(ReadOnlySpan<byte> bytes) =>
        new(JsonSerializer.Deserialize<Kept>(bytes, EventJson.Options) ?? throw new JsonException("A snapshot was expected."));

    private sealed record Kept(
        string People, DateTimeOffset Cutoff, string Bundle, int Threshold, int Base, long Total,
        ImmutableArray<KeptDimension> Dimensions, ImmutableArray<ImmutableArray<string>> Declared,
        ImmutableArray<KeptTable> Tables);

    private sealed record KeptDimension(string Name, ImmutableArray<string> Words, ImmutableArray<long?> Counts);

    private sealed record KeptTable(string Rows, string Columns, ImmutableArray<ImmutableArray<long?>> Counts);
}
