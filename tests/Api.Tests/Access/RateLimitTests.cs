using System.Globalization;
using System.Net;
using Matching.Api.Access;

namespace Matching.Api.Tests.Access;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Too_many_calls_on_one_token_are_told_when_to_come_back_and_hold_up_nobody_else()
    {
        await using var server = await RunningServer.StartAsync(settings: ["--Matching:Limits:PerTokenAMinute", "3"]);
        using var host = server.Host;
        using var other = server.OtherHost;
        await Exhaust(host, "hubs/lulea");
        var refused = await host.GetAsync("hubs/lulea");
        await Http.Problem(refused, HttpStatusCode.TooManyRequests);
        Assert.InRange(int.Parse(Assert.Single(refused.Headers.GetValues("Retry-After")), CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("hubs/boden")).StatusCode);
    }

    [Fact]
    public async Task Without_a_token_the_address_counts_whatever_a_header_says_of_it()
    {
        await using var server = await RunningServer.StartAsync(settings: ["--Matching:Limits:PerAddressAMinute", "3"]);
        await Exhaust(server.Anonymous, "/docs/terms");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/docs/terms");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        await Http.Problem(await server.Anonymous.SendAsync(request), HttpStatusCode.TooManyRequests);
        using var forged = server.WithToken("no.such.token");
        await Http.Problem(await forged.GetAsync("hubs/lulea"), HttpStatusCode.TooManyRequests);
        using var host = server.Host;
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("hubs/lulea")).StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_that_the_server_knows_each_caller_has_her_own_and_cannot_take_anothers()
    {
        await using var server = await RunningServer.StartAsync(settings: ["--Matching:Limits:PerAddressAMinute", "3", "--Matching:Proxies:0", "127.0.0.1"]);
        async Task<HttpStatusCode> From(string forwarded)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/docs/terms");
            request.Headers.Add("X-Forwarded-For", forwarded);
            return (await server.Anonymous.SendAsync(request)).StatusCode;
        }
        // What stands before the address that the proxy added is the caller's own claim.
        for (var call = 0; await From($"198.51.100.{call % 200}, 203.0.113.9") != HttpStatusCode.TooManyRequests; call++) Assert.True(call < 1000);
        Assert.Equal(HttpStatusCode.OK, await From("203.0.113.10"));
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_is_named_at_start() => Assert.Contains(
        "Matching__Proxies", (await Assert.ThrowsAsync<OptionsException>(() => RunningServer.StartAsync(settings: ["--Matching:Proxies:0", "proxy"]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("203.0.113.9", "address:203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "address:203.0.113.9")]
    [InlineData("2001:db8:1:2::1", "address:20010db800010002")]
    [InlineData("2001:db8:1:2:ffff::1", "address:20010db800010002")]
    public void An_address_is_what_a_customer_has_one_of(string address, string counted) => Assert.Equal(counted, RateLimits.AddressOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("PerTokenAMinute")]
    [InlineData("PerAddressAMinute")]
    public async Task A_limit_of_none_is_named_at_start(string limit) => Assert.Contains(
        $"Matching:Limits:{limit}",
        (await Assert.ThrowsAsync<OptionsException>(() => RunningServer.StartAsync(settings: [$"--Matching:Limits:{limit}", "0"]))).Message,
        StringComparison.Ordinal);

    // The bucket fills while it is emptied, so it is emptied until a call is refused; far fewer than a thousand are let through.
    private static async Task Exhaust(HttpClient client, string path)
    {
        for (var call = 0; call < 1000; call++)
        {
            if ((await client.GetAsync(path)).StatusCode == HttpStatusCode.TooManyRequests) return;
        }
        Assert.Fail("A thousand calls were let through.");
    }
}
