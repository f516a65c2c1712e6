namespace Reintegration.Events.Ledger;

/// <summary>Data keys that last as long as the process, beside a ledger that does.</summary>
public sealed class MemoryKeyStore(RandomSource random) : IKeyStore
{
    readonly Lock _gate = new();
    readonly Dictionary<(KeyScope Scope, int Generation), byte[]> _keys = [];
    readonly Dictionary<KeyScope, int> _generations = [];
    readonly Dictionary<KeyScope, int> _destroyed = [];

    public byte[] Wrap(KeyScope scope, ReadOnlySpan<byte> key)
    {
        byte[]? dataKey;
        int generation;
        lock (_gate)
        {
            generation = _generations.GetValueOrDefault(scope);
            if (!_keys.TryGetValue((scope, generation), out dataKey))
            {
                dataKey = new byte[KeyWrap.KeyLength];
                random(dataKey);
                _keys.Add((scope, generation), dataKey);
            }
        }
        return KeyWrap.Wrap(dataKey, scope, generation, key, random);
    }

    public ValueTask Prepare(IEnumerable<KeyScope> scopes, CancellationToken ct) => ValueTask.CompletedTask;

    public byte[]? Unwrap(KeyScope scope, ReadOnlySpan<byte> wrapped)
    {
        byte[]? dataKey;
        lock (_gate)
        {
            var generation = KeyWrap.GenerationOf(wrapped);
            if (generation < _destroyed.GetValueOrDefault(scope)) return null;
            if (!_keys.TryGetValue((scope, generation), out dataKey))
                throw new LedgerBrokenException($"There never was a key of {scope.Owner} about {scope.Person}.");
        }
        return KeyWrap.Unwrap(dataKey, scope, wrapped);
    }

    public int Generation(KeyScope scope)
    {
        lock (_gate) return _generations.GetValueOrDefault(scope);
    }

    public int Close(KeyScope scope)
    {
        lock (_gate)
        {
            var closed = _generations.GetValueOrDefault(scope);
            _generations[scope] = closed + 1;
            return closed;
        }
    }

    public void Destroy(KeyScope scope, int through)
    {
        lock (_gate)
        {
            for (var generation = 0; generation <= through; generation++) _keys.Remove((scope, generation));
            _destroyed[scope] = Math.Max(_destroyed.GetValueOrDefault(scope), through + 1);
            _generations[scope] = Math.Max(_generations.GetValueOrDefault(scope), through + 1);
        }
    }
}
