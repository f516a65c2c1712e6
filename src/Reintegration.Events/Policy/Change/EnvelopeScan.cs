using System.Runtime.CompilerServices;

namespace Reintegration.Events.Policy.Change;

/// <summary>An event as far as decisions go, at its place in the ledger: its envelope, opened when it is asked for.</summary>
/// <param name="RecordedAt">Only where it was asked for; else the beginning of time.</param>
public sealed record EnvelopeRow(
    long Position, long Version, DateTimeOffset RecordedAt, string Type, StreamId Stream, Func<Envelope> Open);

/// <summary>Reads many envelopes and no facts: decisions look at nothing else (law 10), so nothing is decrypted.</summary>
/// <remarks>Two implementations: over any ledger, and over PostgreSQL, which leaves unread all but the envelopes.</remarks>
public interface IEnvelopeScan
{
    /// <summary>Events of these types (null: all) up to a position, in order, in lots of some thousand.</summary>
    /// <param name="timed">Whether <see cref="EnvelopeRow.RecordedAt"/> is wanted.</param>
    /// <exception cref="LedgerUnavailableException">The ledger could not be read.</exception>
    IAsyncEnumerable<IReadOnlyList<EnvelopeRow>> Read(
        IReadOnlySet<string>? types, long upTo, bool timed, CancellationToken ct);
}

/// <summary>The scan over any ledger.</summary>
public sealed class LedgerScan(ILedger ledger) : IEnvelopeScan
{
    private const int Lot = 2_000;

    public async IAsyncEnumerable<IReadOnlyList<EnvelopeRow>> Read(
        IReadOnlySet<string>? types, long upTo, bool timed, [EnumeratorCancellation] CancellationToken ct)
    {
        var lot = new List<EnvelopeRow>(Lot);
        await foreach (var recorded in ledger.Read(-1, ct))
        {
            if (recorded.Position > upTo) break;
            if (types is not null && !types.Contains(recorded.Envelope.Type)) continue;
            lot.Add(new EnvelopeRow(
                recorded.Position, recorded.Version, recorded.RecordedAt, recorded.Envelope.Type, recorded.Envelope.Stream,
                () => recorded.Envelope));
            if (lot.Count < Lot) continue;
            yield return lot;
            lot = new List<EnvelopeRow>(Lot);
        }

        if (lot.Count > 0) yield return lot;
    }
}
