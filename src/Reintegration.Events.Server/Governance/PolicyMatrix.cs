using System.Collections.Concurrent;
using System.Text;
using Reintegration.Events.Policy.Matrix;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Governance;

/// <summary>Who may know what under the bundle in force.</summary>
/// <remarks>Drawn from the bundle alone, from no event of any case; looking at it is no look at a person.</remarks>
public sealed class PolicyMatrix(Bundles bundles, Catalog catalog, CaseFiles files, TimeProvider clock)
{
    const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Drawn when it is first asked for: a bundle never changes.</summary>
    readonly ConcurrentDictionary<string, Lazy<byte[]>> _texts = new(StringComparer.Ordinal);

    public static Task<Answer> Get(PolicyMatrix matrix, CancellationToken ct) => matrix.Answer(ct);

    async Task<Answer> Answer(CancellationToken ct)
    {
        var bundle = await bundles.At(await files.Organisation(ct), clock.GetUtcNow(), ct);
        var text = _texts.GetOrAdd(bundle.Hash, _ => new(
            () => Encoding.UTF8.GetBytes(DisclosureMatrix.Of(bundle, catalog).ToString())));
        return new Answer(StatusCodes.Status200OK, PlainText, text.Value).With("Policy-Bundle", bundle.Hash).WithETag();
    }
}
