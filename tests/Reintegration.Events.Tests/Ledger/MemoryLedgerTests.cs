using System.Security.Cryptography;
using Reintegration.Events.Ledger;
using Support.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class MemoryLedgerTests : LedgerLaws
{
    readonly TestClock _clock = new();
    readonly MemoryKeyStore _keys = new(RandomNumberGenerator.Fill);
    readonly MemoryLedger _ledger;

    public MemoryLedgerTests() =>
        _ledger = new MemoryLedger(new string('a', 32), _clock, _keys, RandomNumberGenerator.Fill);

    protected override IKeyStore Keys => _keys;

    protected override ILedger Ledger => _ledger;

    protected override void SetClock(DateTimeOffset now) => _clock.Now = now;

    protected override Task Reopen() => Task.CompletedTask;
}

public sealed class MemoryAccessLedgerTests : AccessLaws
{
    readonly TestClock _clock = new();
    readonly MemoryKeyStore _keys = new(RandomNumberGenerator.Fill);
    readonly MemoryLedger _ledger;
    readonly MemoryAccessLedger _access;

    public MemoryAccessLedgerTests()
    {
        _ledger = new MemoryLedger(new string('a', 32), _clock, _keys, RandomNumberGenerator.Fill);
        _access = new MemoryAccessLedger(new string('b', 32), _ledger, _clock, _keys, RandomNumberGenerator.Fill);
    }

    protected override ILedger Ledger => _ledger;

    protected override IAccessLedger Access => _access;

    protected override IKeyStore Keys => _keys;

    protected override Task Reopen() => Task.CompletedTask;
}

public sealed class MemoryExposureTests : ExposureLaws
{
    readonly TestClock _clock = new();
    readonly MemoryKeyStore _keys = new(RandomNumberGenerator.Fill);
    readonly MemoryLedger _ledger;
    readonly MemoryAccessLedger _access;

    public MemoryExposureTests()
    {
        _ledger = new MemoryLedger(new string('a', 32), _clock, _keys, RandomNumberGenerator.Fill);
        _access = new MemoryAccessLedger(new string('b', 32), _ledger, _clock, _keys, RandomNumberGenerator.Fill);
    }

    protected override ILedger Ledger => _ledger;

    protected override IAccessLedger Access => _access;

    protected override IExposures Exposures => _access;

    protected override IKeyStore Keys => _keys;

    protected override void SetClock(DateTimeOffset now) => _clock.Now = now;

    protected override Task Reopen() => Task.CompletedTask;
}
