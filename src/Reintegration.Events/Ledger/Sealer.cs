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

    /// <summary>How often a command is sealed again because a key was closed meanwhile.</summary>
    /// <remarks>Each time is one erasure of this very owner and case between sealing and appending.</remarks>
    public const int SealingLimit = 8;

    /// <summary>The command with the keys it is to destroy closed: nothing more is sealed under them.</summary>
    /// <exception cref="LedgerUnavailableException">The key store does not answer.</exception>
    public Command Close(Command command) => command.Expunges is { Stream: { } stream } expunging
        ? command with
        {
            Expunges = expunging with
            {
                Keys = [.. ScopesOf(stream).Select(scope => new ClosedKey(scope, keys.Close(scope)))],
            },
        }
        : command;

    /// <summary>Destroys closed keys; those already destroyed stay so.</summary>
    /// <exception cref="LedgerUnavailableException">The key store does not answer.</exception>
    public void Destroy(IEnumerable<ClosedKey> closed)
    {
        foreach (var (scope, generation) in closed) keys.Destroy(scope, generation);
    }

    /// <summary>Every scope that anything of one owner in one case can be sealed under.</summary>
    IEnumerable<KeyScope> ScopesOf(StreamId stream)
    {
        var person = PersonOf(stream);
        var others = catalog.All.SelectMany(type => FieldPlan.Of(type).AboutOthers).Distinct(StringComparer.Ordinal);
        return others.Select(member => new KeyScope(stream.Owner, $"{person}/{member}"))
            .Prepend(new KeyScope(stream.Owner, person));
    }

    static string PersonOf(StreamId stream) => stream.Case?.ToString() ?? KeyScope.NoPerson;

    /// <summary>Has the data keys of commands made, where they are the first about their person.</summary>
    /// <exception cref="LedgerUnavailableException">The key store does not answer.</exception>
    public ValueTask Prepare(IEnumerable<Command> commands, CancellationToken ct) => keys.Prepare(
        commands.SelectMany(command => command.Events).Select(pending => pending.Envelope.Stream).Distinct()
            .Select(stream => new KeyScope(stream.Owner, PersonOf(stream))), ct);

    /// <summary>The command with the facts of all its events sealed anew.</summary>
    /// <exception cref="ArgumentException">The facts of an event are not a canonical JSON object.</exception>
    /// <exception cref="LedgerUnavailableException">The key store does not answer.</exception>
    public Command Seal(Command command) => Seal([command])[0];

    /// <summary>The same for several commands, whose commitments are hashed side by side.</summary>
    public Command[] Seal(IReadOnlyList<Command> commands)
    {
        var @sealed = Seal([.. commands.SelectMany(command => command.Events)]);
        var next = 0;
        return
        [
            .. commands.Select(command => command with
            {
                Events = [.. command.Events.Select(pending => pending with { Sealed = @sealed[next++] })],
            }),
        ];
    }

    /// <summary>Whether no key that these were sealed under has been destroyed since.</summary>
    /// <remarks>Asked under the ledger's lock: what is sealed under a destroyed key would be acknowledged and
    /// lost.</remarks>
    public bool Stands(PendingEvent pending) => pending.Sealed!.Parts.All(part =>
        KeyWrap.GenerationOf(part.WrappedKey.Span) == keys.Generation(
            new KeyScope(pending.Envelope.Owner, part.Person)));

    /// <summary>Commitments and ciphertexts of one event.</summary>
    /// <exception cref="ArgumentException">The facts are not a canonical JSON object.</exception>
    public SealedEvent Seal(PendingEvent pending) => Seal([pending])[0];

    /// <summary>Events together: their commitments are hashed side by side.</summary>
    SealedEvent[] Seal(ImmutableArray<PendingEvent> events)
    {
        List<Committed> committed = [];
        var counts = new int[events.Length];
        var closed = new (byte[] EnvelopeSecret, ImmutableArray<SealedPart> Parts)[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            var before = committed.Count;
            closed[i] = Close(events[i], committed);
            counts[i] = committed.Count - before;
        }
        var roots = Commitments.Roots(committed, counts);
        return [.. closed.Select((each, i) => new SealedEvent(roots[i], each.EnvelopeSecret, each.Parts))];
    }

    /// <summary>Encrypts the facts of one event, and adds what is committed to.</summary>
    (byte[] EnvelopeSecret, ImmutableArray<SealedPart> Parts) Close(PendingEvent pending, List<Committed> committed)
    {
        using var facts = Parse(pending);
        var plan = catalog.TryFind(pending.Envelope.Type, out var type)
            ? FieldPlan.Of(type)
            : FieldPlan.Of(facts.RootElement);
        var (envelopeSecret, secret) = (Secret(), Secret());
        Dictionary<string, byte[]> others = [];
        foreach (var member in plan.AboutOthers)
            if (facts.RootElement.TryGetProperty(member, out _)) others.Add(member, Secret());

        Committed(
            plan, pending.Envelope, pending.RequestDigest, facts.RootElement, envelopeSecret,
            member => others.GetValueOrDefault(member, secret), committed);
        var person = PersonOf(pending.Envelope.Stream);
        var parts = ImmutableArray.CreateBuilder<SealedPart>(1 + others.Count);
        parts.Add(
            Encrypt(pending, SealedPart.Facts, person, secret, FactsText.Without(pending.Facts, facts.RootElement, plan.AboutOthers)));
        foreach (var (member, own) in others)
            parts.Add(Encrypt(
                pending, $"{SealedPart.Facts}/{member}", $"{person}/{member}", own, CanonicalJson.Canonicalize(
                    facts.RootElement.GetProperty(member))));
        return (keys.Wrap(KeyScope.Audit, envelopeSecret), parts.MoveToImmutable());
    }

    static void Committed(
        FieldPlan plan, Envelope envelope, ReadOnlyMemory<byte> requestDigest, JsonElement facts,
        byte[] envelopeSecret, Func<string, byte[]> secretOf, List<Committed> committed)
    {
        foreach (var field in plan.Fields)
            committed.Add(field.IsFact
                ? new Committed(field.PathBytes, field.Level, Value(field, facts), secretOf(field.Member))
                : new Committed(
                    field.PathBytes, field.Level, EnvelopeFields.Value(field, plan, envelope, requestDigest),
                    envelopeSecret));
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
        List<Committed> committed = new(plan.Fields.Length);
        Committed(
            plan, envelope, kept.RequestDigest, facts.RootElement, ofEnvelope,
            member => secrets.GetValueOrDefault($"{SealedPart.Facts}/{member}", ofFacts), committed);
        return committed;
    }

    /// <summary>The text of one part; null when its key is destroyed.</summary>
    /// <exception cref="LedgerBrokenException">The ciphertext or key was altered, or belongs elsewhere.</exception>
    internal byte[]? Open(EventName name, SealedPart part) =>
        Decrypt(name, part) is { } plain ? plain[SecretLength..] : null;

    /// <summary>Secret and text of one part.</summary>
    byte[]? Decrypt(EventName name, SealedPart part)
    {
        if (keys.Unwrap(new KeyScope(name.Owner, part.Person), part.WrappedKey.Span) is not { } key) return null;
        return Ciphertext.Decrypt(key, part.Ciphertext.Span, Context(name, part.Path)) ?? throw Altered(name, part.Path);
    }

    SealedPart Encrypt(PendingEvent pending, string path, string person, byte[] secret, ReadOnlyMemory<byte> text)
    {
        Span<byte> key = stackalloc byte[KeyWrap.KeyLength];
        random(key);
        var cipher = Ciphertext.Encrypt(key, secret, text.Span, Context(pending.Envelope.Name, path), random);
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
