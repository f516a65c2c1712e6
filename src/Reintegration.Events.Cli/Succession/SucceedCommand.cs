using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres;
using Reintegration.Events.Postgres.Cluster;
using Reintegration.Events.Postgres.Succession;

namespace Reintegration.Events.Cli.Succession;

/// <summary><c>ledger succeed</c>: goes on under a new origin after the signed end of a ledger was lost.</summary>
public static partial class SucceedCommand
{
    /// <summary>The same names the server knows them by.</summary>
    const string PostgresVariable = "REINTEGRATION_POSTGRES";
    const string WrappingVariable = "REINTEGRATION_WRAPPING_KEY_FILE";

    /// <summary>The database that every private cluster is born with.</summary>
    const string Database = "postgres";

    const int Done = 0;
    const int NotDone = 1;

    sealed record Wishes(string Data, string? Postgres, ImmutableArray<string> Operators, FileInfo[] Seen, bool Yes);

    /// <summary>The <c>ledger</c> command, to be added to the root command.</summary>
    public static Command Build()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "The server's data folder.",
            DefaultValueFactory = _ => new DirectoryInfo(".data"),
        };
        var postgres = new Option<string?>("--postgres")
        {
            Description =
                $"Connection string of the database; else {PostgresVariable}, else the cluster in the data folder.",
        };
        var operators = new Option<string[]>("--operator")
        {
            Description = "Reference of one who answers for it. Give it twice, for two people.",
            Required = true,
        };
        var seen = new Option<FileInfo[]>("--seen")
        {
            Description = "An older checkpoint that somebody kept: it may prove more of what is left. May be repeated.",
        };
        var yes = new Option<bool>("--yes")
        {
            Description = "Do it. Without this the loss is shown and nothing is changed.",
        };
        var succeed = new Command(
            "succeed",
            "After the end of a signed ledger was lost for good (a database restored behind its checkpoint, signing "
            + "refused): prove the loss, record ledger-succeeded, and let the ledger go on under a new origin and key. "
            + "The old checkpoint, memory and key are kept aside. Stop every server first. Killed anywhere: run it again. "
            + "Exit codes: 0 done; 1 not done, or nothing to succeed; 2 not understood.")
        {
            data, postgres, operators, seen, yes,
        };
        succeed.Validators.Add(result => RequireTwo(result, operators));
        succeed.SetAction((parsed, ct) => Guarded(
            () => Run(
                new Wishes(
                    parsed.GetRequiredValue(data).FullName,
                    parsed.GetValue(postgres) ?? Environment.GetEnvironmentVariable(PostgresVariable),
                    [.. parsed.GetRequiredValue(operators)], parsed.GetValue(seen) ?? [], parsed.GetValue(yes)),
                parsed.InvocationConfiguration.Output, ct),
            parsed.InvocationConfiguration.Error));
        return new Command("ledger", "Mend what signs a ledger, beside a server that is stopped.") { succeed };
    }

    static void RequireTwo(CommandResult result, Option<string[]> operators)
    {
        var names = result.GetValue(operators) ?? [];
        if (names.Length != 2 || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != 2)
            result.AddError("Two different operators are expected: --operator A --operator B.");
        else if (names.FirstOrDefault(name => !Reference.IsMatch(name)) is { } wrong)
            result.AddError($"'{wrong}' is no reference: letters, digits and . _ : @ | - without blanks, at most 128.");
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._:@|-]{0,127}$")]
    private static partial Regex Reference { get; }

    static async Task<int> Guarded(Func<Task<int>> run, TextWriter error)
    {
        try
        {
            return await run();
        }
        catch (Exception failure) when (
            failure is InvalidOperationException or IOException or UnauthorizedAccessException or ClusterException
                or LedgerUnavailableException or LedgerBrokenException)
        {
            await error.WriteLineAsync($"Not done: {failure.Message}");
            return NotDone;
        }
    }

    static async Task<int> Run(Wishes wishes, TextWriter output, CancellationToken ct)
    {
        var signer = Path.Combine(wishes.Data, "signer");
        if (!Directory.Exists(signer))
            throw new InvalidOperationException($"There is no {signer}: nothing was signed from this folder.");
        await using var cluster = string.IsNullOrEmpty(wishes.Postgres)
            ? await PrivateCluster.Start(wishes.Data, ct)
            : null;
        var source = cluster is null
            ? ConnectionSource.Outside(wishes.Postgres!)
            : ConnectionSource.Private(cluster, Database);
        await using var store = await PostgresStore.Open(source, Keys(wishes.Data), TimeProvider.System, ct);
        await WaitForLease(store, ct);

        var plans = await Plans(store, wishes, output, ct);
        if (plans.Count == 0) return NotDone;
        if (!wishes.Yes)
        {
            await output.WriteLineAsync("nothing was changed; add --yes once the lost events cannot be brought back");
            return NotDone;
        }
        foreach (var (succession, plan) in plans)
            await foreach (var step in succession.CarryOut(plan, ct)) await output.WriteLineAsync(step);
        return Done;
    }

    /// <summary>What is to be done for each ledger that lost something, and what was begun; told as it is found.</summary>
    static async Task<List<(LedgerSuccession Succession, SuccessionPlan Plan)>> Plans(
        PostgresStore store, Wishes wishes, TextWriter output, CancellationToken ct)
    {
        var seen = wishes.Seen.Select(file => File.ReadAllBytes(file.FullName)).ToList();
        List<(LedgerSuccession, SuccessionPlan)> plans = [];
        // Events first: the event that tells of a loss of either ledger is recorded there.
        foreach (var kind in (string[])["events", "access"])
        {
            var succession = new LedgerSuccession(store, new SignerFolder(wishes.Data, kind), TimeProvider.System);
            var begun = succession.Begun();
            var plan = begun ?? (await succession.Find(seen, ct) is { } loss
                ? await succession.Plan(loss, wishes.Operators, ct)
                : null);
            if (plan is not null) plans.Add((succession, plan));
            await output.WriteLineAsync(plan is null
                ? $"nothing to succeed: the {kind} ledger holds all that was signed"
                : Describe(plan, begun is not null));
        }
        return plans;
    }

    static string Describe(SuccessionPlan plan, bool isBegun)
    {
        var facts = plan.Succeeded;
        var begun = isBegun ? $"begun by {string.Join(" and ", facts.Operators)}, to be finished: " : "";
        var sizes = FormattableString.Invariant(
            $"{facts.LostSize} leaves were signed, {facts.SurvivingSize} are there, the first {facts.ProvedSize} proved");
        return $"{begun}{facts.Origin}: {sizes}; it goes on as {facts.Successor}";
    }

    static FileKeyStore Keys(string data)
    {
        var wrapping = Environment.GetEnvironmentVariable(WrappingVariable);
        return new FileKeyStore(
            Path.Combine(data, "keys", "data"), Path.Combine(data, "tombstones"),
            string.IsNullOrEmpty(wrapping) ? Path.Combine(data, "wrapping", "data.keys") : wrapping, RandomPool.Fill);
    }

    /// <summary>A server that was just stopped holds its lease for some seconds more.</summary>
    static async Task WaitForLease(PostgresStore store, CancellationToken ct)
    {
        for (var second = 0; await store.SigningLease.Hold(ct) is null; second++)
        {
            if (second > SigningLease.Duration.TotalSeconds)
                throw new InvalidOperationException("A server is signing: stop every server of this ledger first.");
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }
}
