namespace Reintegration.Events.Ledger;

/// <summary>Reads an export file and has every line checked.</summary>
public static class ExportLines
{
    const int StartBytes = 1024 * 1024;

    /// <summary>Checks a whole file as it streams by.</summary>
    /// <param name="progress">Told now and then how many leaves were taken in, of how many.</param>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static LedgerVerdict Verify(
        Stream file, LogPolicy policy, IReadOnlyList<SignedCheckpoint> seen, Action<long, long>? progress = null)
    {
        LedgerVerification? verification = null;
        LedgerVerdict? refusal = null;
        var isWhole = Read(file, line =>
        {
            if (verification is not null) return verification.Add(line);
            verification = LedgerVerification.Begin(line, policy, seen, out refusal);
            return verification is not null;
        }, () => progress?.Invoke(verification?.Read ?? 0, verification?.Size ?? 0));
        if (verification is null) return refusal ?? new LedgerVerdict("The file is empty.", null, 0, 0, 0);
        // A line cut short is no line: whatever stood behind it is missing, and that is what the verdict says.
        if (!isWhole) verification.Add(default);
        return verification.Finish();
    }

    /// <summary>Takes one line; false ends the reading.</summary>
    delegate bool Line(ReadOnlySpan<byte> line);

    /// <summary>Splits a stream at its newlines; false when the last line has none or one is too long.</summary>
    static bool Read(Stream stream, Line take, Action turn)
    {
        var buffer = new byte[StartBytes];
        var kept = 0;
        while (true)
        {
            if (kept == buffer.Length)
            {
                if (kept >= ExportLine.LimitBytes) return false;
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = stream.Read(buffer, kept, buffer.Length - kept);
            if (read == 0) return kept == 0;
            var (from, to) = (0, kept + read);
            var searched = kept;
            for (int end; (end = buffer.AsSpan(searched, to - searched).IndexOf((byte)'\n')) >= 0; searched = from)
            {
                if (!take(buffer.AsSpan(from, searched + end - from))) return true;
                from = searched + end + 1;
            }

            kept = to - from;
            buffer.AsSpan(from, kept).CopyTo(buffer);
            turn();
        }
    }
}
