using Reintegration.Events.Policy;

namespace Reintegration.Events.Views;

/// <summary>A read model: a pure fold from disclosures to a row. It cannot take an undisclosed event.</summary>
/// <remarks>
/// INVARIANT: the row depends on the disclosures alone, in the order given; no clock, no store, no chance. So a stored
/// row
/// equals a fresh fold, and two ledgers that differ in what is not disclosed give the same row.
/// </remarks>
public interface IView<TSelf, TRow> where TSelf : IView<TSelf, TRow>
{
    /// <summary>Its name at the door: lower kebab.</summary>
    static abstract string Name { get; }

    /// <summary>Raised whenever the same disclosures would fold to another row.</summary>
    static abstract int Version { get; }

    static abstract TRow Empty { get; }

    static abstract TRow Fold(TRow row, Disclosure disclosure);
}

public static class View
{
    /// <summary>The row of a whole case.</summary>
    public static TRow Of<TView, TRow>(IEnumerable<Disclosure> disclosures) where TView : IView<TView, TRow> =>
        disclosures.Aggregate(TView.Empty, TView.Fold);
}
