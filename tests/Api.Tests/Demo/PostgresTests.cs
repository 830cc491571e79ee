using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Matching.Storage.Tests;

namespace Matching.Api.Tests.Demo;

/// <summary>The main job once over, by programs of their own and a PostgreSQL server.</summary>
public sealed partial class PostgresTests
{
    [Fact]
    public async Task A_round_of_the_demo_is_published_and_answered_from_a_PostgreSQL_database()
    {
        var store = await (await PostgresServer.SharedAsync()).MakeEmptyAsync();
        var folder = Directory.CreateTempSubdirectory("matching-demo-").FullName;
        var address = RealProcess.FreeAddress();
        try
        {
            using var demo = RealProcess.Start(folder, "dotnet", [RealProcess.Program("Api"), "--demo", "--urls", address.ToString().TrimEnd('/')], ("Matching__Store", store));
            await demo.ReadyAsync(address);
            Assert.Equal(6, Regex.Count(demo.Output, "10 förslag, "));
            using var host = new HttpClient { BaseAddress = new Uri(address, "matching/v1/") };
            var page = await (await host.PostAsync(SignInLink().Match(demo.Output).Value, null)).Content.ReadAsStringAsync();
            host.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", page.Split("<textarea", 2)[1].Split('>', 2)[1].Split('<', 2)[0]);
            var (prompt, asked) = await PublishAsync(host);
            using var member = new HttpClient { BaseAddress = host.BaseAddress };
            member.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(folder, store, asked));
            Assert.Equal("waiting", (string?)(await member.PostJson($"prompts/{prompt}/answer", """{ "answer": "yes" }"""))["status"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(string Prompt, string Asked)> PublishAsync(HttpClient host)
    {
        var id = (string)(await host.GetJson("hubs/lulea/rounds"))["items"]![0]!["id"]!;
        var introduction = (await host.GetJson($"rounds/{id}"))["introductions"]![0]!;
        await host.PatchJson($"introductions/{introduction["id"]}", """{ "action": "approve" }""");
        await host.PostJson($"rounds/{id}/publish", "{}");
        return ($"{introduction["id"]}-a", (string)introduction["a"]!);
    }

    private static async Task<string> TokenAsync(string folder, string store, string member)
    {
        using var command = RealProcess.Start(folder, "dotnet", [RealProcess.Program("Ingest"), "token", "--role", "member", "--member", member, "--store", store]);
        Assert.Equal(0, await command.EndAsync());
        return command.Output.Trim();
    }

    [GeneratedRegex("/sign-in/[0-9a-f]+")]
    private static partial Regex SignInLink();
}
