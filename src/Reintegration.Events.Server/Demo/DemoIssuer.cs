using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Reintegration.Events.Server.Demo;

/// <summary>
/// Signs tokens for the demo personas. Exists in demo mode only; its key lives and dies with the process.
/// </summary>
public sealed class DemoIssuer : IDisposable
{
    public const int LifetimeSeconds = 3600;
    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly SigningCredentials _credentials;

    public DemoIssuer()
    {
        Key = new ECDsaSecurityKey(_key) { KeyId = "demo" };
        _credentials = new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256);
    }

    public ECDsaSecurityKey Key { get; }

    /// <summary>An ES256 token for one hour.</summary>
    public string Token(Persona persona, string audience) => Token(persona, audience, DateTime.UtcNow);

    /// <summary>A token as of a given instant, for tests of expiry.</summary>
    public string Token(Persona persona, string audience, DateTime issuedAtUtc) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Identity.DemoIssuer,
            Audience = audience,
            IssuedAt = issuedAtUtc,
            NotBefore = issuedAtUtc,
            Expires = issuedAtUtc.AddSeconds(LifetimeSeconds),
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = persona.Official,
                ["agency"] = persona.Agency,
                ["roles"] = persona.Roles,
                ["clearance"] = persona.Clearance,
                ["client_id"] = persona.Client,
                ["jurisdiction"] = "demo",
            },
        });

    public void Dispose() => _key.Dispose();
}
