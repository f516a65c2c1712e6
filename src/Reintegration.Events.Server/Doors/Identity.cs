using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Reintegration.Events.Server.Doors;

/// <summary>Where tokens come from: an OpenID Connect issuer, or, in demo mode only, this process.</summary>
public sealed record IdentityOptions
{
    /// <summary>Issuer URL of the deployment's identity provider; keys are found by discovery.</summary>
    public string? Authority { get; init; }
    public string Audience { get; init; } = "reintegration";
    /// <summary>The public key of the demo issuer; refused beside an <see cref="Authority"/>.</summary>
    public SecurityKey? DemoKey { get; init; }
}

public static class Identity
{
    public const string DemoIssuer = "urn:reintegration:demo";

    /// <summary>Clocks of agencies and server may differ by this much.</summary>
    static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>Asymmetric algorithms alone: a symmetric one would let the public key forge tokens.</summary>
    static readonly string[] Algorithms = ["ES256", "ES384", "RS256", "PS256"];

    public static void Add(IServiceCollection services, IdentityOptions options)
    {
        if (options.DemoKey is not null && options.Authority is not null)
            throw new InvalidOperationException(
                "Demo identity and a configured Authority exclude each other: remove Identity:Authority, or start without demo mode.");
        if (options.DemoKey is null && options.Authority is null)
            throw new InvalidOperationException(
                "No identity: set Identity:Authority to your OpenID Connect issuer, or start in demo mode with ./run.");
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.Authority = options.Authority;
            jwt.Audience = options.Audience;
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidateIssuer = true,
                ValidIssuer = options.DemoKey is null ? null : DemoIssuer,
                IssuerSigningKey = options.DemoKey,
                ValidateAudience = true,
                ValidAudience = options.Audience,
                ValidateLifetime = true,
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                ValidAlgorithms = Algorithms,
                ClockSkew = ClockSkew,
                NameClaimType = "sub",
                RoleClaimType = "roles",
            };
        });
    }
}
