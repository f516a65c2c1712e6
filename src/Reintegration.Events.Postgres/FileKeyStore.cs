using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Reintegration.Events.Postgres;

/// <summary>Data keys in files of a folder of their own, never in the database or its backups.</summary>
/// <remarks>
/// One file for each (owner, person), readable by the server alone, named by a hash and the generation. A destruction
/// is
/// first noted as a tombstone in a second folder, which should be on another disk and is backed up: opening the store
/// replays tombstones before a key is used, so a restored key folder brings nothing back. Processes may share the
/// folders: a key counts only while its file is there.
/// </remarks>
public sealed class FileKeyStore : IKeyStore
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly string _folder;
    readonly string _tombstones;
    readonly RandomSource _random;
    readonly Lock _gate = new();
    readonly ConcurrentDictionary<KeyScope, (int Generation, byte[] Key)> _held = new();

    /// <exception cref="LedgerUnavailableException">A folder cannot be made, read or written.</exception>
    public FileKeyStore(string folder, string tombstones, RandomSource random)
    {
        (_folder, _tombstones, _random) = (folder, tombstones, random);
        Guarded(() =>
        {
            foreach (var each in (string[])[folder, tombstones])
                if (OperatingSystem.IsWindows()) Directory.CreateDirectory(each);
                else Directory.CreateDirectory(each, OwnerOnly | UnixFileMode.UserExecute);
            foreach (var tombstone in Directory.EnumerateFiles(tombstones))
                DurableFile.Remove(Path.Combine(folder, Path.GetFileName(tombstone)));
            return 0;
        });
    }

    public byte[] Wrap(KeyScope scope, ReadOnlySpan<byte> key)
    {
        var (generation, dataKey) = Current(scope);
        return KeyWrap.Wrap(dataKey, scope, generation, key, _random);
    }

    public byte[]? Unwrap(KeyScope scope, ReadOnlySpan<byte> wrapped)
    {
        var generation = KeyWrap.GenerationOf(wrapped);
        if (Guarded(() => File.Exists(Path.Combine(_tombstones, NameOf(scope, generation))))) return null;
        if (!_held.TryGetValue(scope, out var held) || held.Generation != generation)
        {
            var file = Path.Combine(_folder, NameOf(scope, generation));
            if (!Guarded(() => File.Exists(file)))
                throw new LedgerBrokenException(
                    $"The data key of {scope.Owner} about {scope.Person} is missing, and was never destroyed.");
            held = _held[scope] = (generation, Guarded(() => File.ReadAllBytes(file)));
        }
        return KeyWrap.Unwrap(held.Key, scope, wrapped);
    }

    public int Generation(KeyScope scope) => Guarded(() =>
    {
        // Almost always the generation held is still the one in force: one look suffices.
        var generation = _held.TryGetValue(scope, out var held) ? held.Generation : 0;
        while (File.Exists(Path.Combine(_tombstones, NameOf(scope, generation)))) generation++;
        return generation;
    });

    public void Destroy(KeyScope scope)
    {
        lock (_gate)
            Guarded(() =>
            {
                var name = NameOf(scope, Generation(scope));
                DurableFile.WriteFirst(Path.Combine(_tombstones, name), []);
                DurableFile.Remove(Path.Combine(_folder, name));
                if (_held.TryRemove(scope, out var held)) CryptographicOperations.ZeroMemory(held.Key);
                return 0;
            });
    }

    (int Generation, byte[] Key) Current(KeyScope scope)
    {
        var generation = Generation(scope);
        if (_held.TryGetValue(scope, out var held) && held.Generation == generation) return held;
        lock (_gate)
            return Guarded(() =>
            {
                var file = Path.Combine(_folder, NameOf(scope, generation));
                if (!File.Exists(file))
                {
                    var fresh = new byte[KeyWrap.KeyLength];
                    _random(fresh);
                    DurableFile.WriteFirst(file, fresh);
                }
                // Read again: another process may have been first, and its key is the one that counts.
                return _held[scope] = (generation, File.ReadAllBytes(file));
            });
    }

    static string NameOf(KeyScope scope, int generation) => string.Create(
        CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(scope.ToBytes()))}.{generation}");

    static TResult Guarded<TResult>(Func<TResult> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException($"The key store does not answer: {e.Message}", e);
        }
    }
}
