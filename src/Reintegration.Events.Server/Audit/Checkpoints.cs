using System.Text;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Audit;

/// <summary>The signed heads of the ledgers, and the keys to check them with.</summary>
/// <remarks>
/// Holds sizes, so it is for auditors of oversight bodies, never for a seat in a case. It says nothing of any event.
/// </remarks>
public static class Checkpoints
{
    public const string PlainText = "text/plain; charset=utf-8";

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = operation =>
    {
        OpenApiDocument.Query(("sealed", false, "true: the last one that enough witnesses cosigned."))(operation);
        OpenApiDocument.SignedNote(operation);
    };

    /// <summary>The last one published, with the cosignatures it has; or the last that was sealed.</summary>
    public static async Task<Answer> Get(
        HttpContext context, string ledger, string? @sealed, Publications publications, CaseFiles files, TimeProvider clock,
        CancellationToken ct)
    {
        if (@sealed is not (null or "true" or "false"))
            return Answer.Of(Problems.MalformedQuery.At("sealed", "Must be true or false."));
        return await Open(context, ledger, publications, files, clock, async publication =>
        {
            var note = @sealed == "true" ? await publication.Sealed(ct) : await publication.Latest(ct);
            return note is null ? Answer.Of(Problems.NotSealed) : Text(note.ToBytes());
        }, ct);
    }

    /// <summary>The log's own key, then those of its witnesses, one a line.</summary>
    public static Task<Answer> Keys(
        HttpContext context, string ledger, Publications publications, CaseFiles files, TimeProvider clock, CancellationToken ct) =>
        Open(context, ledger, publications, files, clock, publication => Task.FromResult(Text(Encoding.UTF8.GetBytes(
            string.Concat(publication.Signing.Witnesses.Select(witness => witness.Key).Prepend(publication.Key)
                .Select(key => $"{key}\n"))))), ct);

    internal static Answer Text(byte[] bytes) => new(StatusCodes.Status200OK, PlainText, bytes);

    /// <summary>The ledger of this name, for auditors of an oversight body alone.</summary>
    internal static async Task<Answer> Open(
        HttpContext context, string ledger, Publications publications, CaseFiles files, TimeProvider clock,
        Func<Publication, Task<Answer>> answer, CancellationToken ct)
    {
        var organisation = await files.Organisation(ct);
        if (organisation.OversightAt(context.Requester.Agency, clock.GetUtcNow()).Problem is { } stranger) return Answer.Of(stranger);
        if (publications.Find(ledger) is not { } publication) return Answer.Of(Problems.NotFound);
        try
        {
            return await answer(publication);
        }
        catch (LedgerBrokenException failure)
        {
            publication.Alarm(failure);
            return Answer.Of(Problems.HistoryBroken);
        }
    }
}
