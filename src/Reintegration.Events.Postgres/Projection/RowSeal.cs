using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Reintegration.Events.Postgres.Projection;

/// <summary>Where a stored row belongs: put anywhere else, its body does not open.</summary>
readonly record struct RowAddress(Guid Case, long Generation, string Audience, string Key)
{
    internal byte[] ToBytes() => Encoding.UTF8.GetBytes($"reintegration/row/v1\0{Case:D}\0{Generation}\0{Audience}\0{Key}");
}

/// <summary>Closes the bodies of stored rows, so that no file of the database holds a fact, and opens them again.</summary>
/// <remarks>
/// All that one step writes of a case is under one random key, and that under the data key of (case, erasure): an erasure
/// destroys what was folded before it by destroying keys, wherever it was copied to. A body is: version (1 byte), position
/// of the last RecordExpunged of the case (8; -1: none), wrapped key (64), nonce (12), ciphertext, tag (16); AES-256-GCM
/// (NIST SP 800-38D), with the row's address authenticated. Safe for many threads.
/// </remarks>
sealed class RowSeal(IKeyStore keys, RandomSource random)
{
    const byte Version = 1;
    const int Wrapped = 1 + sizeof(long);
    const int Nonce = Wrapped + KeyWrap.WrappedLength;
    const int Cipher = Nonce + KeyWrap.NonceLength;
    const int Overhead = Cipher + KeyWrap.TagLength;

    readonly IKeyStore _keys = keys;
    readonly RandomSource _random = random;

    /// <summary>The keys of rows are never closed but destroyed: a later generation tells that the first one was.</summary>
    bool IsDestroyed(KeyScope scope) => _keys.Generation(scope) > 0;

    /// <summary>Has the data keys of these cases made side by side, where their rows are the first.</summary>
    /// <exception cref="LedgerUnavailableException">The key store does not answer.</exception>
    internal ValueTask Prepare(IEnumerable<FoldedCase> folded, CancellationToken ct) => _keys.Prepare(
        folded.Where(each => each.Seats.Count > 0).Select(each => KeyScope.Rows(each.Case, each.Erasure))
            .Where(scope => !IsDestroyed(scope)), ct);

    /// <summary>Destroys the keys of every erasure of a case but its last, and of the time before them.</summary>
    /// <param name="erased">Cases, with the positions of the RecordExpunged that touched them, in order.</param>
    internal void Destroy(IEnumerable<(Guid Case, long By)> erased)
    {
        foreach (var own in erased.GroupBy(each => each.Case))
            foreach (var past in own.Select(each => each.By).Prepend(-1).SkipLast(1))
                _keys.Destroy(KeyScope.Rows(own.Key, past), 0);
    }

    internal Closing Close(Guid @case, long erasure) => new(this, @case, erasure);

    internal Opening Open() => new(this);

    /// <summary>Closes what one step writes of one case. Not for several threads at once.</summary>
    internal sealed class Closing(RowSeal seal, Guid @case, long erasure) : IDisposable
    {
        byte[] _wrapped = [];
        AesGcm? _aes;
        bool _isBegun;

        /// <summary>The body as it is stored; empty when it may not be kept at all, and then it opens for nobody.</summary>
        /// <remarks>
        /// That is so where the case was erased since it was read, and in a database that is older than an erasure.
        /// </remarks>
        internal byte[] Close(RowAddress row, ReadOnlySpan<byte> body)
        {
            if (!_isBegun) Begin();
            if (_aes is null) return [];
            var stored = new byte[Overhead + body.Length];
            stored[0] = Version;
            BinaryPrimitives.WriteInt64BigEndian(stored.AsSpan(1), erasure);
            _wrapped.CopyTo(stored, Wrapped);
            var nonce = stored.AsSpan(Nonce, KeyWrap.NonceLength);
            seal._random(nonce);
            _aes.Encrypt(nonce, body, stored.AsSpan(Cipher, body.Length), stored.AsSpan(Cipher + body.Length), row.ToBytes());
            return stored;
        }

        void Begin()
        {
            var scope = KeyScope.Rows(@case, erasure);
            _isBegun = true;
            if (seal.IsDestroyed(scope)) return;
            Span<byte> key = stackalloc byte[KeyWrap.KeyLength];
            seal._random(key);
            _wrapped = seal._keys.Wrap(scope, key);
            // Destroyed since it was asked for: the store began another generation, which no erasure would find.
            if (KeyWrap.GenerationOf(_wrapped) == 0) _aes = new AesGcm(key, KeyWrap.TagLength);
            CryptographicOperations.ZeroMemory(key);
        }

        public void Dispose() => _aes?.Dispose();
    }

    /// <summary>Opens rows one after the other; those of one step cost one unwrapping. Not for several threads at once.</summary>
    internal sealed class Opening(RowSeal seal) : IDisposable
    {
        byte[] _wrapped = [];
        AesGcm? _aes;

        /// <summary>The body; null when it does not open, whatever the reason.</summary>
        /// <param name="erasure">The erasure that it must be of; null: any.</param>
        /// <param name="isDestroyed">It is not altered: its key was destroyed, by an erasure.</param>
        /// <exception cref="LedgerUnavailableException">The key store does not answer.</exception>
        internal byte[]? Open(RowAddress row, ReadOnlySpan<byte> stored, long? erasure, out bool isDestroyed)
        {
            isDestroyed = stored.IsEmpty;
            if (stored.Length < Overhead || stored[0] != Version) return null;
            var its = BinaryPrimitives.ReadInt64BigEndian(stored[1..]);
            if (its != (erasure ?? its)) return null;
            if (!stored[..Nonce].SequenceEqual(_wrapped)) Begin(KeyScope.Rows(row.Case, its), stored[..Nonce], out isDestroyed);
            if (_aes is null) return null;
            var body = new byte[stored.Length - Overhead];
            try
            {
                _aes.Decrypt(
                    stored[Nonce..Cipher], stored[Cipher..^KeyWrap.TagLength], stored[^KeyWrap.TagLength..], body, row.ToBytes());
                return body;
            }
            catch (AuthenticationTagMismatchException)
            {
                return null;
            }
        }

        /// <param name="head">All before the nonce: it differs wherever the key may.</param>
        void Begin(KeyScope scope, ReadOnlySpan<byte> head, out bool isDestroyed)
        {
            _aes?.Dispose();
            (_aes, _wrapped, isDestroyed) = (null, [], false);
            byte[]? key;
            try
            {
                key = seal._keys.Unwrap(scope, head[Wrapped..]);
            }
            catch (LedgerBrokenException)
            {
                // Another case's row put in its place, or a key folder older than the row.
                return;
            }
            if (isDestroyed = key is null) return;
            (_aes, _wrapped) = (new AesGcm(key!, KeyWrap.TagLength), head.ToArray());
            CryptographicOperations.ZeroMemory(key);
        }

        public void Dispose() => _aes?.Dispose();
    }
}
