using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Reintegration.Events.Postgres;

/// <summary>Which keys are closed and which are destroyed, in a folder that should be on another disk.</summary>
/// <remarks>
/// An empty file for each mark: copying an old folder back over a newer one takes no mark away. Beside them one file
/// grows by a byte after each mark, so that whoever has read the folder learns by one look at a length whether it still
/// stands as it was read: a mark that another process made is seen from the moment that process says it is made.
/// </remarks>
sealed class Tombstones
{
    const string Changes = "changes";
    const string ClosedSuffix = ".closed";

    /// <summary>A look at the disk for every key of every event would cost more than the encryption.</summary>
    const long RecentMilliseconds = 20;

    readonly string _folder;
    readonly SafeFileHandle _changes;
    Marks _marks;
    long _looked;

    sealed record Marks(long Version, FrozenDictionary<string, Mark> Names);

    /// <param name="Closed">The first generation that is not closed.</param>
    /// <param name="Destroyed">The first generation that is not destroyed.</param>
    readonly record struct Mark(int Closed, int Destroyed);

    internal Tombstones(string folder)
    {
        _folder = folder;
        DurableFile.MakeFolder(folder);
        var changes = Path.Combine(folder, Changes);
        if (!File.Exists(changes)) DurableFile.WriteFirst(changes, []);
        _changes = File.OpenHandle(changes, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        _marks = Read();
    }

    /// <summary>The generation that new keys of this name belong to.</summary>
    internal int Generation(string name) => Generation(Current(), name);

    /// <summary>The same as of a moment ago: for sealing, whose result is judged by the truth before it is recorded.</summary>
    internal int RecentGeneration(string name) => Generation(Recent(), name);

    static int Generation(Marks marks, string name)
    {
        var mark = marks.Names.GetValueOrDefault(name);
        return Math.Max(mark.Closed, mark.Destroyed);
    }

    internal bool IsDestroyed(string name, int generation) =>
        generation < Current().Names.GetValueOrDefault(name).Destroyed;

    /// <summary>Every destroyed key, as its file was named.</summary>
    internal IEnumerable<string> Destroyed() => Current().Names.SelectMany(
        pair => Enumerable.Range(0, pair.Value.Destroyed).Select(generation => FileOf(pair.Key, generation)));

    internal void Close(string name, int generation)
    {
        DurableFile.WriteFirst(Path.Combine(_folder, FileOf(name, generation) + ClosedSuffix), []);
        Tell();
    }

    internal void Destroy(string name, int generation)
    {
        DurableFile.WriteFirst(Path.Combine(_folder, FileOf(name, generation)), []);
        Tell();
    }

    internal static string FileOf(string name, int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}.{generation}");

    void Tell()
    {
        using var changes = new FileStream(
            Path.Combine(_folder, Changes), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        changes.WriteByte((byte)'.');
        changes.Flush(flushToDisk: true);
    }

    Marks Recent() => Environment.TickCount64 - Volatile.Read(ref _looked) < RecentMilliseconds ? Volatile.Read(ref _marks) : Current();

    Marks Current()
    {
        Volatile.Write(ref _looked, Environment.TickCount64);
        var marks = Volatile.Read(ref _marks);
        if (RandomAccess.GetLength(_changes) == marks.Version) return marks;
        Volatile.Write(ref _marks, marks = Read());
        return marks;
    }

    /// <summary>The length first: a mark made while the folder is read makes it longer again.</summary>
    Marks Read()
    {
        var version = RandomAccess.GetLength(_changes);
        Dictionary<string, Mark> names = [];
        foreach (var path in Directory.EnumerateFiles(_folder))
        {
            var file = Path.GetFileName(path);
            var closed = file.EndsWith(ClosedSuffix, StringComparison.Ordinal);
            var parts = (closed ? file[..^ClosedSuffix.Length] : file).Split('.');
            if (parts is not [{ Length: > 0 } name, var text]
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var generation)) continue;
            var mark = names.GetValueOrDefault(name);
            names[name] = closed
                ? mark with { Closed = Math.Max(mark.Closed, generation + 1) }
                : mark with { Destroyed = Math.Max(mark.Destroyed, generation + 1) };
        }
        return new Marks(version, names.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
