using System.Globalization;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>What came of checking an export.</summary>
/// <param name="Fault">Null when everything verified; otherwise what is wrong, in words.</param>
/// <param name="Position">The first position at which something is wrong; null where it is not at one event.</param>
/// <param name="Leaves">How many leaves were read.</param>
/// <param name="Opened">Events whose envelope was opened against its commitments.</param>
/// <param name="Erased">Events without content, each named by a RecordExpunged behind it.</param>
public sealed record LedgerVerdict(string? Fault, long? Position, long Leaves, long Opened, long Erased)
{
    public bool IsVerified => Fault is null;

    /// <summary>The policy bundles put in force by events whose labels were opened, in order.</summary>
    public IReadOnlyList<ActivatedBundle> Bundles { get; init; } = [];

    /// <summary>The losses after which the ledger went on under a new origin, of events whose labels were opened.</summary>
    public IReadOnlyList<Succession> Successions { get; init; } = [];

    public override string ToString() => Position is { } place
        ? string.Create(CultureInfo.InvariantCulture, $"position {place}: {Fault}")
        : Fault ?? "";
}

/// <summary>A policy bundle, by its hash, and the position of the event that put it in force.</summary>
public sealed record ActivatedBundle(long Position, string Hash);

/// <summary>What a LedgerSucceeded at a position tells: <see cref="Events.Coordination.LedgerSucceeded"/>.</summary>
public sealed record Succession(
    long Position, string Origin, string Successor, long LostSize, long SurvivingSize, long ProvedSize)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"LedgerSucceeded at position {Position} says that {Lost} of {Origin} lost; it goes on as {Successor}");

    string Lost
    {
        get
        {
            var last = LostSize - 1;
            FormattableString text = LostSize > SurvivingSize
                ? ProvedSize < SurvivingSize
                    ? (FormattableString)$"positions {SurvivingSize} to {last} were, and some from {ProvedSize} on may have been,"
                    : $"positions {SurvivingSize} to {last} were"
                : $"some of positions {ProvedSize} to {last} were";
            return text.ToString(CultureInfo.InvariantCulture);
        }
    }
}

/// <summary>Checks an export of a ledger line by line: hashes everything again and believes nothing it is told.</summary>
/// <remarks>
/// What is checked, in what order, stands in contracts/ledger/leaf.md, Export. Needs neither server nor database. One
/// pass, in memory of a fixed size but for erased events. Not for several threads.
/// </remarks>
public sealed class LedgerVerification
{
    // Enough lines that hashing side by side pays, few enough that they stay in the processor's cache.
    const int BatchRows = 256;
    const int BatchBytes = 1024 * 1024;

    readonly ExportHeader _header;
    readonly Checkpoint _checkpoint;
    readonly Queue<Checkpoint> _seen;
    readonly MerkleFrontier _tree;
    readonly ExportBatch _batch = new();
    readonly ExportHashes _hashes = new();
    readonly Dictionary<string, long> _expunged = new(StringComparer.Ordinal);
    readonly List<(long Position, string Leaf, long By)> _erased = [];
    readonly List<ActivatedBundle> _bundles = [];
    readonly List<Succession> _successions = [];
    readonly List<Checkpoint> _lost = [];
    readonly byte[] _recordedAt = new byte[27];
    readonly byte[] _ledger;
    long _opened;
    LedgerVerdict? _verdict;

    LedgerVerification(ExportHeader header, Checkpoint checkpoint, IEnumerable<Checkpoint> seen)
    {
        (_header, _checkpoint, _tree) = (header, checkpoint, header.Tree());
        _ledger = Encoding.ASCII.GetBytes(header.Ledger);
        _lost.AddRange(seen.Where(older => older.Size > checkpoint.Size));
        _seen = new Queue<Checkpoint>(seen.Except(_lost).OrderBy(older => older.Size));
    }

    /// <summary>How many leaves the checkpoint covers.</summary>
    public long Size => _checkpoint.Size;

    /// <summary>How many were taken in so far.</summary>
    public long Read => _tree.Size - _header.After - 1 + _batch.Rows.Count;

    /// <summary>Checks the first line; null, with the verdict, when nothing behind it need be read.</summary>
    /// <param name="policy">Origin and keys, known beforehand.</param>
    /// <param name="seen">
    /// Checkpoints of this log, or of an origin it succeeded, that were trusted before: it must have grown from each.
    /// </param>
    public static LedgerVerification? Begin(
        ReadOnlySpan<byte> line, LogPolicy policy, IReadOnlyList<SignedCheckpoint> seen, out LedgerVerdict? refusal)
    {
        refusal = null;
        if (ExportHeader.Parse(line, out var fault) is not { } header)
            refusal = Refusal(fault!);
        else if (SignedCheckpoint.Open(
            Encoding.UTF8.GetBytes(header.Checkpoint), policy, out var verdict) is not { } signed)
            refusal = Refusal($"the checkpoint is not trusted: {verdict}");
        else if (header.Origin != policy.Origin || !Leaf.IsLedgerId(header.Ledger))
            refusal = Refusal("the header is of another ledger than its checkpoint");
        else if (header.After >= signed.Checkpoint.Size)
            refusal = Refusal("the file begins behind the end of what its checkpoint covers");
        else if (seen.Select(older => older.Checkpoint).FirstOrDefault(
            older => older.Origin == policy.Origin && older.Size > signed.Checkpoint.Size) is { } newer)
            refusal = Refusal(string.Create(CultureInfo.InvariantCulture,
                $"the checkpoint is older than one seen before: it covers {signed.Checkpoint.Size} leaves, "
                + $"and {newer.Size} were signed"));
        else if (seen.Any(older => older.Checkpoint.Size <= header.After))
            refusal = Refusal("the file begins behind a checkpoint seen before, and cannot be held against it");
        else
            return new LedgerVerification(header, signed.Checkpoint, seen.Select(older => older.Checkpoint));
        return null;
    }

    static LedgerVerdict Refusal(string fault) => new(fault, null, 0, 0, 0);

    /// <summary>Takes in one line; false once something is found wrong, and then the rest need not be read.</summary>
    public bool Add(ReadOnlySpan<byte> line)
    {
        if (_verdict is not null) return false;
        var expected = _tree.Size + _batch.Rows.Count;
        if (expected == _checkpoint.Size)
            return Fail(expected, "it stands behind the end of what the checkpoint covers: inserted");
        if (!_batch.TryAdd(line)) return Fail(expected, "the line is not one of an export");
        if (_batch.Rows[^1].Position is var found && found != expected)
        {
            _batch.Rows.RemoveAt(_batch.Rows.Count - 1);
            return Fail(expected, string.Create(CultureInfo.InvariantCulture,
                $"the line in its place says {found}: lines are missing, inserted or out of order"));
        }
        return (_batch.Rows.Count < BatchRows && _batch.Length < BatchBytes) || Flush();
    }

    /// <summary>The verdict, once all lines were taken in.</summary>
    public LedgerVerdict Finish()
    {
        if (_verdict is not null || !Flush() || !Grow(0)) return _verdict!;
        if (_tree.Size < _checkpoint.Size)
            return _verdict = Verdict(
                $"the tail is missing: the checkpoint covers {Text(_checkpoint.Size)} leaves, "
                + $"and the file ends after {Text(_tree.Size)}", _tree.Size);
        if (!_tree.Root().AsSpan().SequenceEqual(_checkpoint.Root))
            return _verdict = Verdict(
                "every line is whole in itself, but together they are not the tree that was signed: "
                + "history was rewritten", null);
        foreach (var (position, leaf, by) in _erased)
            if (!_expunged.TryGetValue(Key(by, leaf), out _))
                return _verdict = Verdict(
                    $"its content is gone, and position {Text(by)} is no RecordExpunged that names it", position);
        return _verdict = Verdict(_lost.Select(Loss).FirstOrDefault(), null);
    }

    /// <summary>What there is to say of a checkpoint of an origin before this one, that this ledger did not grow from.</summary>
    string Loss(Checkpoint older)
    {
        var told = _successions.Where(succession => succession.Origin == older.Origin).ToList();
        return $"the ledger has not grown from the {Text(older.Size)} leaves of {older.Origin} that were seen before: "
            + (told is [.., var last] && older.Size <= last.LostSize ? last.ToString() : "no LedgerSucceeded tells of that loss");
    }

    bool Flush()
    {
        var rows = _batch.Rows;
        if (rows.Count == 0) return true;
        _hashes.Compute(_batch);
        for (var i = 0; i < rows.Count; i++)
            if (Fault(i, rows[i]) is { } fault)
            {
                var position = rows[i].Position;
                Grow(i);
                _verdict = Verdict(fault, position);
                return false;
            }
        foreach (var (position, leaf) in _batch.Expunged) _expunged[Key(position, leaf)] = position;
        _bundles.AddRange(_batch.Activated);
        _successions.AddRange(_batch.Succeeded);
        if (!Grow(rows.Count)) return false;
        _batch.Clear();
        return true;
    }

    string? Fault(int index, in ExportBatch.Row row)
    {
        if (!LeafReading.TryRead(_batch.Leaves[index], out var leaf)) return "its leaf has not the form of a leaf";
        if (!leaf.Ledger.SequenceEqual(_ledger))
            return "its leaf is another ledger's";
        if (leaf.RecordedAt.SequenceCompareTo(_recordedAt) < 0)
            return "it says it was recorded before the event in front of it";
        leaf.RecordedAt.CopyTo(_recordedAt);
        if (_hashes.CiphertextFault(_batch, leaf, row) is { } altered) return altered;
        if (row.IsWithheldAsAltered) return "what the server keeps of it does not open: it was changed";
        if (row.HasFields)
        {
            if (leaf.Version == 0 || !LeafReading.IsText(leaf.FieldsRoot, _hashes.FieldsRoot(_batch, row)))
                return "its envelope or labels are not those the leaf commits to";
            if (row.LabelFault is { } label) return label;
            _opened++;
        }

        if (row.ErasedBy < 0) return null;
        if (row.ErasedBy <= row.Position) return "it says it was expunged by an event that is not behind it";
        _erased.Add((row.Position, Convert.ToHexStringLower(_hashes.Leaf(index)), row.ErasedBy));
        return null;
    }

    /// <summary>Adds leaves of the batch to the tree, and stops where an older checkpoint has another root.</summary>
    bool Grow(int count)
    {
        var from = 0;
        while (true)
        {
            var older = _seen.TryPeek(out var next) && next.Size <= _tree.Size + count - from ? next : null;
            var to = older is null ? count : from + (int)(older.Size - _tree.Size);
            _tree.AppendAll(_hashes.Leaves(from, to));
            from = to;
            if (older is null) return true;
            _seen.Dequeue();
            if (_tree.Root().AsSpan().SequenceEqual(older.Root)) continue;
            if (older.Origin != _checkpoint.Origin)
            {
                _lost.Add(older);
                continue;
            }

            _verdict = Verdict(
                $"the first {Text(older.Size)} leaves are not those of a checkpoint seen before: history was rewritten",
                null);
            return false;
        }
    }

    bool Fail(long position, string fault)
    {
        if (Flush()) _verdict = Verdict(fault, position);
        return false;
    }

    LedgerVerdict Verdict(string? fault, long? position) =>
        new(fault, position, _tree.Size - _header.After - 1, _opened, _erased.Count)
        {
            Bundles = _bundles,
            Successions = _successions,
        };

    static string Key(long position, string leaf) => $"{Text(position)} {leaf}";

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
