using System.Security.Claims;
using System.Text.Json;
using Matching.Api.Conventions;
using Matching.Profiles;
using Matching.Storage.Access;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Matching.Api.Access;

/// <summary>
/// Tokens of an OpenID Connect authority: its keys, found by discovery and followed when they change, and what its claims mean here. What a
/// token is found to grant is written in the words of the local tokens, so that roles and hubs are enforced in one place.
/// </summary>
internal static class OpenIdAuthority
{
    internal const string Scheme = "OpenId";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Signatures by a private key alone: with the others, whoever knows the public key could sign (RFC 8725, 3.1).
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <exception cref="OptionsException">A setting is missing or wrong; the message names it.</exception>
    internal static void Check(AccessOptions options)
    {
        if (options.Authority is null) return;
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || IsThisMachine(authority)))
            throw new OptionsException($"Matching__Access__Authority is an https address, not '{options.Authority}'.");
        if (string.IsNullOrWhiteSpace(options.Audience)) throw new OptionsException("Matching__Access__Audience is needed beside Matching__Access__Authority: a token for another service is not for this one.");
        foreach (var role in options.Roles.Keys.Where(role => !Vocabulary.TryRead<Role>(role, out _)))
            throw new OptionsException($"Matching__Access__Roles__{role}: there is no such role. Roles are {string.Join(", ", Vocabulary.All<Role>())}.");
    }

    internal static void Configure(JwtBearerOptions options, AccessOptions access)
    {
        options.Authority = access.Authority;
        // Http is let through on this machine alone (Check).
        options.RequireHttpsMetadata = new Uri(access.Authority!).Scheme == Uri.UriSchemeHttps;
        options.BackchannelTimeout = Patience;
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = access.Audience,
            ValidTypes = access.TokenTypes.Count > 0 ? access.TokenTypes : [AccessTokens.TokenType],
            ValidAlgorithms = Algorithms,
            ClockSkew = AccessTokens.ClockSkew,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
        };
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = DemandKeysAsync,
            OnTokenValidated = context => Grant(context, access),
        };
    }

    /// <summary>Without this a key that the authority has withdrawn would be good for another hour.</summary>
    internal static void ForgetOldKeys(JwtBearerOptions options)
    {
        if (options.ConfigurationManager is BaseConfigurationManager keys) keys.UseLastKnownGoodConfiguration = false;
    }

    // Without its keys nobody knows whether the token is good, so that it is not is no answer.
    private static async Task DemandKeysAsync(MessageReceivedContext context)
    {
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(Problem.NoAuthority, Problem.NoAuthority.En);
        }
    }

    /// <summary>Whose token it says that it is. It is only a guess at whom to ask; that one then checks everything.</summary>
    internal static bool IsIssuedHere(string? authorization)
    {
        const string Bearer = "Bearer ";
        if (authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) != true) return true;
        try
        {
            return new JsonWebToken(authorization[Bearer.Length..].Trim()).Issuer is AccessTokens.Issuer or "";
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            return true;
        }
    }

    private static Task Grant(TokenValidatedContext context, AccessOptions access)
    {
        var claims = context.Principal!.Claims.ToList();
        if (Read(claims, access) is not { } grant || grant.Refusal() is not null || IsReserved(grant.Member)) context.Fail("The token grants nothing here.");
        else context.Principal = new ClaimsPrincipal(Identity(grant, claims));
        return Task.CompletedTask;
    }

    // Exactly one role: with two there is no telling which she meant to use.
    private static AccessGrant? Read(List<Claim> claims, AccessOptions access)
    {
        var values = Values(claims, access.RoleClaim).ToHashSet(StringComparer.Ordinal);
        Role[] roles = [.. Enum.GetValues<Role>().Where(role => values.Contains(access.Roles.GetValueOrDefault(Vocabulary.Write(role)) ?? Vocabulary.Write(role)))];
        if (roles is not [var only]) return null;
        return new AccessGrant
        {
            Role = only,
            Hubs = only == Role.Host ? [.. Values(claims, access.HubClaim)] : [],
            Member = only is Role.Member or Role.Business && Values(claims, access.MemberClaim).ToList() is [var member] ? member : null,
        };
    }

    private static ClaimsIdentity Identity(AccessGrant grant, List<Claim> claims)
    {
        var role = Vocabulary.Write(grant.Role);
        var identity = new ClaimsIdentity(Scheme, AccessTokens.SubjectClaim, AccessTokens.RoleClaim);
        identity.AddClaim(new Claim(AccessTokens.RoleClaim, role));
        identity.AddClaim(new Claim(AccessTokens.SubjectClaim, grant.Member ?? $"role:{role}"));
        identity.AddClaims(grant.Hubs.Select(hub => new Claim(AccessTokens.HubClaim, hub)));
        // By the authority's own id of her and never by a mail address, which may come to be another's.
        if (Values(claims, JwtRegisteredClaimNames.Sub).FirstOrDefault() is { } person) identity.AddClaim(new Claim(Caller.PersonClaim, person));
        if (Values(claims, JwtRegisteredClaimNames.Jti).FirstOrDefault() is { } number) identity.AddClaim(new Claim(JwtRegisteredClaimNames.Jti, number));
        return identity;
    }

    private static IEnumerable<string> Values(List<Claim> claims, string type) => claims.Where(claim => claim.Type == type).Select(claim => claim.Value);

    // A token of ours that speaks for nobody is written so.
    private static bool IsReserved(string? member) => member?.StartsWith("role:", StringComparison.Ordinal) == true;

    private static bool IsThisMachine(Uri address) => address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;
}
