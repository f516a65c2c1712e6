using System.Globalization;
using Reintegration.Events.Events.Coordination;

namespace Reintegration.Events.Ledger;

/// <summary>The name a ledger signs under: its kind, its id, and how often it was succeeded after a loss.</summary>
/// <remarks>
/// Text: <c>reintegration/events/&lt;id&gt;</c>, and <c>/2</c>, <c>/3</c> behind it for successors. Leaves name the ledger
/// and no origin, so those that survive a loss stay what they were.
/// </remarks>
/// <param name="Kind"><c>events</c> or <c>access</c>.</param>
/// <param name="Epoch">1 for the origin a ledger is founded under.</param>
public sealed record LedgerOrigin(string Kind, string Ledger, int Epoch = 1)
{
    const string Root = "reintegration";

    /// <summary>The origin that follows it after a loss.</summary>
    public LedgerOrigin Successor => this with { Epoch = Epoch + 1 };

    /// <summary>Reads the text; null if it is no such origin.</summary>
    public static LedgerOrigin? Parse(string text) => text.Split('/') switch
    {
        [Root, var kind, { Length: > 0 } ledger] => new LedgerOrigin(kind, ledger),
        [Root, var kind, { Length: > 0 } ledger, [>= '1' and <= '9', ..] digits]
            when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) && epoch > 1 =>
            new LedgerOrigin(kind, ledger, epoch),
        _ => null,
    };

    /// <summary>Whether it is an origin of the same ledger from before a loss.</summary>
    public bool Precedes(LedgerOrigin later) => Epoch < later.Epoch && this with { Epoch = later.Epoch } == later;

    /// <summary>The origin in force: the last successor that the events ledger names, or this one if it names none.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger could not be read.</exception>
    public async Task<LedgerOrigin> InForce(ILedger events, CancellationToken ct) =>
        (await events.ReadCase(null, SuccessionTypes, -1, ct))
            .Select(recorded => recorded.Envelope.Labels.TryGetValue("successor", out var label)
                ? Parse(label.GetString()!) : null)
            .OfType<LedgerOrigin>().Where(Precedes).Append(this).MaxBy(origin => origin.Epoch)!;

    public override string ToString() => Epoch == 1
        ? $"{Root}/{Kind}/{Ledger}"
        : string.Create(CultureInfo.InvariantCulture, $"{Root}/{Kind}/{Ledger}/{Epoch}");

    static readonly ImmutableHashSet<string> SuccessionTypes = [LedgerSucceeded.WireName];
}
