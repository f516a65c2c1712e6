namespace Reintegration.Events.Server.Intake;

/// <summary>What must be true before a policy bundle is put in force.</summary>
public sealed class BundleChanges(Bundles bundles)
{
    const string Activated = "reintegration.governance.policy-bundle-activated.v1";

    /// <summary>A bundle is kept whole before it may decide: what it decided can be decided again for ever.</summary>
    public async Task<Problem?> Check(Envelope envelope, CancellationToken ct) =>
        envelope.Type == Activated && await bundles.Find(envelope.Labels["hash"].GetString()!, ct) is null
            ? Problems.UnknownCode.At("/data/facts/hash", "Is not the hash of a bundle this server holds.")
            : null;
}
