using System.Reflection;
using System.Runtime.InteropServices;

namespace Reintegration.Events.Ledger;

/// <summary>The few functions of OpenSSL's libcrypto that the base library does not reach: Ed25519.</summary>
/// <remarks>
/// The only native calls in the core. Nothing is loaded until the first signature is made or checked.
/// </remarks>
static class LibCrypto
{
    /// <summary>EVP_PKEY_ED25519.</summary>
    public const int Ed25519 = 1087;

    const string Library = "libcrypto";

    static LibCrypto() => NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);

    /// <summary>A key of OpenSSL; its private part is wiped when the handle closes.</summary>
    public sealed class Key() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }
    }

    /// <summary>The state of one signing or checking.</summary>
    public sealed class Context() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_MD_CTX_free(handle);
            return true;
        }
    }

    // Spans cross as a reference to their first byte; each caller passes at least one byte or a length of zero.
    [DllImport(Library)]
    public static extern Key EVP_PKEY_new_raw_private_key(int type, nint engine, ref readonly byte key, nuint length);

    [DllImport(Library)]
    public static extern Key EVP_PKEY_new_raw_public_key(int type, nint engine, ref readonly byte key, nuint length);

    [DllImport(Library)]
    public static extern int EVP_PKEY_get_raw_public_key(Key key, ref byte destination, ref nuint length);

    [DllImport(Library)]
    public static extern Context EVP_MD_CTX_new();

    [DllImport(Library)]
    public static extern int EVP_DigestSignInit(Context context, nint keyContext, nint digest, nint engine, Key key);

    [DllImport(Library)]
    public static extern int EVP_DigestSign(
        Context context, ref byte signature, ref nuint signatureLength, ref readonly byte message, nuint length);

    [DllImport(Library)]
    public static extern int EVP_DigestVerifyInit(Context context, nint keyContext, nint digest, nint engine, Key key);

    [DllImport(Library)]
    public static extern int EVP_DigestVerify(
        Context context, ref readonly byte signature, nuint signatureLength, ref readonly byte message, nuint length);

    [DllImport(Library)]
    public static extern void ERR_clear_error();

    [DllImport(Library)]
    static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    static extern void EVP_MD_CTX_free(nint context);

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return 0;
        foreach (string candidate in Candidates())
            if (NativeLibrary.TryLoad(candidate, assembly, path, out nint handle))
                return handle;
        throw new DllNotFoundException(
            "OpenSSL is needed to sign and to check signatures. Install OpenSSL 3; looked for "
            + string.Join(", ", Candidates()) + ".");
    }

    static string[] Candidates()
    {
        if (OperatingSystem.IsWindows())
            return ["libcrypto-3-x64.dll", "libcrypto-3-arm64.dll", "libcrypto-3.dll"];
        // macOS ends a process that loads its own unversioned libcrypto, so that name is never tried there.
        return OperatingSystem.IsMacOS()
            ?
            [
                "libcrypto.3.dylib",
                "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib",
                "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib",
            ]
            : ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so"];
    }
}
