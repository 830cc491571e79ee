using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Matching.Api.Conventions;
using Matching.Storage.Access;

namespace Matching.Api.Tests.Conventions;

public sealed class ConventionsTests
{
    [Fact]
    public async Task Every_problem_kind_has_a_page_in_two_languages()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        foreach (var problem in Problem.All)
        {
            var page = await server.Anonymous.GetStringAsync(problem.Page);
            Assert.Contains(problem.Sv, page, StringComparison.Ordinal);
            Assert.Contains(problem.En, page, StringComparison.Ordinal);
        }
        await Http.Problem(await server.Anonymous.GetAsync("/docs/problems/none"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_matches_no_route_method_or_type_is_told_so()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await Http.Problem(await host.GetAsync("nothing-here"), HttpStatusCode.NotFound);
        await Http.Problem(await host.DeleteAsync("rounds/x"), HttpStatusCode.MethodNotAllowed);
        await Http.Problem(await host.PostAsync("hubs/lulea/rounds", new StringContent("week=1")), HttpStatusCode.UnsupportedMediaType);
        await Http.Problem(await host.PostAsync("imports", new StringContent("x", new MediaTypeHeaderValue("image/png"))), HttpStatusCode.UnsupportedMediaType, "Content-Type");
    }

    [Fact]
    public async Task The_trace_that_a_request_carries_is_passed_on_and_returned()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api-info");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var response = await server.Anonymous.SendAsync(request);
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", Assert.Single(response.Headers.GetValues("traceparent")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_self_description_has_the_fields_of_the_national_profile()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        var info = await server.Anonymous.GetJson("api-info");
        Assert.Equal(["apiName", "apiVersion", "apiReleased", "apiDocumentation", "apiStatus"], info.AsObject().Select(field => field.Key));
    }

    [Fact]
    public async Task The_description_keeps_the_version_in_servers_and_has_an_example_for_every_body()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        var document = await server.Anonymous.GetJson("openapi.json");
        Assert.StartsWith("3.", (string)document["openapi"]!, StringComparison.Ordinal);
        Assert.Equal("/matching/v1", (string)document["servers"]![0]!["url"]!);
        foreach (var part in new[] { "termsOfService", "contact", "license", "description" }) Assert.NotNull(document["info"]![part]);
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(entry => (Path: path.Key, Verb: entry.Key, Body: entry.Value!))).ToList();
        Assert.True(operations.Count >= 25);
        foreach (var (path, verb, operation) in operations)
        {
            Assert.DoesNotContain("/v1", path, StringComparison.Ordinal);
            Assert.NotNull(operation["summary"]);
            Assert.NotNull(operation["responses"]!["default"]);
            Assert.Contains(operation["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == "traceparent");
            if (operation["requestBody"] is { } body)
                Assert.True(body["content"]!.AsObject().Any(content => content.Value!["example"] is not null), $"{verb} {path} has no example");
        }
    }

    [Fact]
    public async Task Every_example_of_the_description_works()
    {
        await using var server = await RunningServer.StartAsync();
        var document = await server.Anonymous.GetJson("openapi.json");
        using var host = server.Host;
        using var admin = server.Admin;
        JsonNode Example(string path, string verb) => document["paths"]![path]![verb]!["requestBody"]!["content"]!["application/json"]!["example"]!;
        await host.PostJson("hubs/lulea/rounds", Example("/hubs/{hub}/rounds", "post").ToJsonString(), HttpStatusCode.Created);
        await host.PatchJson("introductions/lulea-2026-W48-01", Example("/introductions/{id}", "patch").ToJsonString());
        var interactions = Example("/interactions", "post").ToJsonString().Replace("\"m1\"", "\"m01\"", StringComparison.Ordinal).Replace("\"m2\"", "\"m04\"", StringComparison.Ordinal);
        Assert.Equal(1, (int)(await host.PostJson("interactions", interactions))["accepted"]!["interactions"]!);
        await admin.PutJson("hubs/new", Example("/hubs/{id}", "put").ToJsonString());
        await admin.PutJson("organisations/lulea-kommun", Example("/organisations/{id}", "put").ToJsonString());
        await admin.PutJson("members/new", Example("/members/{id}", "put").ToJsonString());
        await admin.PutJson("events/new", Example("/events/{id}", "put").ToJsonString());
    }

    [Fact]
    public async Task A_repeated_request_with_the_same_key_gets_the_same_answer_and_does_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        host.DefaultRequestHeaders.Add("Idempotency-Key", "monday");
        const string Body = """{ "week": "2026-W48", "budget": 2 }""";
        var first = await host.PostAsync("hubs/lulea/rounds", Http.Json(Body));
        server.Clock.Advance(TimeSpan.FromHours(1));
        var second = await host.PostAsync("hubs/lulea/rounds", Http.Json(Body));
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        await Http.Problem(await host.PostAsync("hubs/lulea/rounds", Http.Json("""{ "week": "2026-W49" }""")), HttpStatusCode.UnprocessableEntity);
        using var other = server.OtherHost;
        other.DefaultRequestHeaders.Add("Idempotency-Key", "monday");
        Assert.Equal(HttpStatusCode.Created, (await other.PostAsync("hubs/boden/rounds", Http.Json(Body))).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_text_with_the_NUL_character_is_refused_by_the_name_of_its_field(bool onPostgres)
    {
        await using var server = onPostgres ? await RunningServer.StartOnPostgresAsync() : await RunningServer.StartAsync();
        using var host = server.Host;
        using var admin = server.Admin;
        await host.PostJson("hubs/lulea/rounds", """{ "week": "2026-W48", "budget": 2 }""", HttpStatusCode.Created);
        async Task Refused(Task<HttpResponseMessage> answer, string? field) => await Http.Problem(await answer, HttpStatusCode.BadRequest, field);
        await Refused(admin.PutAsync("members/m01", Http.Json("""{ "name": "a\u0000b", "organisation": "kommun", "hub": "lulea" }""")), "name");
        await Refused(admin.PutAsync("members/m01", Http.Json("""{ "name": "a", "organisation": "kommun", "hub": "lulea", "challenges": ["x", "\u0000"] }""")), "challenges");
        await Refused(host.PatchAsync("introductions/lulea-2026-W48-01", Http.Json("""{ "action": "swap", "with": "m0\u00001" }""")), "with");
        await Refused(host.PostAsync("contacts/search", Http.Json("""{ "question": "elnät\u0000" }""")), "question");
        await Refused(admin.GetAsync("audit?subject=m%0001"), "subject");
        await Refused(admin.GetAsync("members?cursor=%00"), "cursor");
        await Refused(host.GetAsync("introductions/why?a=m01&b=m%0004"), "b");
        await Refused(host.GetAsync("introductions/why?a=m01&b=m04&%00=1"), null);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync("members/m%0001")).StatusCode);
    }

    [Theory]
    [InlineData(false, "application/x-ndjson", """{ "id": "m99", "name": "a\u0000b", "organisation": "kommun", "hub": "lulea" }""")]
    [InlineData(true, "application/x-ndjson", """{ "id": "m99", "name": "a\u0000b", "organisation": "kommun", "hub": "lulea" }""")]
    [InlineData(false, "text/csv", "id,name,organisation,hub\nm99,a\0b,kommun,lulea\n")]
    [InlineData(true, "text/csv", "id,name,organisation,hub\nm99,a\0b,kommun,lulea\n")]
    public async Task A_row_with_the_NUL_character_is_a_reject_that_names_the_column(bool onPostgres, string type, string rows)
    {
        await using var server = onPostgres ? await RunningServer.StartOnPostgresAsync() : await RunningServer.StartAsync();
        using var admin = server.Admin;
        var report = await Http.Read(await admin.PostAsync("imports?table=members", new StringContent(rows, new MediaTypeHeaderValue(type))), HttpStatusCode.OK);
        Assert.Equal("name", (string?)Assert.Single(report["rejected"]!.AsArray())!["column"]);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("members/m99")).StatusCode);
    }

    [Fact]
    public async Task A_cell_that_begins_like_a_formula_is_made_text()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = server.Admin;
        await admin.PutJson("members/m12", """{ "name": "=cmd|' /C calc'!A0", "organisation": "bolag", "hub": "lulea", "skills": ["semi;kolon och \"citat\""] }""");
        using var request = new HttpRequestMessage(HttpMethod.Get, "members?limit=500");
        request.Headers.Accept.ParseAdd("text/csv");
        var text = await (await admin.SendAsync(request)).Content.ReadAsStringAsync();
        var line = text.Split("\r\n").Single(row => row.StartsWith("m12;", StringComparison.Ordinal));
        Assert.StartsWith("m12;'=cmd|' /C calc'!A0;bolag;", line, StringComparison.Ordinal);
        Assert.Contains("\"semi;kolon och \"\"citat\"\"\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_walks_by_page_and_by_cursor_to_the_same_end()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = server.Admin;
        async Task<List<string>> Walk(string start, Func<JsonNode, string?> next)
        {
            var found = new List<string>();
            for (var path = (string?)start; path is not null;)
            {
                var page = await admin.GetJson(path);
                found.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
                path = next(page);
            }
            return found;
        }
        var byPage = await Walk("members?limit=5", page => ((string?)page["_links"]!["next"])?["/matching/v1/".Length..]);
        var byCursor = await Walk("members?limit=5&cursor=0", page => (string?)page["_meta"]!["cursor"] is { } cursor ? $"members?limit=5&cursor={cursor}" : null);
        Assert.Equal(16, byPage.Distinct().Count());
        Assert.Equal(byPage, byCursor);
        await Http.Problem(await admin.GetAsync("members?limit=501"), HttpStatusCode.BadRequest, "limit");
        await Http.Problem(await admin.GetAsync("members?page=0"), HttpStatusCode.BadRequest, "page");
    }

    [Fact]
    public async Task Health_is_told_to_anyone()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        Assert.Equal(HttpStatusCode.OK, (await server.Anonymous.GetAsync("/healthz/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Anonymous.GetAsync("/healthz/ready")).StatusCode);
    }

    [Fact]
    public async Task National_sees_no_person()
    {
        await using var server = await RunningServer.StartAsync();
        using var national = server.Client(Role.National);
        foreach (var path in new[] { "members", "members/m01", "hubs/lulea/suggestions", "introductions/why?a=m01&b=m04" })
            await Http.Problem(await national.GetAsync(path), HttpStatusCode.Forbidden);
    }
}
