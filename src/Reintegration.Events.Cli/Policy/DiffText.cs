using System.Globalization;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Change;

namespace Reintegration.Events.Cli.Policy;

/// <summary>A report in lines for humans; what is longer than a screen is counted, and whole with <c>--json</c>.</summary>
static class DiffText
{
    const int MaxLines = 40;

    internal static void Write(BundleReport report, TextWriter said)
    {
        said.WriteLine(report.Narrows ? "It narrows: nobody would be shown anything more." : "It could show somebody more:");
        Write(said, report.Widenings.Select(widening => $"{widening.Why} ({widening.Types.Count} types)"));
        if (!report.Approvers.IsEmpty) said.WriteLine($"To be approved by: {string.Join(", ", report.Approvers)}");
        said.WriteLine($"{report.Matrix.Length} rows of the matrix change.");
        Write(said, report.Matrix.Select(row => $"[{row.Part}] {row.Row} {row.Class}: {row.Before} -> {row.After}"));
        if (report.Ledger is { } ledger) Write(said, ledger);
        if (report.Access is not { } access) return;
        said.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{access.Flipped:N0} of {access.Reads:N0} reads of the last {access.Days} days would have been answered otherwise."));
        Write(said, access.Changes.GroupBy(change => (change.Agency, change.Role)).Select(group =>
            $"{group.Key.Agency} {group.Key.Role}: {group.Count(change => change.EventsGaining > 0)} would have shown more, {group.Count(change => change.EventsLosing > 0)} less"));
    }

    static void Write(TextWriter said, LedgerEffect ledger)
    {
        said.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Replayed: {ledger.Events:N0} events, {ledger.Cases:N0} cases ({ledger.NotReplayed} not to be replayed)."));
        Write(said, ledger.Changes.GroupBy(change => (change.Recipient, change.Originator, change.Change.Type)).Select(group =>
            $"{group.Key.Recipient} {Told(group)} of {group.Key.Type} by {group.Key.Originator}"));
    }

    static string Told(IEnumerable<ChangeCount> counts) => string.Join(", ", counts.Select(count => string.Create(
        CultureInfo.InvariantCulture, $"{count.Change.Class} {count.Change.From.Word()} -> {count.Change.To.Word()} ({count.Events:N0})")));

    static void Write(TextWriter said, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        foreach (var line in all.Take(MaxLines)) said.WriteLine($"  {line}");
        if (all.Count > MaxLines) said.WriteLine($"  and {all.Count - MaxLines} more");
    }
}
