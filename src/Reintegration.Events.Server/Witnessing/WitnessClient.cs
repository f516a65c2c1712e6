using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Reintegration.Events.Server.Audit;

namespace Reintegration.Events.Server.Witnessing;

/// <summary>Submits checkpoints to one witness (C2SP tlog-witness) and believes nothing but its signature.</summary>
public sealed class WitnessClient(WitnessAddress address, HttpClient http, ILogger log)
{
    /// <summary>A witness that takes longer is asked again in a later round.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asked once from what we remember, and once more from what the witness says it remembers.</summary>
    const int MaxAsks = 2;

    /// <summary>A cosignature is some 200 bytes; a witness may have several keys.</summary>
    const int AnswerLimitBytes = 16 * 1024;

    /// <summary>By origin, the size the witness cosigned last, as far as we know.</summary>
    readonly ConcurrentDictionary<string, long> _sizes = new(StringComparer.Ordinal);

    public VerifierKey Key => address.Key;

    /// <summary>The witness's line over a checkpoint; null when it did not give a valid one.</summary>
    public async Task<NoteSignature?> Cosign(SignedNote note, TreeIndex tree, CancellationToken ct)
    {
        var checkpoint = Checkpoint.Parse(note.Text, out _)!;
        for (var ask = 0; ask < MaxAsks; ask++)
        {
            var old = _sizes.GetValueOrDefault(checkpoint.Origin);
            if (old > checkpoint.Size) old = 0;
            var proof = old == 0 || old == checkpoint.Size ? [] : await tree.Consistency(old, checkpoint.Size, ct);
            var (status, body) = await Ask(new AddCheckpoint(old, proof, note, checkpoint), ct);
            if (status == HttpStatusCode.OK) return Accepted(note, checkpoint, body);
            if (status != HttpStatusCode.Conflict || !long.TryParse(body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var known))
            {
                Log.WitnessRefused(log, Key.Name, checkpoint.Origin, (int)status);
                return null;
            }
            if (known > checkpoint.Size || known == old)
            {
                // It has cosigned a tree we do not have: ours was rolled back, or somebody signs another history.
                Log.WitnessKnowsAnotherTree(log, Key.Name, checkpoint.Origin, known, checkpoint.Size);
                return null;
            }
            _sizes[checkpoint.Origin] = known;
        }
        return null;
    }

    NoteSignature? Accepted(SignedNote note, Checkpoint checkpoint, string body)
    {
        var line = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(NoteSignature.Parse).OfType<NoteSignature>()
            .FirstOrDefault(line => line.Name == Key.Name && line.KeyId == Key.Id
                && Key.Verifies(note.TextBytes.Span, line.Bytes.Span));
        if (line is null) Log.WitnessRefused(log, Key.Name, checkpoint.Origin, (int)HttpStatusCode.OK);
        else _sizes[checkpoint.Origin] = checkpoint.Size;
        return line;
    }

    async Task<(HttpStatusCode Status, string Body)> Ask(AddCheckpoint request, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(address.Url, "add-checkpoint"))
        {
            Content = new ByteArrayContent(request.ToBytes()),
        };
        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.Content.Headers.ContentLength is null or > AnswerLimitBytes)
                return (HttpStatusCode.BadGateway, "");
            return (response.StatusCode, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(ct)));
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return (HttpStatusCode.ServiceUnavailable, "");
        }
    }
}
