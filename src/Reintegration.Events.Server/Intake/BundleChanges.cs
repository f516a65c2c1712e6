using System.Collections.Concurrent;
using Reintegration.Events.Policy.Analysis;
using Reintegration.Events.Policy.Change;

namespace Reintegration.Events.Server.Intake;

/// <summary>How a sharing policy comes into force: who may propose, who must agree, and what is looked at before.</summary>
/// <remarks>
/// Whatever door an event comes through, it is judged here. Everything looked at is of no case and open to every member:
/// enrolments, bundles and their history. So no refusal can tell anything about an event of a case.
/// </remarks>
public sealed class BundleChanges(ILedger ledger, Bundles bundles, Catalog catalog, AppParts parts, TimeProvider clock)
{
    static readonly AgencyId Coordination = AgencyId.Parse("coordination");

    /// <summary>As far as a clock may be behind: what takes force before it was decided would decide over the past.</summary>
    static readonly TimeSpan AllowedBehind = TimeSpan.FromMinutes(5);

    /// <summary>What the analysis said of a bundle, by its hash: the same bundle is never analysed twice.</summary>
    static readonly ConcurrentDictionary<string, Lazy<CheckReport>> Checked = new(StringComparer.Ordinal);

    readonly ImmutableSortedSet<string> _read = OrganisationContext.Governing.Union(BundleHistory.Types)
        .Union(catalog.All.Where(type => type.FollowsTarget).Select(type => type.Name));

    /// <summary>Whether an event moves a bundle, so that others of its batch wait for it.</summary>
    public static bool IsMove(string type) => BundleHistory.Types.Contains(type);

    /// <summary>What a bundle's analysis and its tests find wrong; a bundle with a finding is never put in force.</summary>
    /// <exception cref="BundleRefused">A rule lies outside what can be analysed exactly.</exception>
    public static CheckReport Analyse(Bundle bundle, Catalog catalog) => Checked.GetOrAdd(
        bundle.Hash, _ => new Lazy<CheckReport>(() => PolicyCheck.Run(bundle, catalog))).Value;

    /// <summary>Enrolments and the history of bundles, with the guard that holds an append to them.</summary>
    public sealed record State(OrganisationContext Organisations, BundleHistory History, Guard Guard);

    public async Task<State> Read(CancellationToken ct)
    {
        var events = await ledger.ReadCase(null, _read, -1, ct);
        var erased = await ledger.Expunged(-1, long.MaxValue, ct);
        var governing = events.Where(each => Acceptance.Governed(each.Envelope, catalog))
            .Where(each => each.Envelope.Owner == Coordination).Select(each => each.Version)
            .Concat(erased.Where(each => each.Governed && each.Stream == new StreamId(Coordination, null)).Select(each => each.Version));
        return new State(
            events.Aggregate(OrganisationContext.Empty, (context, recorded) => context.Apply(recorded)),
            BundleHistory.Of(events), new Guard(new StreamId(Coordination, null), governing.DefaultIfEmpty(0).Max()));
    }

    /// <summary>What stands in the way of an event that moves a bundle, and what its append must be held to.</summary>
    public async Task<(Problem? Problem, Guard? Guard)> Check(Envelope envelope, CancellationToken ct)
    {
        if (!IsMove(envelope.Type)) return (null, null);
        var state = await Read(ct);
        var hash = Text(envelope, "hash");
        if (await bundles.Find(hash, ct) is not { } bundle)
            return (Unknown("hash", "Is not the hash of a bundle this server holds."), null);
        if (bundle.Id != Text(envelope, "bundle"))
            return (Unknown("bundle", $"The bundle of this hash is '{bundle.Id}'."), null);
        var problem = envelope.Type switch
        {
            BundleHistory.Proposed => await Proposing(envelope, bundle, state, ct),
            BundleHistory.Approved => await Approving(envelope, bundle, state, ct),
            BundleHistory.Activated => await Activating(envelope, bundle, state, ct),
            _ => Retiring(bundle, state),
        };
        return (problem, state.Guard);
    }

    /// <summary>Who must agree before this bundle follows the other; nobody when it is proved to narrow.</summary>
    public ImmutableSortedSet<AgencyId> Approvers(Bundle before, Bundle after, OrganisationContext organisations) =>
        BundleReport.ApproversOf(before, Widening.Of(before, after, catalog), catalog, organisations);

    async Task<Problem?> Proposing(Envelope envelope, Bundle bundle, State state, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var parent = Text(envelope, "parent");
        if (state.History.RetiredHashes.Contains(bundle.Hash)) return Problems.BundleRetired.At("/data/facts/hash", "Has been retired.");
        if (parent == bundle.Hash) return Illegal("hash", "Is in force already.");
        if (state.Organisations.BundleAt(now)?.Hash != parent && !state.Organisations.Activations.Any(a => a.EffectiveFrom > now && a.Hash == parent))
            return Illegal("parent", "Is not the bundle in force, nor one that is to be.");
        if (await bundles.Report(Text(envelope, "reportHash"), ct) is not { } kept)
            return Unknown("reportHash", "Is not the hash of a report this server holds; POST /policy/bundles makes one.");
        var report = BundleReport.Read(kept.Span);
        return report.From == parent && report.To == bundle.Hash
            ? null
            : Illegal("reportHash", "Is a report on other bundles.");
    }

    async Task<Problem?> Approving(Envelope envelope, Bundle bundle, State state, CancellationToken ct)
    {
        if (state.History.ProposalOf(bundle.Hash) is not { } proposal) return Illegal("hash", "Has not been proposed.");
        if (proposal.ReportHash != Text(envelope, "reportHash"))
            return Outdated("reportHash", "Is not the report of the last proposal.");
        if (BundleHistory.IsSame(envelope.Author.Reference, proposal.By)) return Problems.FourEyes;
        if (await bundles.Find(proposal.Parent, ct) is not { } parent) return Illegal("hash", "Follows a bundle that is not held here.");
        if (!Approvers(parent, bundle, state.Organisations).Contains(envelope.Owner))
            return Illegal("hash", "Shows nobody more of your agency's data, so your agency is not asked.");
        return state.History.ApprovalsOf(proposal).Any(approval => approval.Agency == envelope.Owner)
            ? Illegal("hash", "Has been approved by your agency already.")
            : null;
    }

    async Task<Problem?> Activating(Envelope envelope, Bundle bundle, State state, CancellationToken ct)
    {
        var organisations = state.Organisations;
        var from = DateTimeOffset.Parse(Text(envelope, "effectiveFrom"), System.Globalization.CultureInfo.InvariantCulture);
        if (state.History.RetiredHashes.Contains(bundle.Hash)) return Problems.BundleRetired.At("/data/facts/hash", "Has been retired.");
        var next = organisations.Activations.Select(a => a.Sequence).DefaultIfEmpty(0).Max() + 1;
        if (envelope.Labels["sequence"].GetInt64() != next) return Illegal("sequence", $"{next} is expected.");
        if (from < clock.GetUtcNow() - AllowedBehind) return Illegal("effectiveFrom", "Lies in the past.");
        if (envelope.Author.Role == Vocabulary.SystemRole)
        {
            // The server founds a new ledger with the bundle it came with; later nothing takes force without a human.
            if (!organisations.Activations.IsEmpty && !parts.FollowsShippedBundle)
                return Problems.IllegalTransition.At("/data/about/author/role", "A bundle is put in force by a human.");
        }
        else if (await Agreed(bundle, from, state, ct) is { } missing)
        {
            return missing;
        }

        return Unsound(bundle);
    }

    /// <summary>What is still missing before a human may put this bundle in force.</summary>
    async Task<Problem?> Agreed(Bundle bundle, DateTimeOffset from, State state, CancellationToken ct)
    {
        if (state.History.ProposalOf(bundle.Hash) is not { } proposal) return Missing("Has not been proposed.");
        if (state.Organisations.BundleAt(from)?.Hash != proposal.Parent)
            return Outdated("hash", "Was proposed to follow another bundle than the one in force then.");
        if (await bundles.Find(proposal.Parent, ct) is not { } parent) return Illegal("hash", "Follows a bundle that is not held here.");
        var asked = Approvers(parent, bundle, state.Organisations);
        if (asked.IsEmpty) return Widening.Of(parent, bundle, catalog).IsEmpty ? null : Missing("Nobody is enrolled who could agree to it.");
        if (proposal.Impact is null)
            return Missing("Could show somebody more, and names no impact assessment; propose it again with one.");
        var missing = asked.Except(state.History.ApprovalsOf(proposal).Select(approval => approval.Agency));
        return missing.IsEmpty ? null : Missing($"Has not been approved by {string.Join(", ", missing)}.");
    }

    Problem? Unsound(Bundle bundle)
    {
        try
        {
            var report = Analyse(bundle, catalog);
            return report.IsSound
                ? null
                : Problems.BundleUnsound.With(report.Errors.Select(found => ("/data/facts/hash", found.ToString())));
        }
        catch (BundleRefused refused)
        {
            return Problems.BundleUnsound.At("/data/facts/hash", refused.Message);
        }
    }

    Problem? Retiring(Bundle bundle, State state)
    {
        if (state.History.RetiredHashes.Contains(bundle.Hash)) return Illegal("hash", "Has been retired already.");
        return state.Organisations.BundleAt(clock.GetUtcNow())?.Hash == bundle.Hash
            ? Illegal("hash", "Is in force; put another one in force first.")
            : null;
    }

    static Problem Unknown(string member, string text) => Problems.UnknownCode.At($"/data/facts/{member}", text);

    static Problem Outdated(string member, string text) => Problems.ReportOutdated.At($"/data/facts/{member}", text);

    static Problem Missing(string text) => Problems.BundleNotAgreed.At("/data/facts/hash", text);

    static Problem Illegal(string member, string text) => Problems.IllegalTransition.At($"/data/facts/{member}", text);

    static string Text(Envelope envelope, string label) => envelope.Labels[label].GetString()!;
}
