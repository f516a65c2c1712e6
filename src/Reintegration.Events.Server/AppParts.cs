using Reintegration.Events.Policy.Change;
using Reintegration.Events.Postgres.Projection;
using Reintegration.Events.Server.Audit;
using Reintegration.Events.Server.Demo;
using Reintegration.Events.Server.Feeds;

namespace Reintegration.Events.Server;

/// <summary>
/// Everything <see cref="App.Build"/> is made of. Clock, ids and keys come in, so that tests can hold them still.
/// </summary>
public sealed record AppParts
{
    public required ILedger Ledger { get; init; }
    public required IAccessLedger Access { get; init; }
    /// <summary>Who has been shown what; null: what <see cref="Access"/> itself keeps of it.</summary>
    public IExposures? Exposures { get; init; }
    public required Catalog Catalog { get; init; }
    public required Bundles Bundles { get; init; }
    /// <summary>
    /// Whether a changed default bundle takes force at start, with nobody's approval: for demonstrations alone. Elsewhere it
    /// is proposed like any other.
    /// </summary>
    public bool FollowsShippedBundle { get; init; }
    public required ServerKeys Keys { get; init; }
    /// <summary>The events ledger's key: signs checkpoints and receipts.</summary>
    public required ISigner Signer { get; init; }
    /// <summary>What was signed last, kept apart from the database.</summary>
    public required ISignerMemory SignerMemory { get; init; }
    /// <summary>The access ledger's key: signs checkpoints.</summary>
    public required ISigner AccessSigner { get; init; }
    public required ISignerMemory AccessSignerMemory { get; init; }
    public ITreeRows EventTree { get; init; } = new MemoryTreeRows();
    public ITreeRows AccessTree { get; init; } = new MemoryTreeRows();
    /// <summary>Published counts of people.</summary>
    public Policy.Tallies.ISnapshots Snapshots { get; init; } = new Policy.Tallies.MemorySnapshots();
    /// <summary>Draws what is withheld beyond need; held still in tests alone.</summary>
    public Func<int, int> Lot { get; init; } = System.Security.Cryptography.RandomNumberGenerator.GetInt32;
    /// <summary>How readers are told why they are shown something; otherwise in tests alone.</summary>
    public Explaining Explaining { get; init; } = Explanation.OfShown;
    public Signing Signing { get; init; } = new();
    public Feeding Feeding { get; init; } = new();
    /// <summary>The rows of views; null: none are kept, and each is folded when it is asked for.</summary>
    public PostgresViews? Views { get; init; }
    public required IdentityOptions Identity { get; init; }
    public TimeProvider Clock { get; init; } = TimeProvider.System;
    public Func<Guid> NewId { get; init; } = Guid.CreateVersion7;
    /// <summary>Signs tokens for personas; demo mode only.</summary>
    public DemoIssuer? DemoIssuer { get; init; }
    /// <summary>Reads many envelopes for a replay; over the ledger itself when null.</summary>
    public IEnvelopeScan? Envelopes { get; init; }
    /// <summary>Whether the store answers; throws when it does not.</summary>
    public Func<CancellationToken, Task> Ping { get; init; } = _ => Task.CompletedTask;
    /// <summary>How long backups are kept: what is erased is complete everywhere this many days later.</summary>
    public int BackupRetentionDays { get; init; } = DefaultBackupRetentionDays;
    /// <summary>A month of daily base backups, and some days to notice that one failed.</summary>
    public const int DefaultBackupRetentionDays = 35;
    public string Urls { get; init; } = "http://127.0.0.1:0";
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
