using System.Globalization;
using System.Security.Cryptography;

namespace Reintegration.Events.Ledger;

/// <summary>What a court is given of one case: events and looks, each with what proves it, signed as a whole.</summary>
/// <remarks>
/// JSON Lines. First a header with a signed checkpoint of each ledger; then a line for each event, each erased event and
/// each look, with its leaf, its place and the path to the root; last a signature over the bytes of all lines before.
/// Nothing in it has to be believed but the two keys: <see cref="EvidenceVerification"/>.
/// </remarks>
public sealed class EvidencePack
{
    public const string MediaType = "application/jsonl; charset=utf-8";
    internal const string Word = "evidence";

    readonly MemoryStream _lines = new();
    int _count;

    /// <summary>A leaf's place in its ledger, with the path from it to the root of the header's checkpoint.</summary>
    public sealed record Place(long Index, ReadOnlyMemory<byte> Leaf, IReadOnlyList<byte[]> Path);

    /// <param name="after">Looks up to this position of the access ledger are in an earlier pack; -1: in none.</param>
    /// <param name="next">Looks after this position are in a later pack; null: none is left.</param>
    public EvidencePack(
        CaseId @case, DateTimeOffset madeAt, SignedNote events, SignedNote access, long after, long? next) => Line(json =>
    {
        json.WriteNumber(Word, 1);
        json.WriteString("case", @case.Value);
        json.WriteString("madeAt", Leaf.Text(madeAt));
        json.WriteString("eventsCheckpoint", events.ToString());
        json.WriteString("accessCheckpoint", access.ToString());
        json.WriteNumber("after", after);
        if (next is { } more) json.WriteNumber("next", more);
        else json.WriteNull("next");
    });

    /// <param name="item">Writes the item with its proof, as a timeline answers it.</param>
    public void Event(Place place, Action<Utf8JsonWriter> item) => Line(json =>
    {
        json.WritePropertyName("event");
        item(json);
        Write(json, place);
    });

    /// <summary>An event that was erased: its leaf, and which record says so.</summary>
    public void Erased(Place place, long by) => Line(json =>
    {
        json.WriteNumber("erasedBy", by);
        Write(json, place);
    });

    /// <summary>A look; of one whose month was erased the leaf alone.</summary>
    public void Look(Place place, AccessRecorded recorded) => Line(json =>
    {
        json.WritePropertyName("look");
        if (recorded.Record is not { } record) json.WriteNullValue();
        else
        {
            json.WriteRawValue(AccessRecordJson.Write(record));
            json.WriteBase64String("secret", recorded.Secret.Span);
        }

        Write(json, place);
    });

    /// <summary>The whole file, signed.</summary>
    public async Task<byte[]> Sign(ISigner signer, CancellationToken ct)
    {
        var note = await SignedNote.Sign(Text(signer.Key.Name, _lines.ToArray(), _count), ct, signer);
        Line(json => json.WriteString("signature", note.ToString()));
        return _lines.ToArray();
    }

    /// <summary>What is signed. Its second line is no number, so it can never be taken for a checkpoint.</summary>
    internal static string Text(string origin, ReadOnlySpan<byte> lines, int count) => string.Create(
        CultureInfo.InvariantCulture, $"{origin}\n{Word}\n{Convert.ToBase64String(SHA256.HashData(lines))}\n{count} lines\n");

    void Line(Action<Utf8JsonWriter> members)
    {
        _lines.Write(JsonBytes.Of(json =>
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }));
        _lines.WriteByte((byte)'\n');
        _count++;
    }

    static void Write(Utf8JsonWriter json, Place place)
    {
        json.WriteNumber("index", place.Index);
        json.WriteBase64String("leaf", place.Leaf.Span);
        json.WriteStartArray("path");
        foreach (var hash in place.Path) json.WriteBase64StringValue(hash);
        json.WriteEndArray();
    }
}
