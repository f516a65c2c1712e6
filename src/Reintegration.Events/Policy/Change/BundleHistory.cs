namespace Reintegration.Events.Policy.Change;

/// <summary>A bundle put forward, with what is said of it to those who must agree.</summary>
/// <param name="By">The author's reference: whoever proposed cannot approve.</param>
/// <param name="Parent">The bundle in force that it would follow.</param>
/// <param name="Impact">Reference of the data-protection impact assessment; null where none was named.</param>
public sealed record BundleProposal(
    EventName Event, string Bundle, string Hash, string ReportHash, string Parent, string By, string? Impact,
    DateTimeOffset RecordedAt);

/// <summary>An agency has agreed to a bundle and to the report on it.</summary>
public sealed record BundleApproval(AgencyId Agency, string Hash, string ReportHash, string By, DateTimeOffset RecordedAt);

/// <summary>What was proposed, approved and retired, as the ledger tells it.</summary>
/// <remarks>A pure fold over events of no case. It reads names, labels and authors; never facts (law 10).</remarks>
public sealed record BundleHistory
{
    public const string Proposed = "reintegration.governance.policy-bundle-proposed.v1";
    public const string Approved = "reintegration.governance.policy-bundle-approved.v1";
    public const string Activated = "reintegration.governance.policy-bundle-activated.v1";
    public const string Retired = "reintegration.governance.policy-bundle-retired.v1";

    /// <summary>The types by which a bundle moves.</summary>
    public static ImmutableSortedSet<string> Types { get; } = [Proposed, Approved, Activated, Retired];

    public static BundleHistory Empty { get; } = new();

    public ImmutableArray<BundleProposal> Proposals { get; init; } = [];

    public ImmutableArray<BundleApproval> Approvals { get; init; } = [];

    /// <summary>Hashes that may not be put in force again.</summary>
    public ImmutableSortedSet<string> RetiredHashes { get; init; } = [];

    public static BundleHistory Of(IEnumerable<Recorded> events) =>
        events.Aggregate(Empty, (history, recorded) => history.Apply(recorded));

    public BundleHistory Apply(Recorded recorded)
    {
        var envelope = recorded.Envelope;
        if (envelope.Case is not null || envelope.TextLabel("hash") is not { } hash) return this;
        return envelope.Type switch
        {
            Proposed => this with
            {
                Proposals = Proposals.Add(new BundleProposal(
                    envelope.Name, envelope.TextLabel("bundle") ?? "", hash, envelope.TextLabel("reportHash") ?? "",
                    envelope.TextLabel("parent") ?? "", envelope.Author.Reference, envelope.TextLabel("impactAssessment"),
                    recorded.RecordedAt)),
            },
            Approved => this with
            {
                Approvals = Approvals.Add(new BundleApproval(
                    envelope.Owner, hash, envelope.TextLabel("reportHash") ?? "", envelope.Author.Reference, recorded.RecordedAt)),
            },
            Retired => this with { RetiredHashes = RetiredHashes.Add(hash) },
            _ => this,
        };
    }

    /// <summary>The last proposal of a bundle; null when it was never proposed.</summary>
    public BundleProposal? ProposalOf(string hash) => Proposals.LastOrDefault(proposal => proposal.Hash == hash);

    /// <summary>Who has agreed to exactly this proposal: not its proposer, and to its very report.</summary>
    public IEnumerable<BundleApproval> ApprovalsOf(BundleProposal proposal) => Approvals.Where(approval =>
        approval.Hash == proposal.Hash && approval.ReportHash == proposal.ReportHash && !IsSame(approval.By, proposal.By));

    /// <summary>References of humans are compared as their systems do: without regard to case.</summary>
    public static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
