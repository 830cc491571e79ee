using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Matching.Api.Tests.Demo;

public sealed partial class DemoTests
{
    private static readonly string[] Hubs = ["skelleftea", "lulea", "boden", "umea", "ostersund", "stockholm"];

    [Fact]
    public async Task The_demo_prints_a_full_slate_for_each_of_six_hubs_and_then_serves_and_starts_again_on_its_own_store()
    {
        var folder = Directory.CreateTempSubdirectory("matching-demo-").FullName;
        var address = RealProcess.FreeAddress();
        try
        {
            using (var demo = Start(folder, address))
            {
                await demo.ReadyAsync(address);
                foreach (var name in new[] { "Skellefteå", "Luleå", "Boden", "Umeå", "Östersund", "Stockholm" })
                    Assert.Matches($"Samverket {name}, vecka [0-9]+", demo.Output);
                Assert.Equal(6, Regex.Count(demo.Output, "10 förslag, "));
                await CheckRounds(demo.Output, address);
                // The one-time code stands in the output once, where it was printed, and nothing that was asked for is in the log.
                Assert.Equal(1, Regex.Count(demo.Output, SignInLink().Match(demo.Output).Value));
                Assert.DoesNotContain("/matching/v1/", demo.Output, StringComparison.Ordinal);
            }
            using var again = Start(folder, address);
            await again.ReadyAsync(address);
            Assert.Equal(6, Regex.Count(again.Output, "10 förslag, "));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_demo_refuses_a_store_that_holds_other_data_and_says_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("matching-demo-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "hubs.csv"), "id,name\nours,Vår hubb\n");
            using var import = RealProcess.Start(folder, "dotnet", [RealProcess.Program("Ingest"), "import", "hubs.csv"]);
            Assert.Equal(0, await import.EndAsync());
            using var demo = Start(folder, RealProcess.FreeAddress());
            Assert.Equal(1, await demo.EndAsync());
            Assert.Contains("Matching__Store", demo.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", demo.Errors, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_server_runs_in_the_folder_it_is_started_from_as_the_command_line_does()
    {
        var root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));
        using var query = RealProcess.Start(root, "dotnet", ["msbuild", "src/Api/Api.csproj", "-getProperty:EnableDefaultRunWorkingDirectory"]);
        Assert.Equal(0, await query.EndAsync());
        Assert.Equal("false", query.Output.Trim());
    }

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [Fact]
    public async Task A_wrong_setting_stops_the_start_and_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("matching-demo-").FullName;
        try
        {
            using var server = RealProcess.Start(folder, "dotnet", [RealProcess.Program("Api")], ("Matching__Store", "Host=db"));
            Assert.Equal(1, await server.EndAsync());
            Assert.Contains("Matching__Store", server.Errors, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RealProcess Start(string folder, Uri address) =>
        RealProcess.Start(folder, "dotnet", [RealProcess.Program("Api"), "--demo", "--urls", address.ToString().TrimEnd('/')]);

    private static async Task CheckRounds(string output, Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        var page = await (await client.PostAsync(SignInLink().Match(output).Value, null)).Content.ReadAsStringAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", page.Split("<textarea", 2)[1].Split('>', 2)[1].Split('<', 2)[0]);
        foreach (var hub in Hubs)
        {
            var list = await client.GetJson($"/matching/v1/hubs/{hub}/rounds");
            var round = await client.GetJson($"/matching/v1/rounds/{(string)Assert.Single(list["items"]!.AsArray())!["id"]!}");
            var introductions = round["introductions"]!.AsArray();
            Assert.Equal(10, introductions.Count);
            Assert.Equal(20, introductions.SelectMany(entry => new[] { (string)entry!["a"]!, (string)entry["b"]! }).Distinct().Count());
            Assert.All(introductions, entry => Assert.NotEqual((string)entry!["people"]![0]!["organisation"]!, (string)entry["people"]![1]!["organisation"]!));
            Assert.All(introductions, entry => Assert.InRange(entry!["reasons"]!.AsArray().Count, 2, 4));
        }
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/docs/")).StatusCode);
    }

    [GeneratedRegex("/sign-in/[0-9a-f]+")]
    private static partial Regex SignInLink();
}
