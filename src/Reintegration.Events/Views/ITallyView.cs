using Reintegration.Events.Policy.Tallies;

namespace Reintegration.Events.Views;

/// <summary>A read model of counts: a pure fold from tallies to a row. It cannot take an uncounted event.</summary>
/// <remarks>
/// INVARIANT: as of <see cref="IView{TSelf, TRow}"/>, with tallies in the place of disclosures: the row depends on the
/// tallies alone. A tally the seat may not read was never made, so its part of the row is absent.
/// </remarks>
public interface ITallyView<TSelf, TRow> where TSelf : ITallyView<TSelf, TRow>
{
    /// <summary>Its name at the door: lower kebab.</summary>
    static abstract string Name { get; }

    /// <summary>Raised whenever the same tallies would fold to another row.</summary>
    static abstract int Version { get; }

    static abstract TRow Empty { get; }

    static abstract TRow Fold(TRow row, Tally tally);
}

public static class TallyView
{
    public static TRow Of<TView, TRow>(IEnumerable<Tally> tallies) where TView : ITallyView<TView, TRow> =>
        tallies.Aggregate(TView.Empty, TView.Fold);
}
