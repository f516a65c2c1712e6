using Reintegration.Events.Ledger;

namespace Reintegration.Events.Cli.Verify;

/// <summary>What shows that a ledger holds a leaf: inclusion proofs and receipts, with whom to trust.</summary>
sealed class Held
{
    readonly LogPolicy _policy;
    readonly List<TlogProof> _proofs;
    readonly HashSet<string> _acknowledged;

    /// <exception cref="FormatException">A file is no proof, or no receipt.</exception>
    public Held(LogPolicy policy, IEnumerable<FileInfo> inclusion, IEnumerable<FileInfo> receipts)
    {
        _policy = policy;
        _proofs = [.. inclusion.Select(Proof)];
        _acknowledged = receipts.SelectMany(file => ViewCommands.Receipts(ViewCommands.ReadJson(file)))
            .Where(receipt => policy.LogKeys.Any(key => ViewCommands.IsSigned(receipt, key)))
            .Select(receipt => receipt.GetProperty("leafHash").ToString()).ToHashSet(StringComparer.Ordinal);
    }

    public bool Holds(ReadOnlySpan<byte> leafHash)
    {
        if (_acknowledged.Contains(Convert.ToHexStringLower(leafHash))) return true;
        foreach (var proof in _proofs)
            if (proof.Verify(leafHash, _policy, out _) == ProofVerdict.Proved) return true;
        return false;
    }

    static TlogProof Proof(FileInfo file) =>
        TlogProof.Parse(File.ReadAllBytes(file.FullName), out var fault) ?? throw new FormatException($"{file.Name}: {fault}");
}
