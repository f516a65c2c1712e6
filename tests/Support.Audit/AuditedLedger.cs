using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;

namespace Support.Audit;

/// <summary>A small ledger of real events, sealed, signed, and exported as an auditor is shown it.</summary>
sealed class AuditedLedger : IDisposable
{
    internal const string LedgerId = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    internal static readonly string Origin = CheckpointSigner.Origin(LedgerId);
    internal static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly CaseId Case = CaseId.Parse("018f0000-0000-7000-8000-000000000001");
    static readonly AgencyId Oversight = new("oversight");

    /// <summary>Base64 has plus signs; they stand as they are.</summary>
    static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly ILedger _ledger;
    readonly string _id;
    int _next;

    /// <summary>Tells the events to a ledger, which may be kept anywhere.</summary>
    internal AuditedLedger(ILedger ledger, string id)
    {
        (_ledger, _id) = (ledger, id);
        Signer = new(CheckpointSigner.Origin(id), NoteKeyType.Ed25519, SHA256.HashData("log"u8));
    }

    internal SignerKey Signer { get; }

    /// <summary>Twelve events: agencies, the policy in force, and a case with labels and with members about others.</summary>
    internal static async Task<AuditedLedger> Begin(string place = "harbour: 4 Mill Lane")
    {
        var ledger = new AuditedLedger(
            new MemoryLedger(LedgerId, new Clock(), new MemoryKeyStore(RandomNumberGenerator.Fill), RandomNumberGenerator.Fill),
            LedgerId);
        await ledger.Tell(place);
        return ledger;
    }

    internal async Task Tell(string place)
    {
        await Post("governance.agency-enrolled", "coordination", new { agency = "oversight", sector = "oversight", authorisedPurposes = new[] { "oversight" } }, inCase: false);
        await Post("governance.policy-bundle-activated", "coordination", new { hash = BundleFiles.Bundle.Hash }, inCase: false);
        await Post("coordination.case-opened", "prison");
        await Post("custody.person-released", "prison", new { toArea = place });
        await Post("supervision.supervision-condition-imposed", "probation");
        await Post("care.family-session-held", "community-haven");
        await Post("supervision.supervision-commenced", "probation");
        await Post("custody.person-released", "prison", new { toArea = place });
        foreach (var (agency, sector) in ((string, string)[])
            [
                ("prison", "prison"), ("probation", "probation"), ("community-haven", "community"), ("coordination", "coordination"),
            ])
            await Post("governance.agency-enrolled", "coordination", new { agency, sector }, inCase: false);
    }

    internal async Task Post(string kind, string owner, object? facts = null, bool inCase = true)
    {
        var type = Catalog.Default.Find($"reintegration.{kind}.v1");
        var agency = new AgencyId(owner);
        var body = JsonNode.Parse(type.Example.GetRawText())!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(facts ?? new { })!.AsObject().ToList())
            body[name] = value?.DeepClone();
        object about = inCase
            ? new
            {
                author = new { role = "practitioner", reference = "official-7" },
                subjects = new[] { new { person = "person-1", category = "convicted" } },
                reviewDue = "2026-09-01",
            }
            : new { author = new { role = "practitioner", reference = "official-7" } };
        var submission = new Submission
        {
            Name = new EventName(agency, Guid.Parse($"018f0000-0000-7000-9000-{_next++:x12}")),
            Type = type.Name,
            HappenedAt = Now.AddDays(-30),
            About = JsonSerializer.SerializeToElement(about),
            Facts = JsonSerializer.SerializeToElement(body),
        };
        var accepted = Acceptance.Accept(type, submission, new StreamId(agency, inCase ? Case : null), null);
        Assert.True(accepted.Envelope is not null, $"{kind}: {string.Join("; ", accepted.Errors)}");
        var pending = new PendingEvent(
            accepted.Envelope, CanonicalJson.Canonicalize(submission.Facts), SHA256.HashData("request"u8), accepted.Governs);
        Assert.True((await _ledger.Append(new Reintegration.Events.Ledger.Command([pending]), default)).Accepted);
    }

    internal async Task<List<Recorded>> Events()
    {
        List<Recorded> events = [];
        await foreach (var recorded in _ledger.Read(-1, default)) events.Add(recorded);
        return events;
    }

    internal async Task<SignedNote> Checkpoint() =>
        await new CheckpointSigner(_ledger, Signer, new MemorySignerMemory()).Sign(default);

    /// <summary>What the policy decides for a seat.</summary>
    internal async Task<Decider> Decider(Seat seat)
    {
        var events = await Events();
        var organisations = events.Aggregate(OrganisationContext.Empty, (context, recorded) => context.Apply(recorded));
        return new Decider(
            BundleFiles.Bundle, Catalog.Default, seat,
            CaseContext.Fold(Case, events.Where(recorded => recorded.Envelope.Case == Case)), organisations, Now);
    }

    static readonly Seat Auditor = new(Oversight, Sector.Oversight, "auditor", "oversight", "led-8", 0, [], "auditor-1");

    /// <summary>The lines of an export, header first.</summary>
    internal async Task<List<string>> Export()
    {
        var header = new ExportHeader(
            _id, Signer.Key.Name, -1, default, (await Checkpoint()).ToString(), Signer.Key.ToString());
        return [Encoding.UTF8.GetString(header.ToBytes()), .. await Lines()];
    }

    /// <summary>The lines behind the header.</summary>
    internal async Task<List<string>> Lines()
    {
        var decider = await Decider(Auditor);
        var labels = await _ledger.LabelRows(-1, long.MaxValue, default);
        return [.. (await Events()).Select(recorded => Line(recorded, decider, labels[recorded.Position]))];
    }

    /// <summary>A timeline with proofs, as a seat that may see everything is answered.</summary>
    internal async Task<string> Timeline()
    {
        var decider = await Decider(Auditor);
        var disclosures = (await Events()).Where(recorded => recorded.Envelope.Case == Case)
            .Select(recorded => Disclosure.Of(recorded, decider.Decide(recorded.Envelope), (_, person) => person, Proving.Shown)!)
            .ToList();
        var items = View.Of<CaseTimeline, ImmutableList<TimelineItem>>(disclosures).Zip(disclosures, (item, disclosure) =>
        {
            var json = JsonSerializer.SerializeToNode(item, EventJson.Options)!.AsObject();
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                FieldProofJson.Write(writer, disclosure.Proof!);
                writer.WriteEndObject();
            }
            json["proof"] = JsonNode.Parse(buffer.ToArray());
            return json;
        });
        return new JsonObject { ["case"] = Case.ToString(), ["items"] = new JsonArray([.. items]) }.ToJsonString(Relaxed);
    }

    static string Line(Recorded recorded, Decider decider, IEnumerable<(string, string)> labels)
    {
        var shown = Disclosure.Of(
            recorded, decider.Decide(recorded.Envelope), (_, person) => person, Proving.Envelope);
        return Encoding.UTF8.GetString(
            new ExportLine(recorded.Position, recorded.Leaf, recorded.Parts, shown?.Proof, labels).ToBytes());
    }

    /// <summary>A line with something changed in it, as somebody would who can write the file.</summary>
    internal static string Edit(string line, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(line)!.AsObject();
        change(json);
        return json.ToJsonString(Relaxed);
    }

    public void Dispose() => Signer.Dispose();

    sealed class Clock : TimeProvider
    {
        int _seconds;
        public override DateTimeOffset GetUtcNow() => Now.AddDays(-30).AddSeconds(_seconds++);
    }
}
