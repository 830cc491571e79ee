using System.Net;
using Matching.Api.Access;
using Matching.Storage.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Matching.Api.Tests.Access;

/// <summary>Every closed route, by every role, on one's own and on somebody else's.</summary>
public sealed class EveryRouteTests(EveryRouteTests.UnchangedWorld unchanged) : IClassFixture<EveryRouteTests.UnchangedWorld>
{
    private const string BasePath = "/matching/v1";

    public static TheoryData<string> Routes => [.. RouteTable.All.Select(row => row.Route)];

    [Fact]
    public async Task The_table_holds_exactly_the_closed_routes_and_names_the_roles_that_each_lets_in()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        var closed = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => !route.Metadata.GetMetadata<AccessRule>()!.IsOpen)
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(method => (Route: $"{method} /{route.RoutePattern.RawText!.TrimStart('/')[BasePath.Length..]}", Rule: route.Metadata.GetMetadata<AccessRule>()!)))
            .ToDictionary(entry => entry.Route, entry => entry.Rule.Roles, StringComparer.Ordinal);
        Assert.Equal(closed.Keys.Order(StringComparer.Ordinal), RouteTable.All.Select(row => row.Route).Order(StringComparer.Ordinal));
        Assert.All(RouteTable.All, row => Assert.Equal(closed[row.Route].Order(), row.Answers.Select(answer => answer.Role).Order()));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Each_caller_is_answered_as_the_contract_says(string route)
    {
        var row = RouteTable.All.Single(one => one.Route == route);
        await using var own = row.Method == "GET" ? null : await AccessWorld.StartAsync();
        var world = own ?? unchanged.World;
        using var wrong = world.Server.WithToken("no.such.token");
        foreach (var foreign in (bool[])[true, false])
        {
            if (foreign && row.Foreign is null) continue;
            await Http.Problem(await world.SendAsync(world.Server.Anonymous, row, foreign, null), HttpStatusCode.Unauthorized);
            await Http.Problem(await world.SendAsync(wrong, row, foreign, null), HttpStatusCode.Unauthorized);
            // Who deletes comes last, since the thing is then no more.
            foreach (var role in Enum.GetValues<Role>().OrderBy(role => row.Answers.Any(answer => answer.Role == role)).ThenBy(role => role == Role.Admin))
            {
                using var client = world.As(role);
                var answer = await world.SendAsync(client, row, foreign, role);
                var named = row.Answers.Where(one => one.Role == role).ToList();
                var expected = named.Count == 0 ? 403 : foreign ? named[0].Foreign : named[0].Own;
                Assert.True((int)answer.StatusCode == expected, $"{role} {(foreign ? "foreign" : "own")}: {(int)answer.StatusCode}, not {expected}: {await answer.Content.ReadAsStringAsync()}");
                if (expected >= 400) await Http.Problem(answer, (HttpStatusCode)expected);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task What_is_foreign_looks_like_what_is_absent(string route)
    {
        var row = RouteTable.All.Single(one => one.Route == route);
        // Whoever may make a thing learns by it that an id is taken; what else there is to know of it she does not.
        foreach (var role in row.Answers.Where(answer => answer.Foreign == 404 && !(row.Method == "PUT" && answer.Role == Role.Host)).Select(answer => answer.Role))
        {
            var world = unchanged.World;
            using var client = world.As(role);
            var foreign = await world.SendAsync(client, row, true, role);
            var hidden = foreign.RequestMessage!.RequestUri!.PathAndQuery;
            var id = hidden.Split('/', '?', '=', '&').Last(part => part is "b01" or "b02" or "eb" || part.StartsWith("boden-", StringComparison.Ordinal) || part.EndsWith("-b", StringComparison.Ordinal) || part.Length == 32);
            var absent = await world.SendAsync(client, row with { Foreign = hidden.Replace(id, "nowhere", StringComparison.Ordinal) }, true, role);
            Assert.Equal((await foreign.Content.ReadAsStringAsync()).Replace(id, "nowhere", StringComparison.Ordinal), await absent.Content.ReadAsStringAsync());
            Assert.Equal(foreign.Headers.Select(header => header.Key).Order(), absent.Headers.Select(header => header.Key).Order());
        }
    }

    /// <summary>For calls that change nothing.</summary>
    public sealed class UnchangedWorld : IAsyncLifetime
    {
        internal AccessWorld World { get; private set; } = null!;

        public async ValueTask InitializeAsync() => World = await AccessWorld.StartAsync();

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }
}
