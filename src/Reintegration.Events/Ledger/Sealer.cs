using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Ledger;

/// <summary>Closes the facts of accepted events, on the request's thread, and opens them for disclosure.</summary>
/// <remarks>
/// Every event, and every member of it about somebody else, has a random key of its own; a random secret that salts the
/// commitments is encrypted with the facts. The key is wrapped under the data key of (owner, person). For now the
/// person
/// is the case's: see <c>src/decisions/0005-sealing.md</c>. Safe for many threads.
/// </remarks>
/// <param name="ledger">The ledger's id, which ciphertexts are bound to.</param>
public sealed class Sealer(string ledger, Catalog catalog, IKeyStore keys, RandomSource random)
{
    /// <summary>The length of the secrets that salts are derived from.</summary>
    public const int SecretLength = 32;

    static readonly Pseudonyms NoPseudonyms = (_, person) => person;

    /// <summary>How many commitments every event of a type carries.</summary>
    public static int CommitmentsOf(EventType type) => FieldPlan.Of(type).Fields.Length;

    /// <summary>The command with the facts of all its events sealed anew.</summary>
    /// <exception cref="ArgumentException">The facts of an event are not a canonical JSON object.</exception>
    /// <exception cref="LedgerUnavailableException">The key store does not answer.</exception>
    public Command Seal(Command command) =>
        command with { Events = [.. command.Events.Select(pending => pending with { Sealed = Seal(pending) })] };

    /// <summary>Whether no key that these were sealed under has been destroyed since.</summary>
    /// <remarks>Asked under the ledger's lock: what is sealed under a destroyed key would be acknowledged and
    /// lost.</remarks>
    public bool Stands(PendingEvent pending) => pending.Sealed!.Parts.All(part =>
        KeyWrap.GenerationOf(part.WrappedKey.Span) == keys.Generation(
            new KeyScope(pending.Envelope.Owner, part.Person)));

    /// <summary>Commitments and ciphertexts of one event.</summary>
    /// <exception cref="ArgumentException">The facts are not a canonical JSON object.</exception>
    public SealedEvent Seal(PendingEvent pending)
    {
        using var facts = Parse(pending);
        var plan = catalog.TryFind(pending.Envelope.Type, out var type)
            ? FieldPlan.Of(type)
            : FieldPlan.Of(facts.RootElement);
        var (envelopeSecret, secret) = (Secret(), Secret());
        var others = plan.AboutOthers.Where(member => facts.RootElement.TryGetProperty(member, out _)).ToDictionary(
            member => member, _ => Secret());

        var committed = Committed(
            plan, pending.Envelope, pending.RequestDigest, facts.RootElement, envelopeSecret,
            member => others.GetValueOrDefault(member, secret));
        var person = pending.Envelope.Case?.ToString() ?? KeyScope.NoPerson;
        var parts = ImmutableArray.CreateBuilder<SealedPart>(1 + others.Count);
        parts.Add(
            Encrypt(pending, SealedPart.Facts, person, secret, FactsText.Without(pending.Facts, facts.RootElement, plan.AboutOthers)));
        foreach (var (member, own) in others)
            parts.Add(Encrypt(
                pending, $"{SealedPart.Facts}/{member}", $"{person}/{member}", own, CanonicalJson.Canonicalize(
                    facts.RootElement.GetProperty(member))));
        return new SealedEvent(
            Commitments.Root(committed), keys.Wrap(KeyScope.Audit, envelopeSecret), parts.MoveToImmutable());
    }

    static List<Committed> Committed(
        FieldPlan plan, Envelope envelope, ReadOnlyMemory<byte> requestDigest, JsonElement facts,
        byte[] envelopeSecret, Func<string, byte[]> secretOf)
    {
        List<Committed> committed = new(plan.Fields.Length);
        foreach (var field in plan.Fields)
            committed.Add(field.IsFact
                ? new Committed(field.PathBytes, field.Level, Value(field, facts), secretOf(field.Member))
                : new Committed(
                    field.PathBytes, field.Level, EnvelopeFields.Value(field, plan, envelope, requestDigest),
                    envelopeSecret));
        return committed;
    }

    /// <summary>The commitments again, from what is kept; null where a key or a row is gone.</summary>
    /// <remarks>Opens every part: a bare commitment to a hidden member needs its value, which goes no further.</remarks>
    internal List<Committed>? Recommit(Envelope envelope, SealedFacts kept)
    {
        if (kept.EnvelopeSecret.IsEmpty || keys.Unwrap(KeyScope.Audit, kept.EnvelopeSecret.Span) is not { } ofEnvelope)
            return null;
        var secrets = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        List<(string Path, byte[]? Text)> texts = [];
        foreach (var part in kept.Parts)
        {
            if (Decrypt(envelope.Name, part) is not { } plain) return null;
            secrets.Add(part.Path, plain[..SecretLength]);
            texts.Add((part.Path, plain[SecretLength..]));
        }

        if (!secrets.TryGetValue(SealedPart.Facts, out var ofFacts)) return null;
        using var facts = JsonDocument.Parse(FactsText.Join(texts));
        var plan = catalog.TryFind(envelope.Type, out var type) ? FieldPlan.Of(type) : FieldPlan.Of(facts.RootElement);
        return Committed(
            plan, envelope, kept.RequestDigest, facts.RootElement, ofEnvelope,
            member => secrets.GetValueOrDefault($"{SealedPart.Facts}/{member}", ofFacts));
    }

    /// <summary>The text of one part; null when its key is destroyed.</summary>
    /// <exception cref="LedgerBrokenException">The ciphertext or key was altered, or belongs elsewhere.</exception>
    internal byte[]? Open(EventName name, SealedPart part) =>
        Decrypt(name, part) is { } plain ? plain[SecretLength..] : null;

    /// <summary>Secret and text of one part.</summary>
    byte[]? Decrypt(EventName name, SealedPart part)
    {
        if (keys.Unwrap(new KeyScope(name.Owner, part.Person), part.WrappedKey.Span) is not { } key) return null;
        var cipher = part.Ciphertext.Span;
        if (cipher.Length < KeyWrap.NonceLength + SecretLength + KeyWrap.TagLength) throw Altered(name, part.Path);
        var plain = new byte[cipher.Length - KeyWrap.NonceLength - KeyWrap.TagLength];
        using var aes = new AesGcm(key, KeyWrap.TagLength);
        try
        {
            aes.Decrypt(
                cipher[..KeyWrap.NonceLength], cipher[KeyWrap.NonceLength..^KeyWrap.TagLength],
                cipher[^KeyWrap.TagLength..],
                plain, Context(name, part.Path));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Altered(name, part.Path);
        }
        return plain;
    }

    SealedPart Encrypt(PendingEvent pending, string path, string person, byte[] secret, ReadOnlyMemory<byte> text)
    {
        Span<byte> key = stackalloc byte[KeyWrap.KeyLength];
        random(key);
        var cipher = new byte[KeyWrap.NonceLength + SecretLength + text.Length + KeyWrap.TagLength];
        random(cipher.AsSpan(0, KeyWrap.NonceLength));
        var body = cipher.AsSpan(KeyWrap.NonceLength, SecretLength + text.Length);
        secret.CopyTo(body);
        text.Span.CopyTo(body[SecretLength..]);
        using var aes = new AesGcm(key, KeyWrap.TagLength);
        // In place: the plain text stands nowhere but where its ciphertext will.
        aes.Encrypt(cipher.AsSpan(0, KeyWrap.NonceLength), body, body, cipher.AsSpan(cipher.Length - KeyWrap.TagLength),
            Context(pending.Envelope.Name, path));
        var wrapped = keys.Wrap(new KeyScope(pending.Envelope.Owner, person), key);
        CryptographicOperations.ZeroMemory(key);
        return new SealedPart(path, person, cipher, wrapped);
    }

    /// <summary>What a ciphertext is bound to: moved to another event, path or ledger it does not open.</summary>
    byte[] Context(EventName name, string path) => Encoding.UTF8.GetBytes($"{ledger}\0{name}\0{path}");

    byte[] Secret()
    {
        var secret = new byte[SecretLength];
        random(secret);
        return secret;
    }

    static JsonDocument Parse(PendingEvent pending)
    {
        JsonDocument? parsed = null;
        try
        {
            parsed = JsonDocument.Parse(pending.Facts);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object) return parsed;
        }
        catch (JsonException)
        {
            parsed = null;
        }
        parsed?.Dispose();
        throw new ArgumentException($"The facts of {pending.Envelope.Name} are not a JSON object.", nameof(pending));
    }

    /// <summary>
    /// The canonical value a level shows; empty when the member is absent, null, or shows nothing there.
    /// </summary>
    static ReadOnlyMemory<byte> Value(PlannedField field, JsonElement facts)
    {
        if (!facts.TryGetProperty(field.Member, out var value) || value.ValueKind == JsonValueKind.Null) return default;
        // A whole member of canonical facts is canonical.
        if (field.Level == Level.Full) return JsonMarshal.GetRawUtf8Value(value).ToArray();
        return Ladders.At(field.Ladder, field.Level, value, default, NoPseudonyms) is { } lowered
            ? CanonicalJson.Canonicalize(lowered)
            : default(ReadOnlyMemory<byte>);
    }

    static LedgerBrokenException Altered(EventName name, string path) =>
        new($"The ciphertext of {name} at {path} was altered, or is another event's.");
}
