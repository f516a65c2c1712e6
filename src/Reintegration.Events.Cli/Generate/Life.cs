using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reintegration.Events.Events;

namespace Reintegration.Events.Cli.Generate;

/// <summary>One event of a made-up history, as its agency's system posts it.</summary>
/// <param name="Day">Of the life, on which it is reported.</param>
/// <param name="Json">The CloudEvent, structured mode.</param>
sealed record Told(int Day, AgencyId Agency, string Type, ReadOnlyMemory<byte> Json);

/// <summary>
/// One made-up person's way, as far as it has come: what happens is told in the order in which it is reported.
/// </summary>
/// <remarks>
/// The case is named by the event that opened it, so a whole history is written before the first of it is posted. Days
/// count from the day the sentence began; nothing is told of a day after the last.
/// </remarks>
sealed class Life
{
    internal static readonly AgencyId Prison = AgencyId.Parse("prison");
    internal static readonly AgencyId Probation = AgencyId.Parse("probation");
    internal static readonly AgencyId Police = AgencyId.Parse("police");
    internal static readonly AgencyId Intelligence = AgencyId.Parse("intelligence");
    internal static readonly AgencyId Haven = AgencyId.Parse("community-haven");
    internal static readonly AgencyId Health = AgencyId.Parse("health-north");
    internal static readonly AgencyId Coordination = AgencyId.Parse("coordination");

    /// <summary>
    /// Each event is looked at again within five months: also a juvenile's, which is half a year at most.
    /// </summary>
    const int ReviewDays = 150;

    static readonly FrozenDictionary<Type, EventType> Types =
        Catalog.Default.All.ToFrozenDictionary(type => type.ClrType);

    readonly List<Told> _told = [];
    readonly byte[] _key;
    readonly DateTimeOffset _start;
    int _count;

    /// <param name="key">Names the history: the same key gives the same ids.</param>
    /// <param name="until">Midnight (UTC) at which the telling stops.</param>
    /// <param name="days">How many days of it there are.</param>
    internal Life(string key, Chance chance, DateTimeOffset until, int days)
    {
        (_key, Chance, Days) = (SHA256.HashData(Encoding.UTF8.GetBytes($"reintegration generate/{key}")), chance, days);
        _start = until.AddDays(-days);
    }

    internal Chance Chance { get; }
    internal int Days { get; }
    internal bool IsJuvenile { get; init; }
    /// <summary>The case, once it is opened; events told without it belong to no case.</summary>
    internal EventName? Case { get; set; }
    /// <summary>In the order in which it is reported.</summary>
    internal IReadOnlyList<Told> Told => [.. _told.OrderBy(told => told.Day)];

    internal DateOnly Date(int day) => DateOnly.FromDateTime(_start.AddDays(day).UtcDateTime);

    internal DateTimeOffset Time(int day, int hour = 10) => _start.AddDays(day).AddHours(hour);

    /// <summary>An official of the agency; the same few work on a case.</summary>
    internal string Official(AgencyId agency, int number = 1) =>
        $"official-{agency.Value}-{BinaryPrimitives.ReadUInt16BigEndian(_key.AsSpan(number)) % 40 + 1}{(number > 1 ? $"-{number}" : "")}";

    /// <summary>Each owner mints its own reference to a person; nothing in it is shared.</summary>
    internal string Person(AgencyId agency, string who = "person") =>
        $"{agency.Value}-{who}-{Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{agency.Value}/{who}")).AsSpan(0, 5))}";

    /// <summary>Tells an event and returns its name; null when the day lies behind the last one told of.</summary>
    /// <param name="happened">The day it happened, when it is reported later than that.</param>
    internal EventName? Tell<T>(
        int day, AgencyId agency, T facts, string role = "practitioner", string? author = null, int? happened = null,
        Grading? grading = null) where T : IEvent
    {
        if (day > Days) return null;
        var (id, type) = (Id(_count++), Types[typeof(T)]);
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", agency.Source);
            json.WriteString("type", type.Name);
            if (Case is { } @case) json.WriteString("subject", @case.ToString());
            json.WriteString("time", Instant(Time(happened ?? day, 8)));
            json.WriteString("datacontenttype", "application/json");
            json.WriteStartObject("data");
            json.WriteStartObject("about");
            About(json, agency, role, author ?? Official(agency), happened ?? day, type, grading);
            json.WriteEndObject();
            json.WritePropertyName("facts");
            JsonSerializer.Serialize(json, facts, EventJson.Options);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        _told.Add(new Told(day, agency, type.Name, buffer.ToArray()));
        return new EventName(agency, id);
    }

    void About(
        Utf8JsonWriter json, AgencyId agency, string role, string author, int day, EventType type, Grading? grading)
    {
        json.WriteStartObject("author");
        json.WriteString("role", role);
        json.WriteString("reference", author);
        json.WriteEndObject();
        if (grading is not null)
        {
            json.WritePropertyName("grading");
            JsonSerializer.Serialize(json, grading, EventJson.Options);
        }

        if (type.Place == CasePlace.NoCase || type.FollowsTarget) return;
        json.WriteString("reviewDue", Date(day + ReviewDays).ToString("O", CultureInfo.InvariantCulture));
        if (!type.ConcernsPerson) return;
        if (IsJuvenile) json.WriteBoolean("juvenile", true);
        json.WriteStartArray("subjects");
        json.WriteStartObject();
        json.WriteString("person", Person(agency));
        json.WriteString("category", "convicted");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    Guid Id(int number)
    {
        Span<byte> numbered = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(numbered, number);
        return LowerUuid.OfHash(HMACSHA256.HashData(_key, numbered));
    }

    static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
