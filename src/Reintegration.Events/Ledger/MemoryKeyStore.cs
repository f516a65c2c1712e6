namespace Reintegration.Events.Ledger;

/// <summary>Data keys that last as long as the process, beside a ledger that does.</summary>
public sealed class MemoryKeyStore(RandomSource random) : IKeyStore
{
    readonly Lock _gate = new();
    readonly Dictionary<KeyScope, byte[]> _keys = [];
    readonly Dictionary<KeyScope, int> _destroyed = [];

    public byte[] Wrap(KeyScope scope, ReadOnlySpan<byte> key)
    {
        byte[]? dataKey;
        int generation;
        lock (_gate)
        {
            generation = _destroyed.GetValueOrDefault(scope);
            if (!_keys.TryGetValue(scope, out dataKey))
            {
                dataKey = new byte[KeyWrap.KeyLength];
                random(dataKey);
                _keys.Add(scope, dataKey);
            }
        }
        return KeyWrap.Wrap(dataKey, scope, generation, key, random);
    }

    public byte[]? Unwrap(KeyScope scope, ReadOnlySpan<byte> wrapped)
    {
        byte[]? dataKey;
        lock (_gate)
        {
            if (KeyWrap.GenerationOf(wrapped) != _destroyed.GetValueOrDefault(scope)) return null;
            if (!_keys.TryGetValue(scope, out dataKey))
                throw new LedgerBrokenException($"There never was a key of {scope.Owner} about {scope.Person}.");
        }
        return KeyWrap.Unwrap(dataKey, scope, wrapped);
    }

    public int Generation(KeyScope scope)
    {
        lock (_gate) return _destroyed.GetValueOrDefault(scope);
    }

    public void Destroy(KeyScope scope)
    {
        lock (_gate)
        {
            _keys.Remove(scope);
            _destroyed[scope] = _destroyed.GetValueOrDefault(scope) + 1;
        }
    }
}
