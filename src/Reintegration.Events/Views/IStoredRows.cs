namespace Reintegration.Events.Views;

/// <summary>A row as it is kept.</summary>
/// <param name="Key">Empty for a row about a case.</param>
/// <param name="ValidUntil">From then on it may have to be decided otherwise.</param>
/// <param name="Released">What it holds of which events: <see cref="ReleasedPack"/>.</param>
public sealed record StoredRow(
    string Key, object Row, bool Concerns, DateTimeOffset? ValidUntil, ReadOnlyMemory<byte> Released);

/// <summary>The rows that one audience is shown of one case in one view.</summary>
/// <param name="Case">Null: rows about no case.</param>
/// <param name="IsCurrent">No fence was raised around it since it was decided, and it waits at no event.</param>
/// <param name="IsWhole">Every event of the case is folded.</param>
/// <param name="ValidUntil">When a row that is not there may have to be.</param>
public sealed record StoredCase(
    CaseId? Case, bool IsCurrent, bool IsWhole, DateTimeOffset? ValidUntil, IReadOnlyList<StoredRow> Rows);

/// <summary>Where the rows of views are kept for the doors. Two implementations: PostgreSQL, and none at all.</summary>
public interface IStoredRows
{
    /// <summary>What is kept for an audience of these cases; a case that is missing has to be folded by the caller.</summary>
    /// <param name="audience"><see cref="SeatRows.NameOf"/>; the store shows no other's rows.</param>
    /// <param name="cases">Null among them: what concerns no case.</param>
    Task<IReadOnlyList<StoredCase>> Of(
        ReadModel view, string audience, IReadOnlyCollection<CaseId?> cases, CancellationToken ct);

    /// <summary>What stored rows hold of which events, for the access record.</summary>
    Task<ImmutableArray<Released>> Released(IReadOnlyCollection<ReadOnlyMemory<byte>> packed, CancellationToken ct);

    /// <summary>How far what is kept of a case's slice has come; a read that waits for its own write asks until it is there.</summary>
    Task<long> Position(CaseId? @case, CancellationToken ct);
}

/// <summary>Nothing is kept: every row is folded when it is asked for.</summary>
public sealed class NoStoredRows : IStoredRows
{
    public Task<IReadOnlyList<StoredCase>> Of(
        ReadModel view, string audience, IReadOnlyCollection<CaseId?> cases, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<StoredCase>>([]);

    public Task<ImmutableArray<Released>> Released(IReadOnlyCollection<ReadOnlyMemory<byte>> packed, CancellationToken ct) =>
        Task.FromResult(ImmutableArray<Released>.Empty);

    public Task<long> Position(CaseId? @case, CancellationToken ct) => Task.FromResult(long.MaxValue);
}
