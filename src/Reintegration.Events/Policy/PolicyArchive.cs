using System.Collections.Concurrent;

namespace Reintegration.Events.Policy;

/// <summary>What a kept paper is.</summary>
public enum PolicyPaperKind : short
{
    /// <summary>A whole bundle: path to text, as JSON.</summary>
    Bundle = 1,

    /// <summary>What a bundle would change, as it was shown to those who approved it.</summary>
    Report = 2,
}

/// <summary>Something that policy events name by its hash without holding it.</summary>
/// <param name="Hash">What the events name: a bundle's own hash, or SHA-256 of a report's bytes; lower-case hex.</param>
/// <param name="Note">The house's signed note over the hash (C2SP signed-note), as text.</param>
public sealed record PolicyPaper(PolicyPaperKind Kind, string Hash, ReadOnlyMemory<byte> Content, string Note);

/// <summary>Keeps the papers of policy events, whole and for ever, so that what they decided can be decided again.</summary>
/// <remarks>Two implementations: memory and PostgreSQL. Nothing is replaced or removed.</remarks>
public interface IPolicyArchive
{
    /// <summary>Durable when it returns. Keeping the same hash again does nothing.</summary>
    /// <exception cref="LedgerUnavailableException">Whether it is kept is unknown; keep it again.</exception>
    Task Keep(PolicyPaper paper, CancellationToken ct);

    /// <exception cref="LedgerUnavailableException">The archive could not be read.</exception>
    Task<PolicyPaper?> Find(PolicyPaperKind kind, string hash, CancellationToken ct);
}

/// <summary>An archive that lasts as long as the process, for tests and benchmarks.</summary>
public sealed class MemoryPolicyArchive : IPolicyArchive
{
    private readonly ConcurrentDictionary<(PolicyPaperKind, string), PolicyPaper> papers = new();

    public Task Keep(PolicyPaper paper, CancellationToken ct)
    {
        papers.TryAdd((paper.Kind, paper.Hash), paper);
        return Task.CompletedTask;
    }

    public Task<PolicyPaper?> Find(PolicyPaperKind kind, string hash, CancellationToken ct) =>
        Task.FromResult(papers.GetValueOrDefault((kind, hash)));
}
