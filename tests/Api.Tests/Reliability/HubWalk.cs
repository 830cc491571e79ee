using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Matching.Storage.Access;

namespace Matching.Api.Tests.Reliability;

/// <summary>
/// One hub from its files to its members' answers, over HTTP. Every request has an Idempotency-Key and is sent again until it is answered,
/// whatever happens to the server meanwhile; what was acknowledged is told.
/// </summary>
internal sealed class HubWalk(SpareServer server, string hub, ConcurrentQueue<string> acknowledged)
{
    internal const int Members = 12;

    private const string Organisations = "id,name,sector\nkommun,Luleå kommun,municipality\nnat,Svenska kraftnät,agency\nuni,Universitetet,university\nbolag,Bolaget AB,business\n";

    // Matters that meet: who needs one thing offers another.
    private static readonly string[] Matters = ["prioritera detaljplaner samtidigt", "anslutning till elnätet", "praktik för studenter", "upphandla innovation"];

    private static readonly string[] Employers = ["kommun", "nat", "uni", "bolag"];

    private int sent;

    /// <summary>Walks until the end, or until <paramref name="ct"/> is cancelled between two requests.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        using var admin = server.Client(Role.Admin);
        using var host = server.Client(Role.Host, [hub]);
        await SendAsync(admin, HttpMethod.Post, "imports", Files, ct);
        acknowledged.Enqueue($"imported {hub}");
        var round = JsonNode.Parse(await SendAsync(host, HttpMethod.Post, $"hubs/{hub}/rounds", () => Http.Json("""{ "week": "2026-W48", "asOf": "2026-11-23T07:00:00Z", "budget": 6, "mode": "everyone" }"""), ct))!;
        acknowledged.Enqueue($"drafted {round["id"]}");
        foreach (var introduction in round["introductions"]!.AsArray())
        {
            await SendAsync(host, HttpMethod.Patch, $"introductions/{introduction!["id"]}", () => Http.Json("""{ "action": "approve" }"""), ct);
            acknowledged.Enqueue($"approved {introduction["id"]}");
        }
        await SendAsync(host, HttpMethod.Post, $"rounds/{round["id"]}/publish", () => Http.Json("{}"), ct);
        acknowledged.Enqueue($"published {round["id"]}");
        foreach (var introduction in round["introductions"]!.AsArray())
        {
            using var member = server.Client(Role.Member, member: (string)introduction!["a"]!);
            await SendAsync(member, HttpMethod.Post, $"prompts/{introduction["id"]}-a/answer", () => Http.Json("""{ "answer": "yes" }"""), ct);
            acknowledged.Enqueue($"answered {introduction["id"]}-a");
        }
    }

    private MultipartFormDataContent Files() => new()
    {
        { Csv($"id,name\n{hub},Hubb {hub}\n"), "file", "hubs.csv" },
        { Csv(Organisations), "file", "organisations.csv" },
        { Csv("id,name,organisation,hub,challenges,skills,languages\n" + string.Concat(Enumerable.Range(0, Members).Select(Row))), "file", "members.csv" },
    };

    private string Row(int at) => $"{hub}m{at},Namn {at},{Employers[at % 4]},{hub},Vi behöver {Matters[at % 4]},Kan {Matters[(at + 1 + at / 4) % 4]},sv\n";

    private static ByteArrayContent Csv(string text) => new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };

    private async Task<string> SendAsync(HttpClient client, HttpMethod method, string path, Func<HttpContent> body, CancellationToken ct)
    {
        var key = $"{hub}-{sent++}";
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (await TrySendAsync(client, method, path, body(), key) is { } answer) return answer;
            await Task.Delay(20, ct);
        }
    }

    // Null when nobody knows what became of it: the connection broke, the store was out of reach, or the first attempt is still under way.
    private async Task<string?> TrySendAsync(HttpClient client, HttpMethod method, string path, HttpContent body, string key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body, Headers = { { "Idempotency-Key", key } } };
        try
        {
            using var response = await client.SendAsync(request, CancellationToken.None);
            var text = await response.Content.ReadAsStringAsync(CancellationToken.None);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable || text.Contains("under way", StringComparison.Ordinal)) return null;
            Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {response.StatusCode} {text} {server.Said}");
            Assert.DoesNotContain("\"reason\":", path == "imports" ? text : "", StringComparison.Ordinal);
            return text;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
