using System.Diagnostics;
using System.Globalization;

namespace Reintegration.Events.Cli;

/// <summary>A bar on the error stream, so that results on the other stay clean; silent where nobody watches.</summary>
sealed class Progress(string what) : IDisposable
{
    const int Width = 30;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    readonly bool _isWatched = !Console.IsErrorRedirected;
    long _last;
    bool _isDrawn;

    public void Report(long done, long all)
    {
        if (!_isWatched || (_isDrawn && Stopwatch.GetElapsedTime(_last) < Pause)) return;
        (_last, _isDrawn) = (Stopwatch.GetTimestamp(), true);
        var share = all == 0 ? 1 : (double)done / all;
        var bar = new string('#', (int)(share * Width)).PadRight(Width, '.');
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{what} [{bar}] {share,4:P0} {done:N0} of {all:N0} "));
    }

    /// <summary>Wipes the bar.</summary>
    public void Dispose()
    {
        if (_isDrawn) Console.Error.Write("\r\u001b[K");
        _isDrawn = false;
    }
}
