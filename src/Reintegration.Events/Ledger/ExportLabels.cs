using System.Globalization;
using System.Text;
using Reintegration.Events.Events.Coordination;

namespace Reintegration.Events.Ledger;

/// <summary>The labels of one exported event: what was committed to, beside the rows they are found by.</summary>
sealed class ExportLabels
{
    internal const string Path = "/envelope/labels/";

    /// <summary>Type of the event that says of another that it was expunged.</summary>
    internal const string ExpungedType = "reintegration.governance.record-expunged.v1";

    /// <summary>The label in which it names what it expunged: leaf hashes in lower-case hexadecimal digits.</summary>
    internal const string ExpungedLeaves = "leafHashes";

    const string ActivatedType = "reintegration.governance.policy-bundle-activated.v1";

    static ReadOnlySpan<byte> PathBytes => "/envelope/labels/"u8;
    static ReadOnlySpan<byte> TypePath => "/envelope/type"u8;

    readonly List<(string Name, string Value)> _opened = [];
    readonly HashSet<string> _names = new(StringComparer.Ordinal);
    readonly HashSet<(string Name, string Value)> _rows = [];
    bool _isActivation;
    bool _isSuccession;

    internal bool IsExpungement { get; private set; }

    /// <summary>The bundle this event puts in force: its hash; null when it is no such event.</summary>
    internal string? Activated => _isActivation ? _opened.FirstOrDefault(label => label.Name == "hash").Value : null;

    /// <summary>The loss this event tells of, at its position; null when it is no such event.</summary>
    internal Succession? Succeeded(long position) =>
        _isSuccession && Text("origin") is { } origin && Text("successor") is { } successor
        && Size("lostSize") is { } lost && Size("survivingSize") is { } surviving && Size("provedSize") is { } proved
            ? new Succession(position, origin, successor, lost, surviving, proved)
            : null;

    string? Text(string name) => _opened.FirstOrDefault(label => label.Name == name).Value;

    long? Size(string name) =>
        long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    /// <summary>The leaves this event says it expunged.</summary>
    internal IEnumerable<string> Expunged =>
        _opened.Where(label => label.Name == ExpungedLeaves).Select(label => label.Value);

    internal void Clear()
    {
        _opened.Clear();
        _names.Clear();
        _rows.Clear();
        (IsExpungement, _isActivation, _isSuccession) = (false, false, false);
    }

    internal void AddRow(string name, string value) => _rows.Add((name, value));

    /// <summary>Takes note of an opening, if it is a label's or the type's.</summary>
    internal void Opened(ReadOnlySpan<byte> path, ReadOnlySpan<byte> value)
    {
        if (path.SequenceEqual(TypePath))
        {
            IsExpungement = Is(value, ExpungedType);
            _isActivation = Is(value, ActivatedType);
            _isSuccession = Is(value, LedgerSucceeded.WireName);
            return;
        }

        if (!path.StartsWith(PathBytes)) return;
        var name = Encoding.UTF8.GetString(path[PathBytes.Length..]);
        _names.Add(name);
        if (value.IsEmpty) return;
        using var document = JsonDocument.Parse(value.ToArray());
        foreach (var text in LabelText.Values(document.RootElement)) _opened.Add((name, text));
    }

    static bool Is(ReadOnlySpan<byte> value, string type) =>
        value.Length == type.Length + 2 && value[1..^1].SequenceEqual(Encoding.UTF8.GetBytes(type));

    /// <summary>What is wrong with the rows; null when they are exactly what was committed to.</summary>
    internal string? Fault()
    {
        foreach (var (name, value) in _opened)
            if (!_rows.Remove((name, value)) && _rows.RemoveWhere(row => row.Name == name && IsSame(row.Value, value)) == 0)
                return $"the row of its label {name} is missing or was changed";
        foreach (var row in _rows)
            return _names.Contains(row.Name)
                ? $"the row of its label {row.Name} is not what was committed to"
                : $"it has a row for {row.Name}, which is no label of it";
        return null;
    }

    /// <summary>Rows keep the text of an object as it was sent, and commitments keep its canonical form.</summary>
    static bool IsSame(string row, string canonical)
    {
        if (canonical is not ['{', ..]) return false;
        try
        {
            return CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(row)).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(canonical));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
