using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>How something came to an agency. What it was entitled to know is a third thing, and no record of it is kept.</summary>
public enum Way
{
    /// <summary>An official or a system of the agency asked for it, and it was answered.</summary>
    Read,

    /// <summary>It was handed over as it came, by feed or in an export.</summary>
    Delivered,
}

/// <summary>Who has been shown what: derived from the access ledger, and never more than it says.</summary>
/// <remarks>
/// Two implementations, in memory and in PostgreSQL: the access ledgers themselves, since a record and what it adds here
/// become durable together. A look that shows nothing new adds nothing.
/// </remarks>
public interface IExposures
{
    /// <summary>Which agencies have been shown any of these events, when first and by which record; by event and agency.</summary>
    /// <exception cref="LedgerUnavailableException">The index could not be read.</exception>
    Task<IReadOnlyList<Exposure>> Of(IReadOnlyCollection<EventName> events, CancellationToken ct);

    /// <summary>
    /// How often other agencies were shown something of an owner's, between each of these instants and the next.
    /// </summary>
    /// <param name="bounds">Rising instants: the first period begins at the first and ends before the second.</param>
    Task<IReadOnlyList<LooksCounted>> Looks(AgencyId owner, IReadOnlyList<DateTimeOffset> bounds, CancellationToken ct);

    /// <summary>Makes the index anew from the access records, while they go on.</summary>
    /// <remarks>Of records whose month's key is destroyed, what the index holds of them is kept.</remarks>
    /// <returns>How many rows of the index were not as the records say.</returns>
    Task<long> Rebuild(CancellationToken ct);
}

/// <param name="Period">Which of the periods, from 0.</param>
/// <param name="Looks">Answers that showed the agency at least one event of the owner's.</param>
public sealed record LooksCounted(int Period, AgencyId Agency, long Looks);

/// <summary>What one agency has been shown of one event.</summary>
/// <param name="Sightings">In the order of the access ledger; each showed something that none before it had.</param>
public sealed record Exposure(EventName Event, AgencyId Agency, ImmutableArray<Sighting> Sightings);

/// <summary>The first time that some fields of an event were shown at some levels.</summary>
/// <param name="Position">Of the access record that says so.</param>
/// <param name="Levels">Fields and levels that were new then, among what came the same way.</param>
public sealed record Sighting(
    long Position, DateTimeOffset RecordedAt, Way Way, ImmutableSortedDictionary<string, string> Levels);

/// <summary>A row of the index, as it is kept: its sightings with their bits.</summary>
public sealed record ExposureRow(ImmutableArray<ExposureRow.Step> Steps)
{
    const int StepHeader = sizeof(long) + sizeof(long) + 1 + sizeof(ushort);

    public sealed record Step(long Position, DateTimeOffset RecordedAt, Way Way, LevelBits Bits);

    public static ExposureRow Empty { get; } = new([]);

    /// <summary>Doors through which an answer is handed over to a system that keeps it.</summary>
    static readonly ImmutableHashSet<string> Handing = ["GET /feed", "GET /audit/export/events", "GET /audit/evidence"];

    public static Way WayOf(AccessRecord record) => Handing.Contains(record.Door) ? Way.Delivered : Way.Read;

    /// <summary>With one more sighting; the same row when it showed nothing new.</summary>
    public ExposureRow Seeing(long position, DateTimeOffset at, Way way, LevelBits bits)
    {
        var known = Steps.Where(step => step.Way == way).Aggregate(LevelBits.None, (all, step) => all.With(step.Bits));
        var news = bits.Without(known);
        return news.IsEmpty ? this : new ExposureRow(Steps.Add(new Step(position, at, way, news)));
    }

    /// <summary>With steps of records that cannot be read any more, in the order of the access ledger.</summary>
    public ExposureRow Keeping(IEnumerable<Step> kept) => kept.Concat(Steps).OrderBy(step => step.Position)
        .Aggregate(Empty, (row, step) => row.Seeing(step.Position, step.RecordedAt, step.Way, step.Bits));

    public ImmutableArray<Sighting> Sightings(FieldNumbers numbers) =>
        [.. Steps.Select(step => new Sighting(step.Position, step.RecordedAt, step.Way, step.Bits.Levels(numbers)))];

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        Span<byte> header = stackalloc byte[StepHeader];
        foreach (var step in Steps)
        {
            var bits = step.Bits.ToBytes();
            BinaryPrimitives.WriteInt64BigEndian(header, step.Position);
            BinaryPrimitives.WriteInt64BigEndian(header[sizeof(long)..], step.RecordedAt.UtcTicks);
            header[2 * sizeof(long)] = (byte)step.Way;
            BinaryPrimitives.WriteUInt16BigEndian(header[(2 * sizeof(long) + 1)..], checked((ushort)bits.Length));
            bytes.Write(header);
            bytes.Write(bits);
        }

        return bytes.ToArray();
    }

    /// <exception cref="LedgerBrokenException">The bytes are not those of a row.</exception>
    public static ExposureRow Parse(ReadOnlySpan<byte> bytes)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < StepHeader) throw new LedgerBrokenException("A row of the exposure index is cut off.");
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(StepHeader - sizeof(ushort))..]);
            if (bytes.Length < StepHeader + length) throw new LedgerBrokenException("A row of the exposure index is cut off.");
            steps.Add(new Step(
                BinaryPrimitives.ReadInt64BigEndian(bytes),
                new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(bytes[sizeof(long)..]), TimeSpan.Zero),
                (Way)bytes[2 * sizeof(long)], LevelBits.Parse(bytes.Slice(StepHeader, length))));
            bytes = bytes[(StepHeader + length)..];
        }

        return new ExposureRow(steps.ToImmutable());
    }
}

/// <summary>One event of an access record, with what tells it apart from every other in the index.</summary>
/// <param name="Mark">The same for the same event, agency, way and levels, and for nothing else: 128 bits of SHA-256.</param>
public readonly record struct Seen(Released Released, AgencyId Agency, Way Way, UInt128 Mark)
{
    /// <summary>What a record showed, event by event.</summary>
    public static ImmutableArray<Seen> All(AccessRecord record)
    {
        if (record.Released.IsEmpty) return [];
        var (way, marks) = (ExposureRow.WayOf(record), ImmutableArray.CreateBuilder<Seen>(record.Released.Length));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var released in record.Released)
        {
            // No name of an agency or a field holds a control character.
            var text = new StringBuilder(record.Agency.Value, 256).Append('\n').Append((char)('0' + (int)way))
                .Append('\n').Append(released.Name.Owner.Value).Append('\n').Append(released.Name.Id);
            foreach (var (field, level) in released.Levels) text.Append('\n').Append(field).Append('\t').Append(level);
            hash.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
            hash.GetHashAndReset(digest);
            marks.Add(new Seen(released, record.Agency, way, BinaryPrimitives.ReadUInt128BigEndian(digest)));
        }

        return marks.MoveToImmutable();
    }

    /// <summary>Whose events a record showed to somebody else.</summary>
    public static ImmutableArray<AgencyId> OthersIn(AccessRecord record) =>
        [.. record.Released.Select(released => released.Name.Owner).Where(owner => owner != record.Agency).Distinct().Order()];
}
