using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Matching.Storage.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Matching.Api.Tests.Access;

public sealed class OpenIdTests
{
    [Fact]
    public async Task A_token_of_the_authority_reaches_what_its_role_and_hubs_reach_and_a_local_one_does_beside_it()
    {
        await using var authority = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings: authority.Settings);
        using var host = server.WithToken(authority.Token(server.Clock.GetUtcNow()));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("hubs/lulea")).StatusCode);
        await Http.Problem(await host.GetAsync("hubs/boden"), HttpStatusCode.Forbidden);
        await Http.Problem(await host.GetAsync("members/b01"), HttpStatusCode.NotFound);
        await Http.Problem(await host.GetAsync("audit"), HttpStatusCode.Forbidden);
        using var local = server.Host;
        Assert.Equal(HttpStatusCode.OK, (await local.GetAsync("hubs/lulea")).StatusCode);
    }

    [Fact]
    public async Task Claims_and_roles_may_have_other_names_there()
    {
        await using var authority = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings:
        [
            .. authority.Settings, "--Matching:Access:RoleClaim", "roles", "--Matching:Access:Roles:member", "Hub.Member", "--Matching:Access:MemberClaim", "employee",
            "--Matching:Access:TokenTypes:0", "JWT",
        ]);
        string Token(object roles) => authority.Token(
            server.Clock.GetUtcNow(), token => token.TokenType = "JWT", new Dictionary<string, object> { ["sub"] = "person-7", ["roles"] = roles, ["employee"] = "m02" });
        using var member = server.WithToken(Token(new[] { "Other.App", "Hub.Member" }));
        Assert.Equal("m02", (string)(await member.GetJson("members/m02"))["id"]!);
        await Http.Problem(await member.GetAsync("members/m01"), HttpStatusCode.NotFound);
        // Our own word for a role that was given another name is nobody's.
        using var unnamed = server.WithToken(Token("member"));
        await Http.Problem(await unnamed.GetAsync("members/m02"), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("no role", """{ "sub": "p" }""")]
    [InlineData("an unknown role", """{ "sub": "p", "role": "root" }""")]
    [InlineData("two roles", """{ "sub": "p", "role": ["host", "admin"], "hub": "lulea" }""")]
    [InlineData("a host of nothing", """{ "sub": "p", "role": "host" }""")]
    [InlineData("a member without an id", """{ "role": "member" }""")]
    [InlineData("a member whose id looks like nobody's", """{ "sub": "role:admin", "role": "member" }""")]
    public async Task A_good_token_that_grants_nothing_is_401(string what, string claims)
    {
        Assert.NotEmpty(what);
        await using var authority = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings: authority.Settings);
        var payload = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(claims)!.ToDictionary(
            claim => claim.Key, claim => claim.Value.ValueKind == JsonValueKind.Array ? (object)claim.Value.Deserialize<string[]>()! : claim.Value.GetString()!, StringComparer.Ordinal);
        using var client = server.WithToken(authority.Token(server.Clock.GetUtcNow(), claims: payload));
        await Http.Problem(await client.GetAsync("hubs/lulea"), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("none", "local")]
    [InlineData("public key as secret", null)]
    [InlineData("public key as secret", "local")]
    [InlineData("local key", null)]
    [InlineData("authority's key", "local")]
    [InlineData("another key by the same name", null)]
    [InlineData("wrong audience", null)]
    [InlineData("wrong issuer", null)]
    [InlineData("wrong type", null)]
    [InlineData("expired", null)]
    [InlineData("not yet", null)]
    [InlineData("without an end", null)]
    [InlineData("changed after it was signed", null)]
    public async Task A_token_with_this_flaw_is_401(string flaw, string? issuer)
    {
        await using var authority = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings: authority.Settings);
        using var client = server.WithToken(Forge(authority, server, flaw, issuer == "local"));
        var problem = await Http.Problem(await client.GetAsync("hubs/lulea"), HttpStatusCode.Unauthorized);
        Assert.Equal("/docs/problems/no-token", (string)problem["type"]!);
    }

    [Fact]
    public async Task A_token_is_good_for_a_minute_after_its_end_and_no_longer()
    {
        await using var authority = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings: authority.Settings);
        using var host = server.WithToken(authority.Token(server.Clock.GetUtcNow()));
        server.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("hubs/lulea")).StatusCode);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await Http.Problem(await host.GetAsync("hubs/lulea"), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("../../../../dev/null")]
    [InlineData("' OR 1=1 --")]
    [InlineData("http://169.254.169.254/keys")]
    [InlineData("")]
    [InlineData("😀\u0000")]
    public async Task A_hostile_key_id_is_401_and_nothing_else(string kid)
    {
        await using var authority = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings: authority.Settings);
        using var other = RSA.Create(2048);
        foreach (var name in (string[])[kid, new string('k', 5_000)])
        {
            using var client = server.WithToken(authority.Token(server.Clock.GetUtcNow(), token => token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(other) { KeyId = name }, SecurityAlgorithms.RsaSha256)));
            await Http.Problem(await client.GetAsync("hubs/lulea"), HttpStatusCode.Unauthorized);
        }
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task Keys_that_a_token_itself_points_to_are_never_fetched(string header)
    {
        await using var authority = await LocalAuthority.StartAsync();
        await using var evil = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings: authority.Settings);
        var token = evil.Token(server.Clock.GetUtcNow(), descriptor =>
        {
            descriptor.Issuer = authority.Issuer;
            descriptor.AdditionalHeaderClaims = new Dictionary<string, object> { [header] = $"{evil.Issuer}/keys" };
        });
        using var client = server.WithToken(token);
        await Http.Problem(await client.GetAsync("hubs/lulea"), HttpStatusCode.Unauthorized);
        Assert.Empty(evil.Asked);
        Assert.NotEmpty(authority.Asked);
    }

    [Fact]
    public async Task A_key_inside_the_token_is_not_believed()
    {
        await using var authority = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings: authority.Settings);
        using var other = RSA.Create(2048);
        var key = other.ExportParameters(includePrivateParameters: false);
        var jwk = new Dictionary<string, object> { ["kty"] = "RSA", ["n"] = Base64UrlEncoder.Encode(key.Modulus), ["e"] = Base64UrlEncoder.Encode(key.Exponent) };
        using var client = server.WithToken(authority.Token(server.Clock.GetUtcNow(), token =>
        {
            token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(other), SecurityAlgorithms.RsaSha256);
            token.AdditionalHeaderClaims = new Dictionary<string, object> { ["jwk"] = jwk };
        }));
        await Http.Problem(await client.GetAsync("hubs/lulea"), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_key_is_followed_and_the_old_one_ends_with_it()
    {
        await using var authority = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings: authority.Settings);
        using var before = server.WithToken(authority.Token(server.Clock.GetUtcNow()));
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("hubs/lulea")).StatusCode);
        authority.Rotate();
        using var after = server.WithToken(authority.Token(server.Clock.GetUtcNow()));
        await BecomesAsync(after, HttpStatusCode.OK);
        await BecomesAsync(before, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_is_503_and_local_tokens_go_on()
    {
        var authority = await LocalAuthority.StartAsync();
        var (token, settings) = (authority.Token(RunningServer.Tuesday), authority.Settings);
        await authority.DisposeAsync();
        await using var server = await RunningServer.StartAsync(settings: settings);
        using var client = server.WithToken(token);
        await Http.Problem(await client.GetAsync("hubs/lulea"), HttpStatusCode.ServiceUnavailable);
        using var local = server.Host;
        Assert.Equal(HttpStatusCode.OK, (await local.GetAsync("hubs/lulea")).StatusCode);
    }

    [Fact]
    public async Task What_she_does_is_audited_by_a_pseudonym_of_the_authoritys_id_of_her()
    {
        await using var authority = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings: authority.Settings);
        using var host = server.WithToken(authority.Token(server.Clock.GetUtcNow()));
        await host.PutJson("events/e1", """{ "hub": "lulea", "title": "Frukost", "startsAt": "2026-12-03T08:00:00+01:00" }""");
        var row = Assert.Single((await server.Store.ListAuditAsync(null, null, new Storage.PageRequest())).Items);
        Assert.Equal($"host:{Pseudonym.Of(server.Services.GetRequiredService<LocalKey>(), "openid:person-7")}", row.Entry.Actor);
    }

    [Theory]
    [InlineData("Authority", "--Matching:Access:Authority", "http://login.example.org", "--Matching:Access:Audience", "x")]
    [InlineData("Authority", "--Matching:Access:Authority", "login", "--Matching:Access:Audience", "x")]
    [InlineData("Audience", "--Matching:Access:Authority", "https://login.example.org")]
    [InlineData("Roles__boss", "--Matching:Access:Authority", "https://login.example.org", "--Matching:Access:Audience", "x", "--Matching:Access:Roles:boss", "B")]
    public async Task A_setting_that_cannot_be_meant_is_named_at_start(string named, params string[] settings) => Assert.Contains(
        $"Matching__Access__{named}", (await Assert.ThrowsAsync<OptionsException>(() => RunningServer.StartAsync(settings: settings))).Message, StringComparison.Ordinal);

    // Keys are read again beside the requests, so the answer changes soon and not at once.
    private static async Task BecomesAsync(HttpClient client, HttpStatusCode expected)
    {
        var end = TimeProvider.System.GetTimestamp() + (10 * TimeProvider.System.TimestampFrequency);
        while ((await client.GetAsync("hubs/lulea")).StatusCode != expected) Assert.True(TimeProvider.System.GetTimestamp() < end, $"It did not become {expected}.");
    }

    private static string Forge(LocalAuthority authority, RunningServer server, string flaw, bool asLocal)
    {
        var local = new SymmetricSecurityKey(server.Services.GetRequiredService<LocalKey>().Bytes.ToArray());
        var token = authority.Token(server.Clock.GetUtcNow(), descriptor =>
        {
            if (asLocal) (descriptor.Issuer, descriptor.Audience) = (AccessTokens.Issuer, AccessTokens.Audience);
            switch (flaw)
            {
                case "none": descriptor.SigningCredentials = null; break;
                case "public key as secret": descriptor.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(authority.PublicPem)) { KeyId = authority.KeyId }, SecurityAlgorithms.HmacSha256); break;
                case "local key": descriptor.SigningCredentials = new SigningCredentials(local, SecurityAlgorithms.HmacSha256); break;
                case "another key by the same name": descriptor.SigningCredentials = new SigningCredentials(new RsaSecurityKey(RSA.Create(2048)) { KeyId = authority.KeyId }, SecurityAlgorithms.RsaSha256); break;
                case "wrong audience": descriptor.Audience = AccessTokens.Audience; break;
                case "wrong issuer": descriptor.Issuer = "https://login.example.org"; break;
                case "wrong type": descriptor.TokenType = "JWT"; break;
                case "expired": (descriptor.NotBefore, descriptor.Expires) = (descriptor.NotBefore!.Value.AddHours(-2), descriptor.NotBefore.Value.AddSeconds(-61)); break;
                case "not yet": descriptor.NotBefore = descriptor.NotBefore!.Value.AddSeconds(62); break;
                case "without an end": descriptor.Expires = null; break;
                default: break;
            }
        });
        if (flaw != "changed after it was signed") return token;
        var parts = token.Split('.');
        return $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("lulea", "boden", StringComparison.Ordinal).Replace("host", "host", StringComparison.Ordinal))}.{parts[2]}";
    }
}
