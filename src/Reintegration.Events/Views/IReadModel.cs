using Reintegration.Events.Policy;

namespace Reintegration.Events.Views;

/// <summary>
/// The seat a read model is for: its rows are decided for every agency of one of these sectors that is authorised for
/// the purpose, in this role, on the bundle's default basis, with the lowest clearance and no certificate.
/// </summary>
public sealed record Audience(ImmutableArray<Sector> Sectors, string Role, string Purpose)
{
    /// <summary>The seat of an agency's rows.</summary>
    public Seat Seat(AgencyId agency, Sector sector, string legalBasis) =>
        new(agency, sector, Role, Purpose, legalBasis, Clearance: 0, CertifiedFor: [], Official: "");
}

public enum ViewScope
{
    /// <summary>One row per (view, agency, case), folded from what that agency is shown of the case.</summary>
    Case,

    /// <summary>One row per (view, agency, key), folded from what it is shown of events about no case.</summary>
    Organisation,
}

/// <summary>A view whose rows are kept: built by the projector, listed, filtered and sorted at the doors.</summary>
/// <remarks>
/// INVARIANT (law 9): a stored row equals a fresh fold, byte for byte. So a row is a record that
/// <see cref="RowJson.Options"/> writes and reads back to the same; it holds due instants and never "overdue".
/// </remarks>
public interface IReadModel<TSelf, TRow> : IView<TSelf, TRow>
    where TSelf : IReadModel<TSelf, TRow>
    where TRow : class
{
    static abstract Audience Audience { get; }

    static abstract ViewScope Scope { get; }

    /// <summary>Whose row the disclosure belongs to, of a view over no case; null: not of this view.</summary>
    static virtual string? Key(Disclosure disclosure) => null;

    /// <summary>By what rows are filtered and sorted: a closed list. The row itself may hold more.</summary>
    static abstract ImmutableArray<Column<TRow>> Columns { get; }

    /// <summary>False: nothing in the row concerns this audience yet, and it is not shown.</summary>
    static virtual bool Concerns(TRow row) => true;

    /// <summary>What is late or missing at an instant: asked when a row is read, so that the fold stays pure.</summary>
    static virtual IEnumerable<Alarm> Alarms(TRow row, DateTimeOffset now) => [];
}

/// <summary>
/// One thing that is late or missing: which rule raised it, since when, and which events it rests on (only such as the
/// seat is shown).
/// </summary>
public sealed record Alarm(string Rule, DateTimeOffset Since, ImmutableArray<string> Events);
