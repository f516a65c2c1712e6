using Reintegration.Events.Policy.Change;
using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Governance;

public sealed partial class PolicyBundles
{
    void Write(Utf8JsonWriter json, string hash, Bundle? bundle, string? note, bool inForce, BundleChanges.State state)
    {
        json.WriteStartObject();
        json.WriteString("hash", hash);
        json.WriteString("id", bundle?.Id);
        json.WriteBoolean("shipped", bundles.Shipped.Any(shipped => shipped.Hash == hash));
        json.WriteBoolean("inForce", inForce);
        json.WriteBoolean("retired", state.History.RetiredHashes.Contains(hash));
        if (note is not null) json.WriteString("signature", note);
        json.WriteStartArray("activations");
        foreach (var activation in state.Organisations.Activations.Where(activation => activation.Hash == hash))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", activation.Sequence);
            json.WriteString("effectiveFrom", WireJson.Instant(activation.EffectiveFrom));
            json.WriteString("recordedAt", WireJson.Instant(activation.RecordedAt));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (state.History.ProposalOf(hash) is { } proposal) Write(json, proposal, state.History);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, BundleProposal proposal, BundleHistory history)
    {
        json.WriteStartObject("proposal");
        json.WriteString("event", proposal.Event.ToString());
        json.WriteString("parent", proposal.Parent);
        json.WriteString("reportHash", proposal.ReportHash);
        if (proposal.Impact is { } impact) json.WriteString("impactAssessment", impact);
        json.WriteStartArray("approvedBy");
        foreach (var agency in history.ApprovalsOf(proposal).Select(approval => approval.Agency.Value).Distinct().Order(StringComparer.Ordinal))
            json.WriteStringValue(agency);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
