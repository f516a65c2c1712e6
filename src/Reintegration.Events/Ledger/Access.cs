namespace Reintegration.Events.Ledger;

/// <summary>One consultation, disclosure or refusal, as it is made durable before anything leaves.</summary>
/// <remarks>Directive (EU) 2016/680, article 25: who, when, why, what, to whom. Query parameters come from closed
/// lists, never free text.</remarks>
public sealed record AccessRecord
{
    public required Guid Id { get; init; }
    public required string Official { get; init; }
    public required AgencyId Agency { get; init; }
    public required string Role { get; init; }
    public string? Purpose { get; init; }
    public string? LegalBasis { get; init; }
    public int Clearance { get; init; }
    public string? Client { get; init; }
    /// <summary>The live task that justifies the look: <c>seat</c>, <c>own-data</c>, <c>oversight</c>.</summary>
    public required string Justification { get; init; }
    /// <summary>The door, as listed in contracts/doors.txt: <c>GET /cases/{caseId}</c>.</summary>
    public required string Door { get; init; }
    public CaseId? Case { get; init; }
    /// <summary>Closed query parameters, e.g. <c>knownAt</c>.</summary>
    public ImmutableSortedDictionary<string, string> Query { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    /// <summary>Head size the answer was decided from.</summary>
    public required long Position { get; init; }
    public required string Bundle { get; init; }
    public required long Epoch { get; init; }
    public required AccessOutcome Outcome { get; init; }
    /// <summary>What left: event names with the level of each field released.</summary>
    public ImmutableArray<Released> Released { get; init; } = [];
    /// <summary>SHA-256 of the body that left; empty when nothing did.</summary>
    public ReadOnlyMemory<byte> BodyDigest { get; init; }
}

/// <summary>What was released of one event.</summary>
public sealed record Released(EventName Name, ImmutableSortedDictionary<string, string> Levels);

public enum AccessOutcome { Released, Nothing, Refused }

public sealed record AccessReceipt(Guid Id, long Position, DateTimeOffset RecordedAt);

/// <summary>An access record at its place in the access ledger.</summary>
/// <param name="Agency">Who looked, as far as agencies go: stays readable when the record is erased.</param>
/// <param name="Case">Which case was looked at; null where none was named.</param>
/// <param name="Record">The record; null once the access key of its month is destroyed.</param>
public sealed record AccessRecorded(
    long Position, DateTimeOffset RecordedAt, AgencyId Agency, CaseId? Case, AccessRecord? Record,
    ReadOnlyMemory<byte> Leaf)
{
    /// <summary>What its commitments were salted from, so that the record can be proved to be its leaf's; empty once erased.</summary>
    public ReadOnlyMemory<byte> Secret { get; init; }
}

public sealed record AccessQuery
{
    public CaseId? Case { get; init; }
    /// <summary>Only looks that named no case: lists, feeds and an agency's own events.</summary>
    public bool WithoutCase { get; init; }
    public AgencyId? Agency { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }
    /// <summary>Records after this position; -1 is from the beginning.</summary>
    public long After { get; init; } = -1;
    public int Limit { get; init; } = 200;
}
