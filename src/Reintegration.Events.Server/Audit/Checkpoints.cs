using System.Text;

namespace Reintegration.Events.Server.Audit;

/// <summary>The signed head of the events ledger, and the keys to check it with.</summary>
/// <remarks>Holds sizes, so it is for auditors and witnesses, never for a seat in a case. It says nothing of any
/// event.</remarks>
public static class Checkpoints
{
    const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Signed on demand: never older than the question.</summary>
    public static async Task<Answer> Get(CheckpointSigner signer, CancellationToken ct) =>
        new(StatusCodes.Status200OK, PlainText, (await signer.Sign(ct)).ToBytes());

    public static Answer Keys(CheckpointSigner signer) =>
        new(StatusCodes.Status200OK, PlainText, Encoding.UTF8.GetBytes($"{signer.Key}\n"));
}
