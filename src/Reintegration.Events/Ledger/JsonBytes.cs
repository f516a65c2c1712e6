using System.Buffers;
using System.Text.Encodings.Web;

namespace Reintegration.Events.Ledger;

/// <summary>JSON written with the one setting of the house into a buffer that the thread keeps for the next time.</summary>
/// <remarks>Several are written for every event that comes in: a writer and a growing buffer for each of them is most of
/// what there is to collect afterwards.</remarks>
public static class JsonBytes
{
    /// <summary>A larger buffer is let go: one long answer should not be paid for by every thread for ever.</summary>
    const int KeptBytes = 1024 * 1024;

    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    static Pen? _kept;

    sealed record Pen(ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json);

    /// <summary>The bytes of what is written; compact, unescaped where JSON allows it.</summary>
    public static byte[] Of(Action<Utf8JsonWriter> write) => Of(write, static (json, write) => write(json));

    /// <summary>The same without a closure, for what is written for every event.</summary>
    public static byte[] Of<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        // Taken while in use: what writes may come back here for a part of it.
        var pen = _kept ?? Fresh();
        _kept = null;
        try
        {
            write(pen.Json, state);
            pen.Json.Flush();
            return pen.Buffer.WrittenSpan.ToArray();
        }
        finally
        {
            if (pen.Buffer.Capacity <= KeptBytes)
            {
                pen.Buffer.ResetWrittenCount();
                pen.Json.Reset();
                _kept = pen;
            }
        }
    }

    static Pen Fresh()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return new Pen(buffer, new Utf8JsonWriter(buffer, Options));
    }
}
