using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reintegration.Events.Ledger;
using Support.Ledger;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>A signer signs a history once, and never another one.</summary>
public sealed class CheckpointSignerTests
{
    static readonly string Id = new('a', 32);

    readonly SignerKey _key = new(CheckpointSigner.Origin(Id), NoteKeyType.Ed25519, new byte[Ed25519.SeedLength]);
    readonly MemorySignerMemory _memory = new();

    static MemoryLedger Empty() =>
        new(Id, new TestClock(), new MemoryKeyStore(RandomNumberGenerator.Fill), RandomNumberGenerator.Fill);

    static async Task<MemoryLedger> Of(int size)
    {
        var ledger = Empty();
        await Grow(ledger, size);
        return ledger;
    }

    static async Task Grow(MemoryLedger ledger, int size)
    {
        var stream = Some.Stream();
        for (var i = 0; i < size; i++) await ledger.Append(Some.Command(Some.Event(stream)), default);
    }

    CheckpointSigner Over(MemoryLedger ledger) => new(ledger, _key, _memory);

    [Fact]
    public async Task What_it_signs_is_the_head_and_a_stranger_can_check_it()
    {
        var ledger = Empty();
        foreach (var size in (int[])[0, 3, 3, 8])
        {
            await Grow(ledger, size - (int)(await ledger.Head(default)).Size);
            var note = await Over(ledger).Sign(default);
            var policy = new LogPolicy(CheckpointSigner.Origin(Id), _key.Key);
            var opened = SignedCheckpoint.Open(note.ToBytes(), policy, out var verdict);
            Assert.Equal(CheckpointVerdict.Trusted, verdict);
            Assert.Equal(size, opened!.Checkpoint.Size);
            Assert.Equal((await ledger.Head(default)).Root.ToArray(), opened.Checkpoint.Root.ToArray());
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(5, 5)]
    [InlineData(5, 9)]
    [InlineData(1, 0)]
    public async Task A_ledger_that_was_rolled_back_or_forked_is_never_signed(int signed, int now)
    {
        await Over(await Of(signed)).Sign(default);
        var before = await _memory.Read(default);

        // The same size or more, but other events: what a restored backup that went on would hold.
        var other = Over(await Of(now));
        await Assert.ThrowsAsync<LedgerBrokenException>(() => other.Sign(default));

        Assert.Equal(before, await _memory.Read(default));
    }

    [Fact]
    public async Task A_memory_is_replaced_only_by_who_read_it_last()
    {
        Assert.True(await _memory.Replace(null, [1], default));
        Assert.False(await _memory.Replace(null, [2], default));
        Assert.False(await _memory.Replace([2], [3], default));
        Assert.True(await _memory.Replace([1], [3], default));
        Assert.Equal([3], await _memory.Read(default));
    }

    [Fact]
    public async Task A_receipt_verifies_whatever_its_spelling_and_no_member_of_it_can_be_changed()
    {
        var signature = await ReceiptSignature.Sign(Some.Json("""{"id":"x","version":1}"""), _key, default);
        var receipt = Some.Json($$"""{ "version" : 1, "signature":"{{signature}}", "id":"x"}""");
        Assert.True(ReceiptSignature.Verifies(receipt, _key.Key));
        foreach (var forged in (string[])[
            $$"""{"id":"x","version":2,"signature":"{{signature}}"}""", $$"""{"id":"x","signature":"{{signature}}"}""",
            $$"""{"id":"x","version":1,"more":1,"signature":"{{signature}}"}""", """{"id":"x","version":1}""",
            """{"id":"x","version":1,"signature":"nonsense"}"""])
            Assert.False(ReceiptSignature.Verifies(Some.Json(forged), _key.Key));
        using var stranger = new SignerKey(
            _key.Key.Name, NoteKeyType.Ed25519, RandomNumberGenerator.GetBytes(Ed25519.SeedLength));
        Assert.False(ReceiptSignature.Verifies(receipt, stranger.Key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Each_of_many_receipts_verifies_alone_and_none_in_place_of_another(int count)
    {
        var texts = Enumerable.Range(0, count).Select(i => $$"""{"id":"r{{i}}","version":{{i}}""").ToList();
        var among = await ReceiptBatch.Sign(
            [.. texts.Select(text => ReceiptSignature.Message(Encoding.UTF8.GetBytes(text + "}")))], _key, default);

        for (var i = 0; i < count; i++)
        {
            Assert.True(ReceiptSignature.Verifies(Signed(texts[i], among[i]), _key.Key));
            Assert.False(ReceiptSignature.Verifies(Signed(texts[i] + ",\"more\":1", among[i]), _key.Key));
            Assert.False(ReceiptSignature.Verifies(Signed(texts[i], among[i] with { Size = count + 1 }), _key.Key));
            if (count > 1)
                Assert.False(ReceiptSignature.Verifies(Signed(texts[i], among[(i + 1) % count]), _key.Key));
        }
        // A root alone is not a receipt: nothing signed for many can be passed off as signed for one.
        Assert.False(ReceiptSignature.Verifies(
            Some.Json($$"""{{texts[0]}},"signature":"{{among[0].Signature}}"}"""), _key.Key));

        static JsonElement Signed(string text, Among among)
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                ReceiptBatch.Write(json, among);
                json.WriteEndObject();
            }
            return Some.Json($"{text},{Encoding.UTF8.GetString(buffer.ToArray())[1..]}");
        }
    }
}
