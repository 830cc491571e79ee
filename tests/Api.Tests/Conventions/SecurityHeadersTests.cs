using System.Net;

namespace Matching.Api.Tests.Conventions;

public sealed class SecurityHeadersTests
{
    [Theory]
    [InlineData("hubs/lulea", HttpStatusCode.OK)]
    [InlineData("hubs/boden", HttpStatusCode.Forbidden)]
    [InlineData("members/nobody", HttpStatusCode.NotFound)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/docs/terms", HttpStatusCode.OK)]
    [InlineData("/docs/", HttpStatusCode.OK)]
    public async Task Every_answer_carries_them_errors_included(string path, HttpStatusCode status)
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var answer = await host.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        string Header(string name) => Assert.Single(answer.Headers.GetValues(name));
        Assert.Equal(("nosniff", "no-referrer", "same-origin"), (Header("X-Content-Type-Options"), Header("Referrer-Policy"), Header("Cross-Origin-Opener-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Another_origin_is_let_in_nowhere()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        using var request = new HttpRequestMessage(HttpMethod.Get, "hubs/lulea");
        request.Headers.Add("Origin", "https://elsewhere.example");
        var answer = await host.SendAsync(request);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }
}
