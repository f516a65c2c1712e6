using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Bench;

/// <summary>Synthetic commands of the median size: about 600 bytes of facts, streams as long as asked.</summary>
sealed class Load(int streamEvents)
{
    internal const string Type = "reintegration.supervision.supervision-contact-recorded.v1";

    static readonly ImmutableSortedDictionary<string, JsonElement> NoLabels = ImmutableSortedDictionary<string, JsonElement>.Empty;
    static readonly AgencyId[] Owners = [.. Enumerable.Range(0, 8).Select(i => new AgencyId($"bench-agency-{i}"))];
    static readonly byte[] RequestDigest = SHA256.HashData("request"u8);

    internal static readonly byte[] Payload =
        Encoding.UTF8.GetBytes(
            $"{{\"at\":\"2026-01-01T10:00:00Z\",\"factNote\":\"{new string('x', 520)}\",\"location\":\"office\",\"mode\":\"office\"}}");

    StreamId _stream;
    int _left;

    /// <summary>
    /// The next command of one caller. Everything but the ledger's own work is done here, as at a door.
    /// </summary>
    internal Ledger.Command Next(int batch)
    {
        var events = ImmutableArray.CreateBuilder<PendingEvent>(batch);
        for (var i = 0; i < batch; i++) events.Add(Event());
        return new Ledger.Command(events.MoveToImmutable());
    }

    PendingEvent Event()
    {
        if (_left-- == 0)
        {
            _stream = new StreamId(Owners[Random.Shared.Next(Owners.Length)], new CaseId(Guid.NewGuid()));
            _left = streamEvents - 1;
        }
        var envelope = new Envelope
        {
            Name = new EventName(_stream.Owner, Guid.NewGuid()),
            Type = Type,
            Stream = _stream,
            HappenedAt = DateTimeOffset.UnixEpoch.AddYears(56),
            Author = new Author("practitioner", "officer-17"),
            Purposes = ["reintegration", "supervision"],
            LegalBasis = "led-8",
            Category = Category.Compliance,
            Sensitivity = Sensitivity.S2,
            Handling = new Handling(HandlingCode.H1, Onward.OriginatorConsent, ActionLimit.CoordinateFirst, [], []),
            StatementKind = StatementKind.Fact,
            Subjects = [new DataSubject("person-1", SubjectCategory.Convicted)],
            Retention = RetentionClass.Case,
            Labels = NoLabels,
        };
        return new PendingEvent(envelope, Payload, RequestDigest, Governs: false);
    }
}
