using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Tests.Contacts;

public sealed class ContactEndpointsTests
{
    private const string Question = """{ "question": "Vi behöver besked om anslutning till elnätet", "top": 3 }""";

    [Fact]
    public async Task A_business_gets_the_authority_the_person_and_why()
    {
        await using var server = await AnsweringServer();
        using var business = server.Client(Role.Business, [], "m10");
        var answer = await business.PostJson("contacts/search", Question);
        var first = answer["items"]![0]!;
        Assert.Equal(("nat", false), ((string)first["organisation"]!, (bool)answer["unmet"]!));
        Assert.Equal(["organisation", "name", "score", "evidence", "contacts", "warmPath", "functionAddress"], first.AsObject().Select(field => field.Key));
        var contact = first["contacts"]![0]!;
        Assert.Equal(("m04", "David", 0, 2), ((string)contact["member"]!, (string)contact["firstName"]!, (int)contact["open"]!, (int)contact["capacity"]!));
        Assert.Contains("elnätet", first["evidence"]!.AsArray().SelectMany(evidence => evidence!["matched"]!.AsArray()).Select(word => (string)word!));
        Assert.DoesNotContain("Handläggare", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Fors", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verdict_is_the_askers_alone()
    {
        await using var server = await AnsweringServer();
        using var business = server.Client(Role.Business, [], "m10");
        using var other = server.As("m01");
        var id = (string)(await business.PostJson("contacts/search", Question))["id"]!;
        var helped = Http.Json("""{ "organisation": "nat", "verdict": "helped" }""");
        await Http.Problem(await other.PostAsync($"questions/{id}/verdict", helped), HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NoContent, (await business.PostAsync($"questions/{id}/verdict", Http.Json("""{ "organisation": "nat", "verdict": "helped" }"""))).StatusCode);
        await Http.Problem(await business.PostAsync($"questions/{id}/verdict", Http.Json("""{ "organisation": "nowhere", "verdict": "helped" }""")), HttpStatusCode.BadRequest, "organisation");
        await Http.Problem(await business.PostAsync($"questions/{id}/verdict", Http.Json("""{ "organisation": "nat" }""")), HttpStatusCode.BadRequest, "verdict");
        Assert.Equal("grid-connection", (await server.Store.CountVerdictsAsync())[0].Concept);
    }

    [Theory]
    [InlineData("""{ }""", "question")]
    [InlineData("""{ "question": "x", "top": 0 }""", "top")]
    [InlineData("""{ "question": "x", "top": 51 }""", "top")]
    [InlineData("""{ "question": "x", "hub": "nowhere" }""", "hub")]
    public async Task What_is_wrong_is_named(string body, string field)
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await Http.Problem(await host.PostAsync("contacts/search", Http.Json(body)), HttpStatusCode.BadRequest, field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("och")]
    [InlineData("<b>Missä</b> 😀")]
    [InlineData("elnätet ", 12_000)]
    public async Task Odd_questions_get_an_honest_answer(string text, int times = 1)
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var body = new JsonObject { ["question"] = new StringBuilder().Insert(0, text, times).ToString() }.ToJsonString();
        Assert.NotNull((await host.PostJson("contacts/search", body))["items"]);
    }

    [Fact]
    public async Task A_question_that_is_too_long_or_of_a_foreign_hub_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await Http.Problem(await host.PostAsync("contacts/search", Http.Json($$"""{ "question": "{{new string('x', 100_001)}}" }""")), HttpStatusCode.BadRequest, "question");
        await Http.Problem(await host.PostAsync("contacts/search", Http.Json("""{ "question": "elnät", "hub": "boden" }""")), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Demand_counts_questions_and_needs_and_quotes_nobody()
    {
        await using var server = await AnsweringServer();
        using var business = server.Client(Role.Business, [], "m10");
        using var host = server.Host;
        for (var times = 0; times < 2; times++) await business.PostJson("contacts/search", """{ "question": "Hemligt: var söker vi bygglov?" }""");
        var demand = await host.GetJson("hubs/lulea/demand");
        var permit = demand["items"]!.AsArray().Single(row => (string?)row!["concept"] == "building-permit")!;
        Assert.Equal((2, 2), ((int)permit["questions"]!, (int)permit["unmetQuestions"]!));
        Assert.DoesNotContain("Hemligt", demand.ToJsonString(), StringComparison.Ordinal);
        server.Clock.Advance(TimeSpan.FromDays(14));
        using var national = server.Client(Role.National);
        using var later = server.Client(Role.Business, [], "m10");
        Assert.DoesNotContain("building-permit", (await national.GetJson("hubs/lulea/demand")).ToJsonString(), StringComparison.Ordinal);
        await Http.Problem(await later.GetAsync("hubs/lulea/demand"), HttpStatusCode.Forbidden);
        using var request = new HttpRequestMessage(HttpMethod.Get, "hubs/lulea/demand");
        request.Headers.Accept.ParseAdd("text/csv");
        using var hostLater = server.Host;
        Assert.Contains("building-permit", await (await hostLater.SendAsync(request)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_reports_to_national_with_one_person_between_them_are_the_same()
    {
        await using var server = await AnsweringServer();
        async Task AskAsync(int times)
        {
            using var business = server.Client(Role.Business, [], "m10");
            for (var time = 0; time < times; time++) await business.PostJson("contacts/search", """{ "question": "Var söker vi bygglov?" }""");
        }
        async Task<string> ReportsAsync()
        {
            using var national = server.Client(Role.National);
            return await national.GetStringAsync("hubs/lulea/demand?from=2026-11&to=2026-11") + await national.GetStringAsync("hubs/lulea/network?from=2026-11&to=2026-11");
        }
        var month = server.Clock.GetUtcNow();
        // Fifteen people, and six who asked: neither of them is carried over a step of the rounding by one more.
        using var early = server.Admin;
        foreach (var id in (string[])["n1", "n2", "n3"]) await early.PutJson($"members/{id}", """{ "name": "Ny Person", "organisation": "kommun", "hub": "lulea", "joined": "2026-11-02" }""");
        await AskAsync(6);
        server.Clock.Advance(TimeSpan.FromDays(14));
        var before = await ReportsAsync();
        Assert.Contains("\"questions\":5", before, StringComparison.Ordinal);
        Assert.DoesNotContain("\"questions\":6", before, StringComparison.Ordinal);
        // One more question in the same month, and one more person with a need and a meeting.
        await server.Store.KeepQuestionAsync(new StoredQuestion { Id = "late", Hub = "lulea", Member = "m10", AskedAt = month.AddHours(1), Concepts = ["building-permit"], Unmet = true });
        using var admin = server.Admin;
        await admin.PutJson("members/m13", """{ "name": "Ny Person", "organisation": "kommun", "hub": "lulea", "challenges": ["Vi väntar på bygglov"], "joined": "2026-11-02" }""");
        using var member = server.As("m13");
        await member.PostJson("interactions", """[{ "a": "m13", "b": "m04", "kind": "met", "at": "2026-11-20T09:00:00+01:00" }]""");
        Assert.Equal(before, await ReportsAsync());
    }

    [Fact]
    public async Task Whom_an_answer_named_stands_in_her_audit()
    {
        await using var server = await AnsweringServer();
        using var business = server.Client(Role.Business, [], "m10");
        using var named = server.As("m04");
        await business.PostJson("contacts/search", Question);
        Assert.Equal("POST /contacts/search", (string)(await named.GetJson("audit"))["items"]![0]!["action"]!);
    }

    [Fact]
    public async Task A_host_adds_concepts_of_her_own_and_is_told_where_her_file_is_wrong()
    {
        const string Header = "id;sv;en;sv_terms;en_terms;broader;owner;authorities;note";
        var file = Path.Combine(Directory.CreateTempSubdirectory("matching-concepts-").FullName, "own.csv");
        await File.WriteAllTextAsync(file, $"{Header}\nice-roads;isväg;ice road;isvägen över fjärden|plogad is;ice road;;agency;Svenska kraftnät;\n");
        await using (var server = await RunningServer.StartAsync(settings: ["--Matching:Concepts", file]))
        {
            using var host = server.Host;
            var answer = await host.PostJson("contacts/search", """{ "question": "När öppnar isvägen över fjärden?" }""");
            Assert.Equal(("nat", "ice-roads"), ((string)answer["items"]![0]!["organisation"]!, (string)answer["concepts"]![0]!));
        }
        await File.WriteAllTextAsync(file, $"{Header}\nIce Roads;isväg;ice road;;;;agency;;\n");
        var wrong = await Assert.ThrowsAsync<OptionsException>(() => RunningServer.StartAsync(settings: ["--Matching:Concepts", file]));
        Assert.Contains("Matching__Concepts", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("ine 2", wrong.Message, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static async Task<RunningServer> AnsweringServer()
    {
        var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var member = await host.GetJson("members/m04");
        member["contactFor"] = new JsonArray("anslutning till elnätet");
        await host.PutJson("members/m04", member.ToJsonString());
        return server;
    }
}
