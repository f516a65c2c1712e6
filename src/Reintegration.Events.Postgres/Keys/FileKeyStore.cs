using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Reintegration.Events.Postgres;

/// <summary>Data keys in files of a folder of their own, never in the database or its backups.</summary>
/// <remarks>
/// One file for each (owner, person) and generation, named by a hash, encrypted under a wrapping key that lies elsewhere.
/// A destruction is first noted as a tombstone in a second folder: opening the store replays tombstones before a key is
/// used, so a restored key folder brings nothing back. Processes may share the folders.
/// </remarks>
public sealed class FileKeyStore : IKeyStore
{
    /// <summary>Keys made at once: the disk settles many files in the time of one.</summary>
    const int MakersLimit = 16;

    readonly string _folder;
    readonly Tombstones _tombstones;
    readonly WrappingKeys _wrapping;
    readonly RandomSource _random;
    readonly Lock _gate = new();
    readonly SemaphoreSlim _makers = new(MakersLimit);
    readonly ConcurrentDictionary<KeyScope, string> _names = new();
    readonly ConcurrentDictionary<(KeyScope Scope, int Generation), byte[]> _held = new();
    readonly ConcurrentDictionary<(KeyScope Scope, int Generation), Lazy<Task>> _making = new();

    /// <param name="tombstones">Should be on another disk than <paramref name="folder"/>, and backed up.</param>
    /// <param name="wrapping">File of the wrapping key; never in the same backup as the folder.</param>
    /// <exception cref="LedgerUnavailableException">A folder cannot be made, read or written.</exception>
    /// <exception cref="InvalidOperationException">The wrapping key is open to every user of the machine.</exception>
    public FileKeyStore(string folder, string tombstones, string wrapping, RandomSource random)
    {
        (_folder, _random) = (folder, random);
        (_tombstones, _wrapping) = KeyFile.Guarded(() =>
        {
            DurableFile.MakeFolder(folder);
            var marks = new Tombstones(tombstones);
            using (FolderLock.Share(folder))
                foreach (var file in marks.Destroyed()) DurableFile.Remove(Path.Combine(folder, file));
            return (marks, new WrappingKeys(wrapping, random));
        });
    }

    public byte[] Wrap(KeyScope scope, ReadOnlySpan<byte> key)
    {
        var name = NameOf(scope);
        var generation = _tombstones.RecentGeneration(name);
        if (!_held.TryGetValue((scope, generation), out var dataKey)) dataKey = Make(scope, name, generation);
        return KeyWrap.Wrap(dataKey, scope, generation, key, _random);
    }

    public ValueTask Prepare(IEnumerable<KeyScope> scopes, CancellationToken ct)
    {
        List<Task>? making = null;
        foreach (var scope in scopes)
        {
            var (name, generation) = (NameOf(scope), _tombstones.RecentGeneration(NameOf(scope)));
            if (!_held.ContainsKey((scope, generation))) (making ??= []).Add(Begin(scope, name, generation));
        }
        return making is null ? ValueTask.CompletedTask : new ValueTask(Task.WhenAll(making).WaitAsync(ct));
    }

    Task Begin(KeyScope scope, string name, int generation) => _making.GetOrAdd((scope, generation), key => new Lazy<Task>(async () =>
    {
        await _makers.WaitAsync();
        try
        {
            // A thread of its own: those of the pool are for requests, and this one waits for the disk.
            await Task.Factory.StartNew(
                () => Make(scope, name, generation), CancellationToken.None,
                TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _makers.Release();
            _making.TryRemove(key, out _);
        }
    })).Value;

    public byte[]? Unwrap(KeyScope scope, ReadOnlySpan<byte> wrapped)
    {
        var generation = KeyWrap.GenerationOf(wrapped);
        var name = NameOf(scope);
        if (_tombstones.IsDestroyed(name, generation))
        {
            _held.TryRemove((scope, generation), out _);
            return null;
        }
        if (!_held.TryGetValue((scope, generation), out var dataKey))
        {
            var file = Tombstones.FileOf(name, generation);
            if (KeyFile.Guarded(() => Load(file)) is not { } loaded)
                // Between the first look and this one another process may have destroyed it.
                return _tombstones.IsDestroyed(name, generation)
                    ? null
                    : throw new LedgerBrokenException(
                        $"The data key of {scope.Owner} about {scope.Person} is missing, and was never destroyed.");
            dataKey = _held[(scope, generation)] = loaded;
        }
        return KeyWrap.Unwrap(dataKey, scope, wrapped);
    }

    public int Generation(KeyScope scope) => KeyFile.Guarded(() => _tombstones.Generation(NameOf(scope)));

    public int Close(KeyScope scope)
    {
        lock (_gate)
            return KeyFile.Guarded(() =>
            {
                var generation = _tombstones.Generation(NameOf(scope));
                _tombstones.Close(NameOf(scope), generation);
                return generation;
            });
    }

    public void Destroy(KeyScope scope, int through)
    {
        var name = NameOf(scope);
        lock (_gate)
            KeyFile.Guarded(() =>
            {
                using var shared = FolderLock.Share(_folder);
                for (var generation = 0; generation <= through; generation++)
                {
                    if (!_tombstones.IsDestroyed(name, generation)) _tombstones.Destroy(name, generation);
                    DurableFile.Remove(Path.Combine(_folder, Tombstones.FileOf(name, generation)));
                    _held.TryRemove((scope, generation), out _);
                }
                return 0;
            });
    }

    /// <summary>Encrypts every data key under a new wrapping key, and forgets the old one when all are.</summary>
    /// <remarks>
    /// Touches no event and no database. Servers may go on meanwhile. Killed anywhere, it leaves every key readable, and
    /// is finished by running it again.
    /// </remarks>
    /// <returns>How many data keys were encrypted anew.</returns>
    public static int Rotate(string folder, string wrapping, RandomSource random) => KeyFile.Guarded(() =>
    {
        WrappingKeys keys;
        using (FolderLock.Alone(folder))
        {
            keys = new WrappingKeys(wrapping, random);
            if (keys.Count == 1) keys.Begin();
        }
        var count = 0;
        foreach (var file in KeyFiles(folder))
            using (FolderLock.Alone(folder)) count += Rewrap(folder, file, keys);
        using (FolderLock.Alone(folder))
        {
            // A key made while the others were done may still be under the old one.
            foreach (var file in KeyFiles(folder)) count += Rewrap(folder, file, keys);
            keys.End();
        }
        return count;
    });

    static int Rewrap(string folder, string file, WrappingKeys keys)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path)) return 0;
        var @sealed = KeyFile.Read(path);
        if (keys.IsCurrent(@sealed)) return 0;
        DurableFile.Write(path, keys.Seal(file, keys.Open(file, @sealed)));
        return 1;
    }

    static List<string> KeyFiles(string folder) =>
        [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(file => file[0] != '.')];

    /// <summary>Several may make the same key: the first to give its file the name has made the one that counts.</summary>
    byte[] Make(KeyScope scope, string name, int generation) => KeyFile.Guarded(() =>
    {
        var file = Tombstones.FileOf(name, generation);
        if (Load(file) is not { } dataKey)
        {
            using var shared = FolderLock.Share(_folder);
            var fresh = new byte[KeyWrap.KeyLength];
            _random(fresh);
            // The wrapping key in use may be another since, and the old one about to be forgotten.
            _wrapping.Reload();
            DurableFile.WriteFirst(Path.Combine(_folder, file), _wrapping.Seal(file, fresh));
            dataKey = Load(file)
                ?? throw new LedgerUnavailableException("A data key was destroyed while it was made.");
        }
        _held[(scope, generation)] = dataKey;
        // Destroyed while it was made: it is not to stay in memory either.
        if (_tombstones.IsDestroyed(name, generation)) _held.TryRemove((scope, generation), out _);
        return dataKey;
    });

    byte[]? Load(string file)
    {
        var path = Path.Combine(_folder, file);
        try
        {
            return _wrapping.Open(file, KeyFile.Read(path));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    string NameOf(KeyScope scope) => _names.GetOrAdd(
        scope, static scope => Convert.ToHexStringLower(SHA256.HashData(scope.ToBytes())));
}
