using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;
using Support.Ledger;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>One event taken apart as contracts/ledger/leaf.md says, with nothing of the house's own sealing.</summary>
static class LeafVectors
{
    internal const string LedgerId = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const string SessionType = "reintegration.care.family-session-held.v1";

    internal static readonly StreamId Stream = new(
        new AgencyId("community-haven"), CaseId.Parse("8f2f6c1e-40b7-8d11-9a55-0c4e1b7a2d90"));

    internal const string Facts = """{"date":"2026-09-18","supportNeeded":"counselling","themes":["homecoming","stigma"]}""";

    internal static PendingEvent Pending(StreamId stream, string facts, Guid? id = null) =>
        new(Some.Envelope(new EventName(stream.Owner, id ?? Guid.NewGuid()), stream, SessionType) with { Relates = null },
            Encoding.UTF8.GetBytes(facts), SHA256.HashData("request"u8), false);

    /// <summary>All randomness is the byte 7, so every secret is, too.</summary>
    public static JsonObject Write()
    {
        var pending = Pending(Stream, Facts, Guid.Parse("0190f3c4-0000-7000-8000-000000000001"));
        var sealedEvent = new Sealer(LedgerId, Catalog.Default, new MemoryKeyStore(Still), Still).Seal(pending);
        var secret = new byte[Sealer.SecretLength];
        Still(secret);
        var leaf = Leaf.V1(sealedEvent, LedgerId, new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero));
        return new JsonObject
        {
            ["name"] = pending.Envelope.Name.ToString(),
            ["secret"] = Convert.ToBase64String(secret),
            ["fields"] = new JsonArray([.. Expected(pending).Select(field => Vector(secret, field))]),
            ["fieldsRoot"] = Convert.ToBase64String(sealedEvent.FieldsRoot.Span),
            ["ciphertexts"] = new JsonArray([.. sealedEvent.Parts.Select(part => new JsonObject
            {
                ["path"] = part.Path,
                ["eventKey"] = Convert.ToBase64String(secret),
                ["ciphertext"] = Convert.ToBase64String(part.Ciphertext.Span),
            })]),
            ["leaf"] = Encoding.UTF8.GetString(leaf),
            ["leafHash"] = Convert.ToBase64String(MerkleTree.LeafHash(leaf)),
        };

        static void Still(Span<byte> bytes) => bytes.Fill(7);
    }

    /// <summary>The same event with two of its fields opened, one of them lowered, the rest bare.</summary>
    public static JsonObject Opening()
    {
        var vector = Write();
        var secret = Convert.FromBase64String((string)vector["secret"]!);
        var expected = Expected(Pending(Stream, Facts, Guid.Parse("0190f3c4-0000-7000-8000-000000000001")));
        var fields = expected.Select(field => (field.Path, field.Level) is ("/envelope/owner", 4) or ("/facts/date", 3)
            ? new ProvedField(new Opening(
                field.Path, (Level)field.Level, Convert.FromBase64String((string)Vector(secret, field)["salt"]!),
                Encoding.UTF8.GetBytes(field.Value)))
            : new ProvedField(Commitment(secret, field.Path, field.Level, field.Value)));
        var proof = new FieldProof(
            Encoding.UTF8.GetBytes((string)vector["leaf"]!), [.. fields],
            System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty);
        using var buffer = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            FieldProofJson.Write(json, proof);
            json.WriteEndObject();
        }

        return new JsonObject
        {
            ["shown"] = new JsonObject { ["owner"] = "community-haven", ["date"] = "2026-09" },
            ["proof"] = JsonNode.Parse(buffer.ToArray()),
            ["fieldsRoot"] = Convert.ToBase64String(proof.FieldsRoot()),
        };
    }

    static JsonObject Vector(byte[] secret, (string Path, int Level, string Value) field) => new()
    {
        ["path"] = field.Path,
        ["level"] = field.Level,
        ["value"] = field.Value,
        ["salt"] = Convert.ToBase64String(
            HMACSHA256.HashData(secret, (byte[])[.. Encoding.UTF8.GetBytes(field.Path), (byte)field.Level])),
        ["commitment"] = Convert.ToBase64String(Commitment(secret, field.Path, field.Level, field.Value)),
    };

    internal static (string Path, int Level, string Value)[] Expected(PendingEvent pending) =>
    [
        ("/envelope/author", 2, "\"practitioner\""), ("/envelope/author", 4, """{"reference":"officer-17","role":"practitioner"}"""),
        ("/envelope/case", 4, "\"8f2f6c1e-40b7-8d11-9a55-0c4e1b7a2d90\""), ("/envelope/category", 4, "\"COMPLIANCE\""),
        ("/envelope/handling", 4, """{"actionLimit":"coordinate-first","caveats":["keep apart"],"code":"H2","legalBasis":"led-8","onward":"listed","purposes":["reintegration","supervision"]}"""),
        ("/envelope/happenedAt", 2, "\"2026\""), ("/envelope/happenedAt", 3, "\"2026-03\""),
        ("/envelope/happenedAt", 4, "\"2026-03-14T13:09:26.5358979Z\""),
        ("/envelope/markings", 4, """{"causation":"causation-1","correlation":"correlation-1","juvenile":true,"labels":{"INTEL":true,"zone":"north é"},"markedAs":"reintegration.needs.risk-assessment-completed.v1","releasableTo":["prison-north","police-east"],"retention":"sensitive","sensitivity":"S3","subjects":["person-1","convicted","person-1","victim"]}"""),
        ("/envelope/name", 4, $"\"{pending.Envelope.Name}\""), ("/envelope/owner", 4, "\"community-haven\""),
        ("/envelope/quality", 4, """{"gradedInformation":2,"gradedSource":"B","reviewDue":"2027-01-15","statementKind":"assessment"}"""),
        ("/envelope/relates", 4, ""),
        ("/envelope/requestDigest", 4, $"\"{Convert.ToHexStringLower(SHA256.HashData("request"u8))}\""),
        ("/envelope/type", 4, $"\"{SessionType}\""),
        ("/facts/date", 2, "\"2026\""), ("/facts/date", 3, "\"2026-09\""), ("/facts/date", 4, "\"2026-09-18\""),
        ("/facts/supportNeeded", 4, "\"counselling\""), ("/facts/themes", 4, """["homecoming","stigma"]"""),
    ];

    /// <summary>leaf.md, read word by word, with nothing of the house.</summary>
    internal static byte[] Commitment(byte[] secret, string path, int level, string value)
    {
        var (name, bytes) = (Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(value));
        var salt = HMACSHA256.HashData(secret, (byte[])[.. name, (byte)level]);
        var (pathLength, valueLength) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteUInt32BigEndian(pathLength, (uint)name.Length);
        BinaryPrimitives.WriteUInt32BigEndian(valueLength, (uint)bytes.Length);
        return SHA256.HashData((byte[])[
            .. "reintegration/field/v1"u8, 0, .. salt, .. pathLength, .. name, (byte)level, .. valueLength, .. bytes]);
    }
}
