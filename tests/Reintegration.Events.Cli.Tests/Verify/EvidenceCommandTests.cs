using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Cli.Verify;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Tests.Verify;

/// <summary>A pack of looks, checked from the command line by somebody who holds the two keys and nothing else.</summary>
public sealed class EvidenceCommandTests : IDisposable
{
    readonly Scratch _scratch = new();
    readonly SignerKey _events = new(CheckpointSigner.Origin(new string('a', 32)), NoteKeyType.Ed25519, SHA256.HashData("events"u8));
    readonly SignerKey _access = new(CheckpointSigner.AccessOrigin(new string('b', 32)), NoteKeyType.Ed25519, SHA256.HashData("access"u8));

    public void Dispose()
    {
        _events.Dispose();
        _access.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_pack_is_verified_with_both_keys_and_refused_with_one_or_changed()
    {
        var pack = await Pack(erased: false);
        Assert.Equal((0, "verified: case 0190c56b-acd7-791c-8824-4b4411b76cd0, 0 events, 0 erased, 3 looks, as both ledgers hold them\n"), Verify(pack, _events, _access));
        Assert.Equal(1, Verify(pack, _events).Exit);
        Assert.Equal(1, Verify(pack, _access).Exit);
        var (exit, output) = Verify(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(pack).Replace("officer-1\"", "officer-9\"", StringComparison.Ordinal)), _events, _access);
        Assert.Equal(1, exit);
        Assert.Contains("refused: line 3: the look is not what its leaf commits to", output, StringComparison.Ordinal);
        Assert.Contains("refused: what was signed is not this file", output, StringComparison.Ordinal);
        Assert.Equal(2, Verify("no pack"u8.ToArray(), _events, _access).Exit);
    }

    [Fact]
    public async Task A_look_of_an_erased_month_is_held_by_the_ledger_and_not_proved()
    {
        var pack = await Pack(erased: true);
        var (exit, output) = Verify(pack, _events, _access);
        Assert.Equal(1, exit);
        Assert.Contains("not proved: line 2: the look was erased", output, StringComparison.Ordinal);
        Assert.Equal(0, Verify(pack, [_events, _access], "--partial").Exit);
    }

    async Task<byte[]> Pack(bool erased)
    {
        var (clock, keys) = (TimeProvider.System, new MemoryKeyStore(RandomNumberGenerator.Fill));
        var events = new MemoryLedger(new string('a', 32), clock, keys, RandomNumberGenerator.Fill);
        var access = new MemoryAccessLedger(new string('b', 32), events, clock, keys, RandomNumberGenerator.Fill);
        var @case = CaseId.Parse("0190c56b-acd7-791c-8824-4b4411b76cd0");
        for (var i = 0; i < 3; i++)
        {
            var receipt = await access.Record(Look(i, @case), default);
            if (!erased || i > 0) continue;
            var month = KeyScope.Access(AccessSealer.MonthOf(receipt!.RecordedAt));
            keys.Destroy(month, keys.Close(month));
        }

        var of = await SignedCheckpoint.Sign(Checkpoint(await events.Head(default), _events), _events, default);
        var looks = await SignedCheckpoint.Sign(Checkpoint(await access.Head(default), _access), _access, default);
        var pack = new EvidencePack(@case, clock.GetUtcNow(), of, looks, -1, null);
        var tree = new TreeIndex(access, new MemoryTreeRows());
        await tree.CatchUp(default);
        foreach (var recorded in await access.Read(new AccessQuery(), default))
            pack.Look(new EvidencePack.Place(recorded.Position, recorded.Leaf, await tree.Inclusion(recorded.Position, 3, default)), recorded);
        return await pack.Sign(_events, default);
    }

    static Checkpoint Checkpoint(LedgerHead head, SignerKey signer) => new(signer.Key.Name, head.Size, head.Root.Span);

    static AccessRecord Look(int number, CaseId @case) => new()
    {
        Id = Guid.NewGuid(),
        Official = $"officer-{number}",
        Agency = new AgencyId("probation"),
        Role = "practitioner",
        Justification = "seat",
        Door = "GET /cases/{caseId}",
        Case = @case,
        Position = 1,
        Bundle = "bundle",
        Epoch = 0,
        Outcome = AccessOutcome.Nothing,
        Query = ImmutableSortedDictionary<string, string>.Empty,
    };

    (int Exit, string Output) Verify(byte[] pack, params SignerKey[] keys) => Verify(pack, keys, []);

    (int Exit, string Output) Verify(byte[] pack, SignerKey[] keys, params string[] more)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var exit = VerifyCommand.Run(
            ["verify", "evidence", _scratch.Write("pack.jsonl", pack), .. keys.SelectMany(key => (string[])["--key", key.Key.ToString()]), .. more], output);
        return (exit, output.ToString());
    }
}
