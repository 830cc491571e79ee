using System.Net;
using System.Security.Claims;
using System.Text;
using Matching.Api.Access;
using Matching.Storage.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Matching.Api.Tests.Access;

public sealed class AccessTests
{
    // The only routes that answer without a token: health, the documentation, the self-description, and the page that signs in.
    private static readonly HashSet<string> Open =
    [
        "/healthz/live", "/healthz/ready", "/matching/v1/api-info", "/matching/v1/openapi.json", "/sign-in/{code}", "/docs/problems/{slug}", "/docs/terms", "/docs/plain.css",
        "/docs/", "/docs/{documentName?}", "/docs/scalar.js", "/docs/scalar.aspnetcore.js", "/docs/favicon.svg",
    ];

    [Fact]
    public async Task Every_route_has_a_rule_and_only_the_named_ones_are_open()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(routes.Count > 30);
        foreach (var route in routes)
        {
            var rule = route.Metadata.GetMetadata<AccessRule>();
            var path = "/" + route.RoutePattern.RawText!.TrimStart('/');
            Assert.True(rule is not null, $"{path} has no rule");
            Assert.True(rule.IsOpen == Open.Contains(path), $"{path} is {(rule.IsOpen ? "open" : "closed")}");
        }
    }

    [Fact]
    public async Task Without_a_token_every_closed_route_answers_401()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        foreach (var route in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (route.Metadata.GetMetadata<AccessRule>()!.IsOpen) continue;
            var path = route.RoutePattern.RawText!.Replace("{id}", "x", StringComparison.Ordinal).Replace("{hub}", "x", StringComparison.Ordinal);
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "GET" ? null : Http.Json("{}") };
                await Http.Problem(await server.Anonymous.SendAsync(request), HttpStatusCode.Unauthorized);
            }
        }
    }

    [Fact]
    public async Task A_role_that_the_route_does_not_name_is_403()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = server.Client(role, role == Role.Host ? ["x"] : [], role is Role.Member or Role.Business ? "x" : null);
            foreach (var route in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
            {
                var rule = route.Metadata.GetMetadata<AccessRule>()!;
                if (rule.IsOpen || rule.Roles.Contains(role)) continue;
                var path = route.RoutePattern.RawText!.Replace("{id}", "x", StringComparison.Ordinal).Replace("{hub}", "x", StringComparison.Ordinal);
                foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "GET" ? null : Http.Json("{}") };
                    await Http.Problem(await client.SendAsync(request), HttpStatusCode.Forbidden);
                }
            }
        }
    }

    [Fact]
    public async Task A_token_expires_after_its_hours_and_a_minute_of_grace()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        server.Clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("hubs/lulea")).StatusCode);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await Http.Problem(await host.GetAsync("hubs/lulea"), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("wrong key")]
    [InlineData("wrong audience")]
    [InlineData("wrong issuer")]
    [InlineData("wrong type")]
    [InlineData("other algorithm")]
    [InlineData("unsigned")]
    [InlineData("garbage")]
    public async Task A_token_that_is_not_ours_is_401(string flaw)
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.WithToken(Forge(server, flaw));
        await Http.Problem(await client.GetAsync("hubs/lulea"), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_forged_token_without_a_flaw_is_good_so_that_the_flaws_are_what_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.WithToken(Forge(server, "none"));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("hubs/lulea")).StatusCode);
    }

    [Fact]
    public async Task Opening_a_sign_in_link_changes_nothing_and_the_button_works_once_among_fifty()
    {
        await using var server = await RunningServer.StartAsync();
        var link = await SignIn.MakeLinkAsync(server.Store, new AccessGrant { Role = Role.Host, Hubs = ["lulea"] }, server.Clock.GetUtcNow());
        Assert.True(link.Length >= "/sign-in/".Length + 32);
        for (var times = 0; times < 3; times++) Assert.Contains("<form method=\"post\">", await server.Anonymous.GetStringAsync(link), StringComparison.Ordinal);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.Anonymous.PostAsync(link, null)));
        var good = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(49, answers.Count(answer => answer.StatusCode == HttpStatusCode.Gone));
        var page = await good.Content.ReadAsStringAsync();
        var token = page.Split("<textarea", 2)[1].Split('>', 2)[1].Split('<', 2)[0];
        using var host = server.WithToken(token);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("hubs/lulea")).StatusCode);
        await Http.Problem(await host.GetAsync("hubs/boden"), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_sign_in_link_is_dead_after_ten_minutes()
    {
        await using var server = await RunningServer.StartAsync();
        var link = await SignIn.MakeLinkAsync(server.Store, new AccessGrant { Role = Role.Host, Hubs = ["lulea"] }, server.Clock.GetUtcNow());
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Gone, (await server.Anonymous.PostAsync(link, null)).StatusCode);
    }

    private static string Forge(RunningServer server, string flaw)
    {
        var key = flaw == "wrong key" ? new byte[32] : server.Services.GetRequiredService<LocalKey>().Bytes.ToArray();
        var now = server.Clock.GetUtcNow().UtcDateTime;
        if (flaw == "garbage") return "abc.def.ghi";
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = flaw == "wrong issuer" ? "somebody" : AccessTokens.Issuer,
            Audience = flaw == "wrong audience" ? "something" : AccessTokens.Audience,
            TokenType = flaw == "wrong type" ? "JWT" : AccessTokens.TokenType,
            NotBefore = now,
            IssuedAt = now,
            Expires = now.AddHours(1),
            Subject = new ClaimsIdentity([new Claim("role", "host"), new Claim("hub", "lulea"), new Claim("sub", "role:host")]),
            SigningCredentials = flaw == "unsigned" ? null
                : flaw == "other algorithm" ? new SigningCredentials(new SymmetricSecurityKey([.. key, .. key]), SecurityAlgorithms.HmacSha512)
                : new SigningCredentials(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }
}
