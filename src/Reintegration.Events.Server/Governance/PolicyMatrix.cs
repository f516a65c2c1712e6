using System.Text;
using Reintegration.Events.Policy.Matrix;

namespace Reintegration.Events.Server.Governance;

/// <summary>Who may know what under the bundle this server decides by.</summary>
/// <remarks>Drawn from the bundle alone, from no event of any case; looking at it is no look at a person.</remarks>
public sealed class PolicyMatrix(Bundle bundle, Catalog catalog)
{
    const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Drawn when it is first asked for: a bundle never changes.</summary>
    readonly Lazy<byte[]> text = new(() => Encoding.UTF8.GetBytes(DisclosureMatrix.Of(bundle, catalog).ToString()));

    public static Answer Get(PolicyMatrix matrix) => matrix.Answer();

    Answer Answer() =>
        new Answer(StatusCodes.Status200OK, PlainText, text.Value).With("Policy-Bundle", bundle.Hash).WithETag();
}
