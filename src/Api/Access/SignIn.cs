using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Matching.Api.Conventions;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Access;

/// <summary>
/// One-time sign-in links. Opening the link changes nothing, since mail scanners open links too; the button on the page signs in, once.
/// </summary>
internal static class SignIn
{
    private static readonly TimeSpan LinkLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(12);

    /// <summary>Makes a link's path for a grant, good for ten minutes. 160 random bits; the store keeps only their hash.</summary>
    internal static async Task<string> MakeLinkAsync(SqlStore store, AccessGrant grant, DateTimeOffset now, CancellationToken ct = default)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        await store.AddSignInCodeAsync(new SignInCode { CodeHash = Hash(code), Role = grant.Role, Hubs = grant.Hubs, Member = grant.Member, ExpiresAt = now + LinkLife }, ct);
        return $"/sign-in/{code}";
    }

    internal static void MapSignIn(this WebApplication app)
    {
        app.MapGet("/sign-in/{code}", (HttpResponse response) => Page(response, """
            <p>Tryck på knappen för att logga in. Länken gäller en gång, i tio minuter.</p>
            <p lang="en">Press the button to sign in. The link is good once, for ten minutes.</p>
            <form method="post"><button type="submit">Logga in · <span lang="en">Sign in</span></button></form>
            """)).AllowAnyone().ExcludeFromDescription();
        app.MapPost("/sign-in/{code}", Redeem).AllowAnyone().ExcludeFromDescription();
    }

    private static async Task<IResult> Redeem(string code, HttpResponse response, SqlStore store, LocalKey key, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await store.RedeemSignInCodeAsync(Hash(code), now, ct) is not { } known)
        {
            return Page(response, """
                <p>Länken är använd eller för gammal. Be om en ny.</p>
                <p lang="en">The link has been used or is too old. Ask for a new one.</p>
                """, 410);
        }
        var grant = new AccessGrant { Role = known.Role, Hubs = known.Hubs, Member = known.Member };
        var token = AccessTokens.Issue(key, grant, now, TokenLife);
        return Page(response, $"""
            <p>Du är inloggad som <strong>{HtmlEncoder.Default.Encode(Vocabulary.Write(grant.Role))}</strong> för {HtmlEncoder.Default.Encode(string.Join(", ", grant.Hubs))} i tolv timmar.
            Kopiera nyckeln och ange den som <em>Bearer</em> i <a href="/docs">dokumentationen</a>.</p>
            <p lang="en">You are signed in for twelve hours. Copy the token and give it as <em>Bearer</em> in the <a href="/docs">documentation</a>.</p>
            <p><textarea readonly rows="8" aria-label="Token">{token}</textarea></p>
            """);
    }

    private static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    private static IResult Page(HttpResponse response, string body, int status = 200)
    {
        response.Headers.CacheControl = "no-store";
        return PlainPage.Of("Logga in", $"<h1>Matching</h1>\n{body}", status);
    }
}
