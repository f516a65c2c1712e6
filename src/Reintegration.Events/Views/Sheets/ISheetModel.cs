using Reintegration.Events.Policy;

namespace Reintegration.Events.Views.Sheets;

/// <summary>A read model whose rows are sheets: its sections, its rules against the clock, and who it is for.</summary>
public interface ISheetModel<TSelf> : IReadModel<TSelf, Sheet>
    where TSelf : ISheetModel<TSelf>
{
    static abstract Layout Layout { get; }

    /// <summary>The rules of <see cref="Continuity"/> that this audience can act on.</summary>
    static virtual ImmutableArray<Watch> Watches => [];

    static Sheet IView<TSelf, Sheet>.Empty => Sheet.Empty;

    static Sheet IView<TSelf, Sheet>.Fold(Sheet row, Disclosure disclosure) => TSelf.Layout.Fold(row, disclosure);

    static ViewScope IReadModel<TSelf, Sheet>.Scope => ViewScope.Case;

    static bool IReadModel<TSelf, Sheet>.Concerns(Sheet row) => !row.Sections.IsEmpty || !row.Exists.IsEmpty;

    static IEnumerable<Alarm> IReadModel<TSelf, Sheet>.Alarms(Sheet row, DateTimeOffset now) =>
        Continuity.Of(row, now, TSelf.Watches);
}
