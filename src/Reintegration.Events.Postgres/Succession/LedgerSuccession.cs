using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reintegration.Events.Events.Coordination;

namespace Reintegration.Events.Postgres.Succession;

/// <summary>Opens the successor of one of a store's two ledgers after its signed end was lost.</summary>
/// <remarks>
/// The database goes on as it is; origin, key and memory begin anew. INVARIANT: until the last but one step the memory is
/// that of the lost origin, so nothing can be signed; and the origin that was lost never signs again, because its key is
/// laid aside before that. Every step done twice is done once.
/// </remarks>
public sealed class LedgerSuccession(PostgresStore store, SignerFolder folder, TimeProvider clock)
{
    static readonly AgencyId Coordination = new("coordination");

    ILeaves Leaves => folder.Kind == "events" ? store.Ledger : store.AccessLedger;

    /// <summary>The plan of a succession that was begun and not finished; null when there is none.</summary>
    public SuccessionPlan? Begun() => SuccessionPlan.Read(folder.Plan);

    /// <summary>What was lost; null when the ledger is whole, or was never signed.</summary>
    /// <param name="seen">Older checkpoints that somebody kept; those of other origins or keys are passed over.</param>
    /// <exception cref="InvalidOperationException">The key that signed is missing, or another ledger's.</exception>
    /// <exception cref="LedgerBrokenException">The ledger contradicts itself.</exception>
    public async Task<LedgerLoss?> Find(IEnumerable<byte[]> seen, CancellationToken ct)
    {
        if (await new FileSignerMemory(folder.Memory).Read(ct) is not { } memory) return null;
        using var key = await OpenKey(ct);
        var trusted = new LogPolicy(key.Key.Name, key.Key);
        var older = seen.Concat(new[] { folder.Sealed, folder.Checkpoint }.Where(File.Exists).Select(File.ReadAllBytes))
            .Select(note => SignedCheckpoint.Open(note, trusted, out _)?.Checkpoint).OfType<Checkpoint>();
        return await LedgerLoss.Find(LedgerOrigin.Parse(key.Key.Name)!, Leaves, memory, older.ToList(), ct);
    }

    /// <summary>Decides everything that the steps will do; does nothing yet.</summary>
    /// <param name="operators">References of two people.</param>
    public async Task<SuccessionPlan> Plan(LedgerLoss loss, ImmutableArray<string> operators, CancellationToken ct)
    {
        using var key = await OpenKey(ct);
        var now = clock.GetUtcNow();
        var facts = new LedgerSucceeded
        {
            Origin = loss.Origin.ToString(),
            Successor = loss.Origin.Successor.ToString(),
            LostSize = loss.LostSize,
            LostRoot = Convert.ToHexStringLower(loss.LostRoot),
            SurvivingSize = loss.SurvivingSize,
            ProvedSize = loss.ProvedSize,
            Checkpoint = (await LastSigned(key, loss, ct)).ToString(),
            Key = key.Key.ToString(),
            Operators = operators,
            SucceededOn = DateOnly.FromDateTime(now.UtcDateTime),
        };
        return new SuccessionPlan(
            Guid.CreateVersion7(now), RandomNumberGenerator.GetBytes(32), now,
            JsonSerializer.SerializeToElement(facts, EventJson.Options), loss.Memory, loss.Surviving);
    }

    /// <summary>Does what the plan says, step by step; each is told when it is done and durable.</summary>
    /// <exception cref="LedgerUnavailableException">Another process signs, or the database does not answer.</exception>
    public async IAsyncEnumerable<string> CarryOut(SuccessionPlan plan, [EnumeratorCancellation] CancellationToken ct)
    {
        var facts = plan.Succeeded;
        await HoldLease(ct);
        DurableFile.WriteFirst(folder.Plan, plan.ToBytes());
        yield return $"begun: {folder.Plan}";

        LayAside(plan, facts);
        yield return $"kept aside: {Aside(folder.Memory, facts)}, with checkpoint and key";

        await HoldLease(ct);
        var position = await Record(plan, facts, ct);
        yield return FormattableString.Invariant($"recorded: {LedgerSucceeded.WireName} at position {position}");

        if (ReadKey().Name != facts.Successor)
            DurableFile.Write(folder.Key, Encoding.ASCII.GetBytes(SignerKey.Format(
                facts.Successor, NoteKeyType.Ed25519, RandomNumberGenerator.GetBytes(Ed25519.SeedLength))));
        yield return $"signs from now on: {ReadKey()}";

        await HoldLease(ct);
        await BeginMemory(plan, ct);
        yield return FormattableString.Invariant($"begins with {facts.SurvivingSize} leaves: {folder.Memory}");

        DurableFile.Remove(folder.Plan);
        yield return $"done: {facts.Origin} is succeeded by {facts.Successor}";
    }

    /// <summary>A server that signs now would sign a history that is being given up.</summary>
    async Task HoldLease(CancellationToken ct)
    {
        if (await store.SigningLease.Hold(ct) is null)
            throw new LedgerUnavailableException(
                $"A server holds the signing lease. Stop every server, wait {SigningLease.Duration.TotalSeconds:0} seconds, run it again.");
    }

    void LayAside(SuccessionPlan plan, LedgerSucceeded facts)
    {
        DurableFile.WriteFirst(Aside(folder.Memory, facts), plan.Memory);
        DurableFile.WriteFirst(Aside(folder.Checkpoint, facts), Encoding.UTF8.GetBytes(facts.Checkpoint));
        if (File.Exists(folder.Sealed))
            DurableFile.WriteFirst(Aside(folder.Sealed, facts), File.ReadAllBytes(folder.Sealed));
        if (ReadKey().Name == facts.Origin)
            DurableFile.WriteFirst(Aside(folder.Key, facts), File.ReadAllBytes(folder.Key));
    }

    static string Aside(string path, LedgerSucceeded facts) =>
        SignerFolder.Aside(path, LedgerOrigin.Parse(facts.Origin)!, facts.LostSize);

    async Task<long> Record(SuccessionPlan plan, LedgerSucceeded facts, CancellationToken ct)
    {
        var submission = new Submission
        {
            Name = new EventName(Coordination, plan.Id),
            Type = LedgerSucceeded.WireName,
            HappenedAt = plan.HappenedAt,
            About = JsonElement.Parse("""{"author":{"role":"system","reference":"ledger-succeed"}}"""),
            Facts = plan.Facts,
        };
        var accepted = Acceptance.Accept(
            Catalog.Default.Find(submission.Type), submission, new StreamId(Coordination, null), null);
        if (accepted.Envelope is not { } envelope)
            throw new InvalidOperationException($"The successor of {facts.Origin} cannot be recorded: {accepted.Errors[0]}");
        var pending = new PendingEvent(
            envelope, CanonicalJson.Canonicalize(submission.Facts), plan.Digest, accepted.Governs);
        var outcome = await store.Ledger.Append(new Command([pending]), ct);
        return outcome.Accepted
            ? outcome.Receipts[0].Position
            : throw new LedgerUnavailableException($"The successor of {facts.Origin} was not recorded: {outcome.Verdict}.");
    }

    async Task BeginMemory(SuccessionPlan plan, CancellationToken ct)
    {
        var memory = new FileSignerMemory(folder.Memory);
        // Whatever else it holds by now was signed by the successor, in an earlier run that ended before its last step.
        if (!await memory.Replace(plan.Memory, plan.Surviving, ct)
            && MemorySignerMemory.SameAs(await memory.Read(ct), plan.Memory))
            throw new LedgerUnavailableException($"'{folder.Memory}' is being written by another process: run it again.");
    }

    /// <summary>The last checkpoint as it was published, cosignatures and all; signed again where that one is missing.</summary>
    async Task<SignedNote> LastSigned(SignerKey key, LedgerLoss loss, CancellationToken ct)
    {
        var text = new Checkpoint(key.Key.Name, loss.LostSize, loss.LostRoot).Text;
        foreach (var path in new[] { folder.Checkpoint, folder.Sealed }.Where(File.Exists))
            if (SignedNote.Parse(await File.ReadAllBytesAsync(path, ct), out _) is { } note && note.Text == text
                && SignedCheckpoint.Open(note, new LogPolicy(key.Key.Name, key.Key), out _) is not null)
                return note;
        return await SignedNote.Sign(text, ct, key);
    }

    /// <exception cref="InvalidOperationException">There is none, or it is not of this ledger as it stands.</exception>
    async Task<SignerKey> OpenKey(CancellationToken ct)
    {
        var key = ParseKey();
        var founded = new LedgerOrigin(folder.Kind, (await Leaves.Head(ct)).Ledger);
        var inForce = await founded.InForce(store.Ledger, ct);
        if (LedgerOrigin.Parse(key.Key.Name) is { } named && (named == inForce || inForce.Precedes(named))) return key;
        var other = key.Key.Name;
        key.Dispose();
        throw new InvalidOperationException($"'{folder.Key}' is the key of {other}, and {inForce} is in force.");
    }

    VerifierKey ReadKey()
    {
        using var key = ParseKey();
        return key.Key;
    }

    SignerKey ParseKey() =>
        (File.Exists(folder.Key) ? SignerKey.Parse(File.ReadAllText(folder.Key).Trim()) : null)
        ?? throw new InvalidOperationException($"'{folder.Key}' holds no signing key: restore the one that signed last.");
}
