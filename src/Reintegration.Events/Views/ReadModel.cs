using Reintegration.Events.Policy;

namespace Reintegration.Events.Views;

/// <summary>A column without its row type.</summary>
public sealed record ColumnHead(string Name, ColumnKind Kind);

/// <summary>
/// A read model without its row type: what the projector folds, stores and the doors list, all views in one loop.
/// </summary>
public abstract class ReadModel
{
    public abstract string Name { get; }
    public abstract int Version { get; }
    public abstract Audience Audience { get; }
    public abstract ViewScope Scope { get; }
    public abstract ImmutableArray<ColumnHead> Columns { get; }
    public abstract object Empty { get; }

    public abstract object Fold(object row, Disclosure disclosure);
    public abstract string? Key(Disclosure disclosure);
    public abstract bool Concerns(object row);
    public abstract IEnumerable<Alarm> Alarms(object row, DateTimeOffset now);

    /// <summary>The value of each column, in their order.</summary>
    public abstract ImmutableArray<object?> Values(object row);

    /// <summary>The bytes that are stored: equal rows, equal bytes.</summary>
    public abstract byte[] Write(object row);

    /// <exception cref="JsonException">Not a row of this view and version.</exception>
    public abstract object Read(ReadOnlySpan<byte> stored);

    public static ReadModel Of<TView, TRow>()
        where TView : IReadModel<TView, TRow>
        where TRow : class => new Typed<TView, TRow>();

    sealed class Typed<TView, TRow> : ReadModel
        where TView : IReadModel<TView, TRow>
        where TRow : class
    {
        public override string Name => TView.Name;
        public override int Version => TView.Version;
        public override Audience Audience { get; } = TView.Audience;
        public override ViewScope Scope => TView.Scope;
        public override ImmutableArray<ColumnHead> Columns { get; } =
            [.. TView.Columns.Select(column => new ColumnHead(column.Name, column.Kind))];
        public override object Empty => TView.Empty;

        readonly ImmutableArray<Column<TRow>> _columns = TView.Columns;

        public override object Fold(object row, Disclosure disclosure) => TView.Fold((TRow)row, disclosure);
        public override string? Key(Disclosure disclosure) => TView.Key(disclosure);
        public override bool Concerns(object row) => TView.Concerns((TRow)row);
        public override IEnumerable<Alarm> Alarms(object row, DateTimeOffset now) => TView.Alarms((TRow)row, now);
        public override ImmutableArray<object?> Values(object row) =>
            [.. _columns.Select(column => column.Value((TRow)row))];
        public override byte[] Write(object row) =>
            JsonSerializer.SerializeToUtf8Bytes((TRow)row, RowJson.Options);
        public override object Read(ReadOnlySpan<byte> stored) =>
            JsonSerializer.Deserialize<TRow>(stored, RowJson.Options)
            ?? throw new JsonException($"A stored row of {Name} is null.");
    }
}
