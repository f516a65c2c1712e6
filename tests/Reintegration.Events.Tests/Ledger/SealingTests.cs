using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;
using Support.Ledger;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>
/// What is sealed can be checked by a stranger with contracts/ledger/leaf.md alone, and altered by nobody.
/// </summary>
public sealed class SealingTests
{
    const string LedgerId = LeafVectors.LedgerId;
    static readonly StreamId Stream = LeafVectors.Stream;

    readonly MemoryKeyStore _keys = new(RandomNumberGenerator.Fill);
    readonly MemoryLedger _ledger;

    public SealingTests() => _ledger = new MemoryLedger(LedgerId, new TestClock(), _keys, RandomNumberGenerator.Fill);

    async Task<Recorded> Append(PendingEvent pending)
    {
        Assert.True((await _ledger.Append(Some.Command(pending), default)).Accepted);
        return (await _ledger.Find(pending.Envelope.Name, default))!;
    }

    [Fact]
    public async Task A_stranger_recomputes_the_fields_root_from_values_and_secrets_as_the_contract_says()
    {
        var pending = LeafVectors.Pending(Stream, LeafVectors.Facts);
        var recorded = await Append(pending);
        // Only the wrapped envelope secret is missing from what is public of a recorded event; a sealer shows it here.
        var sealedEvent = new Sealer(LedgerId, Catalog.Default, _keys, RandomNumberGenerator.Fill).Seal(pending);
        var envelope = _keys.Unwrap(KeyScope.Audit, sealedEvent.EnvelopeSecret.Span)!;
        var secrets = sealedEvent.Parts.ToDictionary(
            part => part.Path, part => Decrypt(pending.Envelope.Name, part)[..32]);

        var commitments = LeafVectors.Expected(pending).Select(field => LeafVectors.Commitment(
            field.Path.StartsWith("/envelope", StringComparison.Ordinal)
                ? envelope
                : secrets[field.Path], field.Path, field.Level, field.Value));

        Assert.Equal(
            MerkleTree.Root(
                commitments.Select(commitment => MerkleTree.LeafHash(commitment))), sealedEvent.FieldsRoot.ToArray());
        Assert.Equal(Commitments.Root(commitments), sealedEvent.FieldsRoot.ToArray());
        Assert.Equal(
            ["/facts", "/facts/date", "/facts/supportNeeded", "/facts/themes"],
            recorded.Parts.Select(part => part.Path));
        Assert.Equal("{}", Encoding.UTF8.GetString(Decrypt(pending.Envelope.Name, sealedEvent.Parts[0])[32..]));
        Assert.Equal(
            "\"2026-09-18\"", Encoding.UTF8.GetString(Decrypt(pending.Envelope.Name, sealedEvent.Parts[1])[32..]));
    }

    byte[] Decrypt(EventName name, SealedPart part)
    {
        var key = _keys.Unwrap(new KeyScope(name.Owner, part.Person), part.WrappedKey.Span)!;
        var cipher = part.Ciphertext.Span;
        var plain = new byte[cipher.Length - 28];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(
            cipher[..12], cipher[12..^16], cipher[^16..], plain, Encoding.UTF8.GetBytes(
                $"{LedgerId}\0{name}\0{part.Path}"));
        return plain;
    }

    [Fact]
    public async Task An_edited_ciphertext_is_not_the_one_the_leaf_names()
    {
        var recorded = await Append(LeafVectors.Pending(Stream, LeafVectors.Facts));
        using var leaf = JsonDocument.Parse(recorded.Leaf);
        var digests = leaf.RootElement.GetProperty("ciphertextDigests").EnumerateArray().Select(
            digest => digest.GetString()!).ToArray();
        Assert.Equal(recorded.Parts.Select(part => Digest(part.Ciphertext.ToArray())), digests);
        foreach (var part in recorded.Parts)
            for (var at = 0; at < part.Ciphertext.Length; at++)
            {
                var edited = part.Ciphertext.ToArray();
                edited[at] ^= 1;
                Assert.DoesNotContain(Digest(edited), digests);
            }

        static string Digest(byte[] cipher) => Base64Url.EncodeToString(SHA256.HashData(cipher));
    }

    [Fact]
    public void Changing_any_field_of_an_event_changes_the_fields_root()
    {
        var still = new Sealer(LedgerId, Catalog.Default, new MemoryKeyStore(Still), Still);
        var pending = LeafVectors.Pending(Stream, LeafVectors.Facts);
        var root = still.Seal(pending).FieldsRoot.ToArray();
        Assert.Equal(root, still.Seal(pending).FieldsRoot.ToArray());
        PendingEvent[] others =
        [
            pending with { Facts = Encoding.UTF8.GetBytes(LeafVectors.Facts.Replace("stigma", "stigmas", StringComparison.Ordinal)) },
            pending with { Facts = Encoding.UTF8.GetBytes("""{"date":"2026-09-18","themes":["homecoming","stigma"]}""") },
            pending with { Envelope = pending.Envelope with { Author = new Author("practitioner", "officer-18") } },
            pending with { Envelope = pending.Envelope with { Juvenile = false } },
            pending with { Envelope = pending.Envelope with { Labels = pending.Envelope.Labels.Remove("INTEL") } },
            pending with { Envelope = pending.Envelope with { HappenedAt = pending.Envelope.HappenedAt.AddTicks(1) } },
            pending with { RequestDigest = SHA256.HashData("another request"u8) },
        ];
        Assert.All(others, other => Assert.NotEqual(root, still.Seal(other).FieldsRoot.ToArray()));

        static void Still(Span<byte> bytes) => bytes.Fill(7);
    }

    [Fact]
    public void The_salt_differs_for_every_field_level_and_secret()
    {
        byte[][] secrets = [RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32)];
        var salts = from secret in secrets
                    from path in (string[])["/facts/a", "/facts/b", "/facts/ab", "/envelope/a"]
                    from level in (Level[])[Level.Coarse, Level.Fine, Level.Full]
                    select Convert.ToHexString(Commitments.Salt(secret, Encoding.UTF8.GetBytes(path), level));
        Assert.Equal(24, salts.Distinct().Count());
    }

    [Fact]
    public async Task Destroying_a_key_takes_one_owners_facts_about_one_case_and_leaves_every_proof()
    {
        var other = new StreamId(new AgencyId("probation"), Stream.Case);
        var (mine, theirs) = (await Append(LeafVectors.Pending(Stream, LeafVectors.Facts)), await Append(LeafVectors.Pending(other, LeafVectors.Facts)));
        var root = (await _ledger.Head(default)).Root.ToArray();

        _keys.Destroy(new KeyScope(Stream.Owner, mine.Parts[0].Person), 0);

        Assert.Null(_keys.Unwrap(new KeyScope(Stream.Owner, mine.Parts[0].Person), mine.Parts[0].WrappedKey.Span));
        Assert.NotNull(
            _keys.Unwrap(new KeyScope(other.Owner, theirs.Parts[0].Person), theirs.Parts[0].WrappedKey.Span));
        Assert.Equal(root, (await _ledger.Head(default)).Root.ToArray());
        var later = await Append(LeafVectors.Pending(Stream, LeafVectors.Facts));
        Assert.Equal(1, KeyWrap.GenerationOf(later.Parts[0].WrappedKey.Span));
    }

    /// <summary>
    /// Destroys the first scope it wraps for, once, just after wrapping: the race an erasure may win.
    /// </summary>
    sealed class ErasedMeanwhile(MemoryKeyStore inner, AgencyId owner) : IKeyStore
    {
        bool _done;

        public byte[] Wrap(KeyScope scope, ReadOnlySpan<byte> key)
        {
            var wrapped = inner.Wrap(scope, key);
            if (!_done && scope.Owner == owner)
            {
                _done = true;
                inner.Destroy(scope, inner.Generation(scope));
            }
            return wrapped;
        }

        public ValueTask Prepare(IEnumerable<KeyScope> scopes, CancellationToken ct) => inner.Prepare(scopes, ct);
        public byte[]? Unwrap(KeyScope scope, ReadOnlySpan<byte> wrapped) => inner.Unwrap(scope, wrapped);
        public int Generation(KeyScope scope) => inner.Generation(scope);
        public int Close(KeyScope scope) => inner.Close(scope);
        public void Destroy(KeyScope scope, int through) => inner.Destroy(scope, through);
    }

    [Fact]
    public async Task What_was_sealed_under_a_key_destroyed_meanwhile_is_sealed_again_and_never_lost()
    {
        var ledger = new MemoryLedger(
            LedgerId, new TestClock(), new ErasedMeanwhile(_keys, Stream.Owner), RandomNumberGenerator.Fill);
        var pending = LeafVectors.Pending(Stream, LeafVectors.Facts);

        var outcome = await ledger.Append(Some.Command(pending), default);

        Assert.Equal(AppendVerdict.Appended, outcome.Verdict);
        var part = (await ledger.Find(pending.Envelope.Name, default))!.Parts[0];
        Assert.NotNull(_keys.Unwrap(new KeyScope(Stream.Owner, part.Person), part.WrappedKey.Span));
    }

    [Fact]
    public void A_key_wrapped_for_another_is_refused()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var wrapped = _keys.Wrap(new KeyScope(Stream.Owner, "a"), key);
        _keys.Wrap(new KeyScope(Stream.Owner, "b"), key);
        Assert.Equal(key, _keys.Unwrap(new KeyScope(Stream.Owner, "a"), wrapped));
        Assert.Throws<LedgerBrokenException>(() => _keys.Unwrap(new KeyScope(Stream.Owner, "b"), wrapped));
        wrapped[^1] ^= 1;
        Assert.Throws<LedgerBrokenException>(() => _keys.Unwrap(new KeyScope(Stream.Owner, "a"), wrapped));
    }
}
