using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Ledger;

/// <summary>
/// Fills bytes at random. Comes in as an argument, so that tests can hold salts, keys and nonces still.
/// </summary>
public delegate void RandomSource(Span<byte> bytes);

/// <summary>Whose data key it is: one owner's about one person.</summary>
/// <param name="Person">Whom the data is about; <see cref="NoPerson"/> for events about nobody.</param>
public readonly record struct KeyScope(AgencyId Owner, string Person)
{
    public const string NoPerson = "-";

    /// <summary>The jurisdiction's audit key, which belongs to no agency: no agency's name begins so.</summary>
    public static readonly KeyScope Audit = new(new AgencyId("#audit"), NoPerson);

    /// <summary>The key of one month's access records, which belongs to no agency either.</summary>
    /// <param name="month">Year and month in UTC: <c>2026-11</c>.</param>
    public static KeyScope Access(string month) => new(new AgencyId("#access"), month);

    /// <summary>The key of one case's stored rows between two erasures, which belongs to no agency either.</summary>
    /// <param name="case">The nil UUID: rows about no case.</param>
    /// <param name="erasure">Position of the last RecordExpunged that touched the case; -1: none did.</param>
    public static KeyScope Rows(Guid @case, long erasure) => new(new AgencyId("#rows"), $"{@case:D}/{erasure}");

    /// <summary>As it stands in what is authenticated and hashed: neither part can hold a NUL.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes($"{Owner.Value}\0{Person}");
}

/// <summary>
/// Keeps data keys apart from the data: event keys are wrapped by it, and erasure is destroying in it.
/// </summary>
/// <remarks>
/// Two implementations: <c>MemoryKeyStore</c> and, in files, <c>FileKeyStore</c>. The port hands out no data key, so
/// that a security module can stand behind it. All members may be called by many threads at once.
/// </remarks>
public interface IKeyStore
{
    /// <summary>
    /// Encrypts a 32-byte key under the scope's data key, which is made, durably, when first asked for.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">The store could not be read or written.</exception>
    byte[] Wrap(KeyScope scope, ReadOnlySpan<byte> key);

    /// <summary>Makes the data keys that are not there yet, without keeping a thread while the disk writes them.</summary>
    /// <remarks><see cref="Wrap"/> would make them too: this only spares the waiting.</remarks>
    /// <exception cref="LedgerUnavailableException">The store could not be read or written.</exception>
    ValueTask Prepare(IEnumerable<KeyScope> scopes, CancellationToken ct);

    /// <summary>The key again; null once the data key it was wrapped under is destroyed.</summary>
    /// <exception cref="LedgerUnavailableException">The store could not be read.</exception>
    /// <exception cref="LedgerBrokenException">The bytes were never wrapped under this scope.</exception>
    byte[]? Unwrap(KeyScope scope, ReadOnlySpan<byte> wrapped);

    /// <summary>
    /// The generation of the key that is wrapped under now: what is sealed under an older one must not be recorded.
    /// </summary>
    /// <remarks>Never answered from what was once read: a generation that another process closed is closed.</remarks>
    int Generation(KeyScope scope);

    /// <summary>Begins the next generation and returns the one it ends, which still opens what it closed.</summary>
    /// <remarks>
    /// Called before an erasure is recorded: what is recorded after it is then sealed under a key that it leaves alone.
    /// </remarks>
    int Close(KeyScope scope);

    /// <summary>
    /// Destroys the scope's data keys up to and including a generation, for ever. When this returns, no restart and no
    /// restored folder brings them back; asking again does nothing.
    /// </summary>
    void Destroy(KeyScope scope, int through);
}

/// <summary>The form of a wrapped key: generation (4 bytes), nonce (12), encrypted key (32), tag (16).</summary>
/// <remarks>AES-256-GCM (NIST SP 800-38D); the scope and generation are authenticated with it.</remarks>
public static class KeyWrap
{
    public const int KeyLength = 32;
    public const int NonceLength = 12;
    public const int TagLength = 16;
    public const int WrappedLength = sizeof(int) + NonceLength + KeyLength + TagLength;

    /// <summary>Encrypts a key under a data key.</summary>
    public static byte[] Wrap(
        ReadOnlySpan<byte> dataKey, KeyScope scope, int generation, ReadOnlySpan<byte> key, RandomSource random)
    {
        var wrapped = new byte[WrappedLength];
        BinaryPrimitives.WriteInt32BigEndian(wrapped, generation);
        random(wrapped.AsSpan(sizeof(int), NonceLength));
        var (nonce, cipher, tag) = Parts(wrapped);
        using var aes = new AesGcm(dataKey, TagLength);
        aes.Encrypt(
            wrapped.AsSpan(nonce), key, wrapped.AsSpan(cipher), wrapped.AsSpan(tag), Context(scope, generation));
        return wrapped;
    }

    /// <summary>The key again.</summary>
    /// <exception cref="LedgerBrokenException">It was not wrapped under this key and scope, or was altered.</exception>
    public static byte[] Unwrap(ReadOnlySpan<byte> dataKey, KeyScope scope, ReadOnlySpan<byte> wrapped)
    {
        var generation = GenerationOf(wrapped);
        var key = new byte[KeyLength];
        var (nonce, cipher, tag) = Parts(wrapped);
        using var aes = new AesGcm(dataKey, TagLength);
        try
        {
            aes.Decrypt(wrapped[nonce], wrapped[cipher], wrapped[tag], key, Context(scope, generation));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new LedgerBrokenException(
                $"A wrapped key is not what was wrapped for {scope.Owner} about {scope.Person}.");
        }
        return key;
    }

    /// <summary>The generation of the data key it was wrapped under.</summary>
    /// <exception cref="LedgerBrokenException">The bytes have another length.</exception>
    public static int GenerationOf(ReadOnlySpan<byte> wrapped) => wrapped.Length == WrappedLength
        ? BinaryPrimitives.ReadInt32BigEndian(wrapped)
        : throw new LedgerBrokenException($"A wrapped key is {WrappedLength} bytes, not {wrapped.Length}.");

    static (Range Nonce, Range Cipher, Range Tag) Parts(ReadOnlySpan<byte> wrapped) =>
        (sizeof(int)..(sizeof(int) + NonceLength), (sizeof(int) + NonceLength)..^TagLength, (wrapped.Length - TagLength)..);

    static byte[] Context(KeyScope scope, int generation) =>
        Encoding.UTF8.GetBytes($"reintegration/key/v1\0{scope.Owner.Value}\0{scope.Person}\0{generation}");
}
