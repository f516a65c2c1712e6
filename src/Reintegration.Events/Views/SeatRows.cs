using Reintegration.Events.Policy;

namespace Reintegration.Events.Views;

/// <summary>A row on its way: as it was stored, and what has been folded onto it since.</summary>
public sealed class RowSoFar(ReadModel view, string key, ReadOnlyMemory<byte>? stored)
{
    object? _row;

    public ReadModel View { get; } = view;

    /// <summary>Empty for a row about a case.</summary>
    public string Key { get; } = key;

    /// <summary>The row as it is now; read only when it is asked for.</summary>
    public object Row => _row ??= stored is { } bytes ? View.Read(bytes.Span) : View.Empty;

    /// <summary>Something was folded onto it.</summary>
    public bool IsChanged => !News.IsEmpty;

    /// <summary>What was disclosed and changed the row, since it was stored.</summary>
    public ImmutableList<Released> News { get; private set; } = [];

    internal void Fold(Disclosure disclosure)
    {
        var before = Row;
        _row = View.Fold(before, disclosure);
        // A fold that hands back the very row it was given took nothing from the disclosure.
        if (!ReferenceEquals(before, _row)) News = News.Add(disclosure.Levels());
    }
}

/// <summary>A row as it is stored.</summary>
public sealed record WrittenRow(RowSoFar Row, byte[] Body, bool Concerns);

/// <summary>Why a seat's rows of a case stopped, and at which event: they wait there, and nothing is skipped.</summary>
/// <param name="Reason">A kind of failure, never its message: that might quote what was decrypted.</param>
public sealed record Stoppage(long Position, string Reason);

/// <summary>The rows that one seat is shown of one case, or of no case: every view, each event decided once.</summary>
/// <remarks>After a stoppage nothing more is folded, so that order is kept. Not for several threads at once.</remarks>
public sealed class SeatRows
{
    readonly Dictionary<(string View, string Key), RowSoFar> _rows = [];
    long _last = -1;
    bool _isResumed;
    DateTimeOffset? _storedUntil;

    internal SeatRows(
        Seat seat, ImmutableArray<ReadModel> views, Decider decider, Catalog catalog, Pseudonyms pseudonyms)
    {
        (Seat, Views) = (seat, views);
        Judging = new Judging(decider, catalog, pseudonyms, Next);
    }

    /// <summary>Through which events reach these rows: <see cref="Policy.Judging.Each"/>.</summary>
    public Judging Judging { get; }

    public Seat Seat { get; }

    public ImmutableArray<ReadModel> Views { get; }

    public string Audience => NameOf(Seat);

    public IReadOnlyCollection<RowSoFar> Rows => _rows.Values;

    /// <summary>The first instant at which anything that was decided here may be decided otherwise; null: never.</summary>
    public DateTimeOffset? ValidUntil { get; private set; }

    /// <summary>The stored rows' time is up earlier than they say.</summary>
    public bool IsShortened => _isResumed && ValidUntil is not null && (_storedUntil is null || ValidUntil < _storedUntil);

    public Stoppage? Stopped { get; private set; }

    /// <summary>The name that a seat's rows are kept under, and that the database compares before it shows one.</summary>
    public static string NameOf(Seat seat) => $"{seat.Agency}/{seat.Role}/{seat.Purpose}";

    /// <summary>Goes on from a stored row.</summary>
    public void Resume(ReadModel view, string key, ReadOnlyMemory<byte> stored, DateTimeOffset? validUntil)
    {
        _rows[(view.Name, key)] = new RowSoFar(view, key, stored);
        (_isResumed, _storedUntil) = (true, Earlier(_storedUntil, validUntil));
        ValidUntil = Earlier(ValidUntil, validUntil);
    }

    /// <summary>The row of a view, as stored or empty.</summary>
    public RowSoFar Of(ReadModel view, string key = "")
    {
        if (!_rows.TryGetValue((view.Name, key), out var row))
            _rows.Add((view.Name, key), row = new RowSoFar(view, key, null));
        return row;
    }

    /// <summary>Folds what is disclosed of one more event onto the rows it belongs to.</summary>
    void Next(Judgement judged)
    {
        _last = judged.Position;
        if (judged.Fault is { } fault)
        {
            Stopped = new Stoppage(judged.Position, fault);
            return;
        }

        ValidUntil = Earlier(ValidUntil, judged.ValidUntil);
        if (judged.Disclosure is not { } disclosure) return;
        foreach (var view in Views)
            if ((view.Scope == ViewScope.Case ? "" : view.Key(disclosure)) is { } key) Of(view, key).Fold(disclosure);
    }

    /// <summary>The rows in the form they are stored in, or nothing when one cannot be written: that is a stoppage too.</summary>
    /// <param name="all">Also those that nothing was folded onto.</param>
    public List<WrittenRow> Written(bool all)
    {
        List<WrittenRow> written = [];
        if (Stopped is not null) return written;
        foreach (var row in _rows.Values.Where(row => all || row.IsChanged))
        {
            try
            {
                written.Add(new WrittenRow(row, row.View.Write(row.Row), row.View.Concerns(row.Row)));
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Stopped = new Stoppage(_last, failure.GetType().Name);
                return [];
            }
        }

        return written;
    }

    internal void Until(DateTimeOffset? instant) => ValidUntil = Earlier(ValidUntil, instant);

    static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;
}
