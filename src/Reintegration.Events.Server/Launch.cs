using System.CommandLine;
using System.Diagnostics;
using Reintegration.Events.Postgres.Cluster;
using Reintegration.Events.Postgres.Projection;
using Reintegration.Events.Postgres.Succession;
using Reintegration.Events.Server.Audit;
using Reintegration.Events.Server.Demo;
using Reintegration.Events.Server.Feeds;
using Reintegration.Events.Server.Intake;
using Reintegration.Events.Server.Witnessing;

namespace Reintegration.Events.Server;

/// <summary>
/// The command line: finds or starts PostgreSQL, opens the ledgers, builds the app, tells the demo, serves.
/// </summary>
public static class Launch
{
    /// <summary>Names an outside PostgreSQL by its connection string, in place of the private cluster.</summary>
    public const string PostgresVariable = "REINTEGRATION_POSTGRES";

    /// <summary>Names the file of the key that data keys are encrypted under, when it lies outside the data folder.</summary>
    public const string WrappingVariable = "REINTEGRATION_WRAPPING_KEY_FILE";

    /// <summary>The cluster is ours alone, so the database every cluster is born with serves.</summary>
    const string Database = "postgres";

    /// <summary>
    /// Crash recovery of a large database takes tens of seconds; a wrong address should not hang for longer.
    /// </summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan PauseBetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>C2SP and our own promise: at least every second while there is news.</summary>
    static readonly TimeSpan PauseBetweenSignings = TimeSpan.FromMilliseconds(500);

    /// <summary>What is recorded is in the feeds within a second, with time to spare for deciding.</summary>
    static readonly TimeSpan PauseBetweenFeedings = TimeSpan.FromMilliseconds(250);

    sealed record Wishes(
        string Urls, string Data, bool Demo, bool Empty, bool Once, string? Authority, string Audience,
        ImmutableArray<WitnessAddress> Witnesses, int Quorum, int BackupDays);

    public static Task<int> Run(string[] args)
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var data = new Option<string>("--data") { Description = "Folder for keys and the private PostgreSQL cluster.", DefaultValueFactory = _ => ".data" };
        var demo = new Option<bool>("--demo") { Description = "Demo identity: personas and their tokens. Never beside a real issuer." };
        var empty = new Option<bool>("--empty") { Description = "Do not tell the demo story." };
        var once = new Option<bool>("--once") { Description = "Tell the demo story, print it, and exit." };
        var authority = new Option<string?>("--authority") { Description = "OpenID Connect issuer whose tokens are accepted." };
        var audience = new Option<string>("--audience") { Description = "Audience tokens must name.", DefaultValueFactory = _ => "reintegration" };
        var witness = new Option<string[]>("--witness") { Description = "URL of a witness that cosigns checkpoints; repeatable." };
        var vkey = new Option<string[]>("--witness-vkey") { Description = "Its verifier key, one for each --witness in the same order." };
        var quorum = new Option<int?>("--witness-quorum") { Description = "How many must cosign for a checkpoint to be sealed; all of them when absent." };
        var backup = new Option<int>("--backup-days") { Description = "How many days backups are kept; an erasure states when it is complete everywhere.", DefaultValueFactory = _ => AppParts.DefaultBackupRetentionDays };
        var root = new RootCommand($"""
            Reintegration.Events: agencies post events about a person's way back into the community; a sharing policy
            decides, field by field, what each of them may learn; auditors replay and prove it.
            Set {PostgresVariable} to a connection string to use an outside PostgreSQL 15 or newer.
            """) { urls, data, demo, empty, once, authority, audience, witness, vkey, quorum, backup, WitnessCommand.Build() };
        root.SetAction((parsed, ct) => Guarded(() =>
        {
            var witnesses = WitnessCommand.Addresses(parsed.GetValue(witness) ?? [], parsed.GetValue(vkey) ?? []);
            return Serve(new Wishes(
                parsed.GetValue(urls)!, Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(demo),
                parsed.GetValue(empty), parsed.GetValue(once), parsed.GetValue(authority), parsed.GetValue(audience)!,
                witnesses, parsed.GetValue(quorum) ?? witnesses.Length, parsed.GetValue(backup)), ct);
        }, ct));
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    /// <summary>
    /// An expected failure is one line that says what to change; a stack trace helps nobody at a console.
    /// </summary>
    internal static async Task<int> Guarded(Func<Task<int>> run, CancellationToken ct)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failure) when (
            failure is InvalidOperationException or IOException or LedgerUnavailableException or LedgerBrokenException or ClusterException or BundleRefused)
        {
            await Console.Error.WriteLineAsync($"reintegration: {failure.Message}");
            return 1;
        }
    }

    static async Task<int> Serve(Wishes wishes, CancellationToken ct)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var issuer = wishes.Demo ? new DemoIssuer() : null;
        var clock = new StoryClock(TimeProvider.System);
        var outside = Environment.GetEnvironmentVariable(PostgresVariable);
        await using var cluster = string.IsNullOrEmpty(outside)
            ? await PrivateCluster.Start(wishes.Data, stopping.Token)
            : null;
        var source = cluster is null ? ConnectionSource.Outside(outside!) : ConnectionSource.Private(cluster, Database);
        var wrapping = Environment.GetEnvironmentVariable(WrappingVariable);
        var dataKeys = new FileKeyStore(
            Path.Combine(wishes.Data, "keys", "data"), Path.Combine(wishes.Data, "tombstones"),
            string.IsNullOrEmpty(wrapping) ? Path.Combine(wishes.Data, "wrapping", "data.keys") : wrapping,
            RandomPool.Fill);
        await using var store = await Patiently(
            () => PostgresStore.Open(source, dataKeys, clock, stopping.Token), stopping.Token);
        using var signer = SignerFile.Open(
            new SignerFolder(wishes.Data, "events"), await OriginInForce("events", store.Ledger, store, stopping.Token));
        using var accessSigner = SignerFile.Open(
            new SignerFolder(wishes.Data, "access"), await OriginInForce("access", store.AccessLedger, store, stopping.Token));
        var anchor = wishes.Demo && !wishes.Empty
            ? await Demonstration.Anchor(store.Ledger, clock, stopping.Token)
            : null;
        var parts = Parts(wishes, store, (signer, accessSigner), clock, issuer);
        await using var app = App.Build(parts);
        await Patiently(() => Enrolment.Run(app.Services, Enrolment.Folder, stopping.Token), stopping.Token);
        await app.StartAsync(stopping.Token);
        var server = new Uri(app.Urls.First());
        var told = anchor is null || await Demonstration.Run(server, clock, anchor.Value, Console.Out, stopping.Token);
        if (wishes.Once) return told ? 0 : 1;
        Console.Out.WriteLine(
            $"serving {server}  (swagger: {server}swagger, health: {server}health/ready); stop with Ctrl-C");
        await app.WaitForShutdownAsync(stopping.Token);
        return 0;
    }

    /// <summary>
    /// A database that is recovering, or on a busy machine, is waited for; what fails for good still fails.
    /// </summary>
    static async Task<T> Patiently<T>(Func<Task<T>> step, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await step();
            }
            catch (LedgerUnavailableException failure) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Console.Error.WriteLineAsync($"waiting for PostgreSQL: {failure.Message}");
                await Task.Delay(PauseBetweenTries, ct);
            }
        }
    }

    static Task<LedgerOrigin> OriginInForce(string kind, ILeaves leaves, PostgresStore store, CancellationToken ct) =>
        Patiently(
            async () => await new LedgerOrigin(kind, (await leaves.Head(ct)).Ledger).InForce(store.Ledger, ct), ct);

    static AppParts Parts(
        Wishes wishes, PostgresStore store, (ISigner Events, ISigner Access) signers, TimeProvider clock,
        DemoIssuer? issuer)
    {
        var bundles = new Bundles(
            store.PolicyArchive, Catalog.Default, signers.Events, BundleFolder.LoadAll(Catalog.Default));
        var keys = ServerKeys.Open(Path.Combine(wishes.Data, "keys", "server.key"));
        var views = store.Views(new Ground(bundles.At, Catalog.Default, keys.Pseudonym, clock));
        return new AppParts
        {
            Ledger = store.Ledger,
            Access = store.AccessLedger,
            Exposures = store.AccessLedger,
            Catalog = Catalog.Default,
            Bundles = bundles,
            FollowsShippedBundle = wishes.Demo,
            Envelopes = store.Envelopes,
            Keys = keys,
            Views = views,
            Signer = signers.Events,
            SignerMemory = new FileSignerMemory(new SignerFolder(wishes.Data, "events").Memory),
            AccessSigner = signers.Access,
            AccessSignerMemory = new FileSignerMemory(new SignerFolder(wishes.Data, "access").Memory),
            EventTree = store.EventTree,
            AccessTree = store.AccessTree,
            Snapshots = store.Snapshots,
            Signing = new Signing
            {
                Every = PauseBetweenSignings,
                Folder = Path.Combine(wishes.Data, "signer"),
                IsOurs = async token => await store.SigningLease.Hold(token) is not null,
                Witnesses = wishes.Witnesses,
                Quorum = wishes.Quorum,
            },
            Feeding = new Feeding { Rows = store.Feeds, Every = PauseBetweenFeedings },
            Identity = new IdentityOptions { Authority = wishes.Authority, Audience = wishes.Audience, DemoKey = issuer?.Key },
            Clock = clock,
            BackupRetentionDays = wishes.BackupDays,
            DemoIssuer = issuer,
            Ping = async token =>
            {
                if (await store.Ping(token) is { } why) throw new LedgerUnavailableException(why);
                if ((await views.Parked(token)).Count > 0) throw new LedgerUnavailableException("Rows wait: GET /admin/parked.");
            },
            Urls = wishes.Urls,
        };
    }
}
