using System.Buffers.Text;
using System.Security.Cryptography;
using Matching.Profiles;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Matching.Storage.Access;

/// <summary>Bearer tokens: JWT by RFC 9068, signed with HS256 by the local key. What is issued and what is accepted stand side by side.</summary>
public static class AccessTokens
{
    public const string Issuer = "matching";
    public const string Audience = "matching";

    /// <summary>The token's <c>typ</c>.</summary>
    public const string TokenType = "at+jwt";
    public const string Algorithm = SecurityAlgorithms.HmacSha256;
    public const string RoleClaim = "role";

    /// <summary>One claim a hub.</summary>
    public const string HubClaim = "hub";

    /// <summary>The member's id, or <c>role:</c> and the role for a token that speaks for nobody in particular.</summary>
    public const string SubjectClaim = JwtRegisteredClaimNames.Sub;

    public static TimeSpan ShortestLife => TimeSpan.FromHours(1);

    public static TimeSpan LongestLife => TimeSpan.FromHours(720);

    /// <summary>How far the clocks of two machines may stand apart.</summary>
    public static TimeSpan ClockSkew => TimeSpan.FromSeconds(60);

    /// <summary>Why no such token can be given, as a sentence; null when it can.</summary>
    public static string? Refusal(AccessGrant grant, TimeSpan life)
    {
        ArgumentNullException.ThrowIfNull(grant);
        if (grant.Refusal() is { } refusal) return refusal;
        return life >= ShortestLife && life <= LongestLife ? null : "A token lives from 1 to 720 hours.";
    }

    /// <summary>A token for <paramref name="grant"/>, good from <paramref name="now"/> for <paramref name="life"/>.</summary>
    /// <exception cref="ArgumentException"><see cref="Refusal"/> has something against it.</exception>
    public static string Issue(LocalKey key, AccessGrant grant, DateTimeOffset now, TimeSpan life)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Refusal(grant, life) is { } refusal) throw new ArgumentException(refusal, nameof(grant));
        var role = Vocabulary.Write(grant.Role);
        var claims = new Dictionary<string, object>
        {
            [SubjectClaim] = grant.Member ?? $"role:{role}",
            [RoleClaim] = role,
            [JwtRegisteredClaimNames.Jti] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
        };
        if (grant.Hubs.Count > 0) claims[HubClaim] = grant.Hubs.ToArray();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + life).UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(SigningKey(key), Algorithm),
        });
    }

    /// <summary>
    /// What a token must satisfy: this key and no other, this algorithm, type, issuer and audience, and a life that has
    /// begun and not ended.
    /// </summary>
    public static TokenValidationParameters Validation(LocalKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            ValidTypes = [TokenType],
            ValidAlgorithms = [Algorithm],
            IssuerSigningKey = SigningKey(key),
            ClockSkew = ClockSkew,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            RoleClaimType = RoleClaim,
            NameClaimType = SubjectClaim,
        };
    }

    private static SymmetricSecurityKey SigningKey(LocalKey key) => new(key.Bytes.ToArray());
}
