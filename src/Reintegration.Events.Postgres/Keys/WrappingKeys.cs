using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Postgres;

/// <summary>The keys that data keys are encrypted under on disk, in one file that lies elsewhere than they do.</summary>
/// <remarks>
/// One key a line, in base64; the last is the one in use, and there is more than one only while keys are rotated. A data
/// key file is: version (1 byte), the wrapping key's name (8), nonce (12), encrypted key (32), tag (16); AES-256-GCM
/// (NIST SP 800-38D) with the file's own name authenticated, so that no file passes for another.
/// </remarks>
sealed class WrappingKeys
{
    const byte Version = 1;
    const int NameLength = 8;
    const int SealedLength = 1 + NameLength + KeyWrap.NonceLength + KeyWrap.KeyLength + KeyWrap.TagLength;

    readonly string _path;
    readonly RandomSource _random;
    ImmutableArray<byte[]> _keys;

    /// <summary>Reads the file, making it on the first start.</summary>
    internal WrappingKeys(string path, RandomSource random)
    {
        (_path, _random) = (Path.GetFullPath(path), random);
        if (!File.Exists(_path))
        {
            DurableFile.MakeFolder(Path.GetDirectoryName(_path)!);
            DurableFile.WriteFirst(_path, Text([Fresh()]));
        }
        Reload();
    }

    internal int Count => _keys.Length;

    internal void Reload()
    {
        var lines = Encoding.ASCII.GetString(KeyFile.Read(_path)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var keys = ImmutableArray.CreateBuilder<byte[]>(lines.Length);
        foreach (var line in lines)
        {
            var key = new byte[KeyWrap.KeyLength];
            if (!Convert.TryFromBase64String(line.Trim(), key, out var written) || written != key.Length) throw Unreadable();
            keys.Add(key);
        }
        _keys = keys.Count > 0 ? keys.ToImmutable() : throw Unreadable();
    }

    /// <summary>Adds the key that will be in use, and keeps those before it.</summary>
    internal void Begin() => Save([.. _keys, Fresh()]);

    /// <summary>Forgets all keys but the one in use.</summary>
    internal void End() => Save([_keys[^1]]);

    /// <summary>Whether a data key file is encrypted under the key in use.</summary>
    internal bool IsCurrent(ReadOnlySpan<byte> @sealed) =>
        @sealed.Length == SealedLength && @sealed[0] == Version
        && @sealed.Slice(1, NameLength).SequenceEqual(NameOf(_keys[^1]));

    /// <summary>A data key as it stands in its file.</summary>
    internal byte[] Seal(string file, ReadOnlySpan<byte> dataKey)
    {
        var @sealed = new byte[SealedLength];
        @sealed[0] = Version;
        NameOf(_keys[^1]).CopyTo(@sealed, 1);
        var (nonce, cipher, tag) = Parts;
        _random(@sealed.AsSpan(nonce));
        using var aes = new AesGcm(_keys[^1], KeyWrap.TagLength);
        aes.Encrypt(@sealed.AsSpan(nonce), dataKey, @sealed.AsSpan(cipher), @sealed.AsSpan(tag), Context(file));
        return @sealed;
    }

    /// <summary>The data key of a file.</summary>
    /// <exception cref="LedgerBrokenException">It was altered, or its wrapping key is not in the file.</exception>
    internal byte[] Open(string file, ReadOnlySpan<byte> @sealed)
    {
        // Of the time before data keys were encrypted at rest.
        if (@sealed.Length == KeyWrap.KeyLength) return @sealed.ToArray();
        if (@sealed.Length != SealedLength || @sealed[0] != Version)
            throw new LedgerBrokenException($"The data key file '{file}' has another form.");
        if (Find(@sealed.Slice(1, NameLength)) is not { } wrapping)
        {
            // Another process may be rotating them.
            Reload();
            wrapping = Find(@sealed.Slice(1, NameLength)) ?? throw new LedgerBrokenException(
                $"The wrapping key of the data key file '{file}' is not in '{_path}': give the file that belongs to these keys.");
        }
        var dataKey = new byte[KeyWrap.KeyLength];
        var (nonce, cipher, tag) = Parts;
        using var aes = new AesGcm(wrapping, KeyWrap.TagLength);
        try
        {
            aes.Decrypt(@sealed[nonce], @sealed[cipher], @sealed[tag], dataKey, Context(file));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new LedgerBrokenException($"The data key file '{file}' was altered, or is another's.");
        }
        return dataKey;
    }

    static (Range Nonce, Range Cipher, Range Tag) Parts => (
        (1 + NameLength)..(1 + NameLength + KeyWrap.NonceLength),
        (1 + NameLength + KeyWrap.NonceLength)..^KeyWrap.TagLength, (SealedLength - KeyWrap.TagLength)..);

    byte[]? Find(ReadOnlySpan<byte> name)
    {
        foreach (var key in _keys)
            if (name.SequenceEqual(NameOf(key))) return key;
        return null;
    }

    void Save(ImmutableArray<byte[]> keys)
    {
        DurableFile.Write(_path, Text(keys));
        _keys = keys;
    }

    byte[] Fresh()
    {
        var key = new byte[KeyWrap.KeyLength];
        _random(key);
        return key;
    }

    static byte[] NameOf(byte[] key) =>
        SHA256.HashData([.. "reintegration/wrapping/v1\0"u8, .. key])[..NameLength];

    static byte[] Context(string file) => Encoding.ASCII.GetBytes($"reintegration/data-key/v1\0{file}");

    static byte[] Text(IEnumerable<byte[]> keys) =>
        Encoding.ASCII.GetBytes(string.Concat(keys.Select(key => $"{Convert.ToBase64String(key)}\n")));

    LedgerBrokenException Unreadable() => new($"The wrapping key file '{_path}' is not one key of 32 bytes a line, in base64.");
}
