using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Matching.Api.Tests.Access;

/// <summary>An OpenID Connect authority on a free port: discovery, keys, and tokens signed with them.</summary>
internal sealed class LocalAuthority : IAsyncDisposable
{
    internal const string Audience = "api://matching";

    private readonly WebApplication app;
    private RSA rsa = RSA.Create(2048);
    private int generation = 1;

    private LocalAuthority(WebApplication app) => this.app = app;

    internal string Issuer => app.Urls.First();

    /// <summary>What was asked of it, path by path.</summary>
    internal System.Collections.Concurrent.ConcurrentBag<string> Asked { get; } = [];

    internal string[] Settings => ["--Matching:Access:Authority", Issuer, "--Matching:Access:Audience", Audience];

    internal string KeyId => $"key-{generation}";

    internal string PublicPem => rsa.ExportSubjectPublicKeyInfoPem();

    internal static async Task<LocalAuthority> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var authority = new LocalAuthority(builder.Build());
        authority.app.Run(authority.AnswerAsync);
        await authority.app.StartAsync();
        return authority;
    }

    /// <summary>Signs with a new key from now on, and publishes that one alone.</summary>
    internal void Rotate()
    {
        rsa.Dispose();
        (rsa, generation) = (RSA.Create(2048), generation + 1);
    }

    /// <summary>A good token for a host of lulea, changed as a test wants.</summary>
    internal string Token(DateTimeOffset now, Action<SecurityTokenDescriptor>? change = null, IDictionary<string, object>? claims = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = "at+jwt",
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = now.AddHours(1).UtcDateTime,
            Claims = claims ?? new Dictionary<string, object> { ["sub"] = "person-7", ["role"] = "host", ["hub"] = new[] { "lulea" } },
            SigningCredentials = new SigningCredentials(Key(), SecurityAlgorithms.RsaSha256) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    internal RsaSecurityKey Key() => new(rsa) { KeyId = KeyId };

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        Asked.Add(http.Request.Path);
        return http.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => http.Response.WriteAsJsonAsync(new { issuer = Issuer, jwks_uri = $"{Issuer}/keys" }),
            "/keys" => http.Response.WriteAsJsonAsync(new { keys = new[] { PublicKey() } }),
            _ => Task.FromResult(http.Response.StatusCode = 404),
        };
    }

    private object PublicKey()
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
    }
}
