using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Storage.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Matching.Api.Tests.Access;

/// <summary>What gets out, or in, by a way that nobody meant.</summary>
public sealed class LeakTests
{
    [Fact]
    public async Task No_token_name_mail_or_text_of_a_person_comes_into_the_log()
    {
        await using var authority = await LocalAuthority.StartAsync();
        await using var server = await RunningServer.StartAsync(settings: [.. authority.Settings, "--Logging:LogLevel:Default", "Trace"]);
        using var capture = new LogCapture();
        server.Services.GetRequiredService<ILoggerFactory>().AddProvider(capture);
        var tokens = new List<string>();
        async Task Ask(string token)
        {
            tokens.AddRange(token.Split('.').Where(part => part.Length > 8));
            using var client = server.WithToken(token);
            foreach (var path in (string[])["hubs/lulea", "members/m02", "members?limit=5", "members/b01", "members/m02/prompts", "members/m02/export", "hubs/lulea/suggestions", "audit"]) await client.GetAsync(path);
            await client.PutAsync("members/m02", Http.Json("""{ "name": "Kanarie Ek", "organisation": "kommun", "hub": "lulea", "email": "kanarie@@example.org", "challenges": ["kanarie 19121212-1212"] }"""));
            await client.PostAsync("imports?table=members", new StringContent("id,name,organisation,hub,email\nx,Kanarie Ek,kommun,lulea,kanarie@example.org\n", System.Text.Encoding.UTF8, "text/csv"));
            await client.PostAsync("contacts/search", Http.Json("""{ "question": "kanarie undrar om elnät" }"""));
            await client.PostAsync("contacts/search", Http.Json("""{ "question": "kanarie """));
        }
        var now = server.Clock.GetUtcNow();
        var key = server.Services.GetRequiredService<LocalKey>();
        foreach (var grant in (AccessGrant[])[new() { Role = Role.Host, Hubs = ["lulea"] }, new() { Role = Role.Member, Member = "m02" }, new() { Role = Role.Admin }]) await Ask(AccessTokens.Issue(key, grant, now, TimeSpan.FromHours(1)));
        await Ask(authority.Token(now));
        await Ask(authority.Token(now, token => token.Audience = "other"));
        await Ask(authority.Token(now.AddDays(-1)));
        await Ask($"{AccessTokens.Issue(key, new AccessGrant { Role = Role.Admin }, now, TimeSpan.FromHours(1))}x");
        await Ask("garbage-garbage.garbage-garbage.garbage-garbage");
        var link = await Matching.Api.Access.SignIn.MakeLinkAsync(server.Store, new AccessGrant { Role = Role.Host, Hubs = ["lulea"] }, now);
        await server.Anonymous.GetAsync(link);
        await server.Anonymous.PostAsync(link, null);
        server.Services.GetRequiredService<ILogger<LeakTests>>().LogInformation("the capture works");
        var log = string.Join('\n', capture.Lines);
        Assert.Contains("the capture works", log, StringComparison.Ordinal);
        Assert.NotEmpty(tokens);
        foreach (var secret in tokens.Concat(["kanarie", "Björn", "bjorn@example.org", "Strateg", "elnätet dröjer", link.Split('/')[^1]]).Distinct()) Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task GET_and_HEAD_change_nothing_but_the_audit()
    {
        await using var world = await AccessWorld.StartAsync();
        using var folder = new TemporaryFolder();
        // The question that a verdict's row asks first is no GET.
        var rows = RouteTable.All.Where(row => !row.Own.Contains("{question}", StringComparison.Ordinal)).ToList();
        var before = await DigestAsync(world, folder);
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = world.As(role);
            foreach (var method in (string[])["GET", "HEAD"])
            {
                foreach (var row in rows)
                {
                    await world.SendAsync(client, row, false, role, method);
                    if (row.Foreign is not null) await world.SendAsync(client, row, true, role, method);
                }
            }
        }
        await world.Server.StopAsync();
        Assert.Equal(before, await DigestAsync(world, folder));
    }

    [Fact]
    public async Task A_forged_host_reaches_no_link_in_any_answer()
    {
        await using var world = await AccessWorld.StartAsync();
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = world.As(role);
            client.DefaultRequestHeaders.Host = "evil.example";
            foreach (var name in (string[])["X-Forwarded-Host", "X-Host", "X-Original-Host"]) client.DefaultRequestHeaders.Add(name, "evil.example");
            client.DefaultRequestHeaders.Add("Forwarded", "host=evil.example;proto=https");
            client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/evil.example");
            foreach (var row in RouteTable.All.Where(row => !row.Own.Contains("{question}", StringComparison.Ordinal) && !row.Route.StartsWith("DELETE", StringComparison.Ordinal))) await IsClean(await world.SendAsync(client, row, false, role));
            foreach (var page in (string[])["/docs/", "/docs/terms", "/docs/problems/no-token", "/matching/v1/openapi.json", "/matching/v1/api-info", "/nowhere", "/sign-in/x"]) await IsClean(await client.GetAsync(page));
        }
    }

    [Fact]
    public async Task Titles_are_read_by_the_member_and_the_admin_and_mail_addresses_by_the_host_too()
    {
        await using var world = await AccessWorld.StartAsync();
        using var admin = world.Server.Admin;
        var people = (await admin.GetJson("members?limit=500"))["items"]!.AsArray();
        foreach (var role in (Role[])[Role.Member, Role.Business, Role.Host, Role.National])
        {
            using var client = world.As(role);
            var me = world.MemberOf(role);
            var others = people.Where(person => (string)person!["id"]! != me).ToList();
            foreach (var row in RouteTable.All.Where(row => (row.Method == "GET" || row.Own == "contacts/search") && !row.Own.Contains("{question}", StringComparison.Ordinal)))
            {
                var answer = await world.SendAsync(client, row, false, role);
                if (answer.Content.Headers.ContentType?.MediaType != "application/json") continue;
                var texts = Texts(JsonNode.Parse(await answer.Content.ReadAsStringAsync())).ToHashSet(StringComparer.Ordinal);
                Assert.All(others, person => Assert.False((string)person!["title"]! != (string?)people.SingleOrDefault(one => (string)one!["id"]! == me)?["title"] && texts.Contains((string)person["title"]!), $"{role} reads a title by {row.Route}"));
                if (role != Role.Host || !row.Route.Contains("/members/", StringComparison.Ordinal)) Assert.All(others, person => Assert.False(texts.Contains((string)person!["email"]!), $"{role} reads a mail address by {row.Route}"));
            }
        }
    }

    [Theory]
    [InlineData("id", "\"m03\"")]
    [InlineData("name", "\"Någon Annan\"")]
    [InlineData("organisation", "\"nat\"")]
    [InlineData("hub", "\"boden\"")]
    [InlineData("otherHubs", "[\"boden\"]")]
    [InlineData("email", "\"x@example.org\"")]
    [InlineData("unit", "\"Ledningen\"")]
    [InlineData("joined", "\"2020-01-01\"")]
    [InlineData("capacity", "3")]
    [InlineData("capacity", "-1")]
    [InlineData("capacity", "\"many\"")]
    [InlineData("role", "\"admin\"")]
    [InlineData("isAdmin", "true")]
    [InlineData("resumedAt", "\"2026-11-20T09:00:00Z\"")]
    [InlineData("Matchable", "false")]
    public async Task A_member_cannot_change_what_is_not_hers_to_change_and_the_field_is_named(string field, string value)
    {
        await using var server = await RunningServer.StartAsync();
        using var member = server.As("m02");
        using var admin = server.Admin;
        var before = (await admin.GetJson("members/m02")).ToJsonString();
        await Http.Problem(await member.PutAsync("members/m02", Http.Json($$"""{ "skills": ["Nytt"], "{{field}}": {{value}} }""")), HttpStatusCode.BadRequest, field);
        Assert.Equal(before, (await admin.GetJson("members/m02")).ToJsonString());
    }

    [Fact]
    public async Task A_member_withdraws_her_own_consent_and_nobody_elses()
    {
        await using var server = await RunningServer.StartAsync();
        using var member = server.As("m02");
        await member.PutJson("members/m02", """{ "matchable": false }""");
        await Http.Problem(await member.PutAsync("members/m03", Http.Json("""{ "matchable": false }""")), HttpStatusCode.NotFound);
        await Http.Problem(await member.PostAsync("members/m03/resume", null), HttpStatusCode.NotFound);
        using var host = server.Host;
        Assert.False((bool)(await host.GetJson("members/m02"))["matchable"]!);
        Assert.True((bool)(await host.GetJson("members/m03"))["matchable"]!);
    }

    [Fact]
    public async Task Telling_of_a_meeting_says_nothing_of_who_is_in_another_hub()
    {
        await using var server = await RunningServer.StartAsync();
        using var member = server.As("m02");
        async Task<string> Tell(string other) => (await member.PostJson("interactions", $$"""[{ "a": "m02", "b": "{{other}}", "kind": "met", "at": "2026-11-20T09:00:00+01:00" }]"""))
            .ToJsonString().Replace(other, "OTHER", StringComparison.Ordinal);
        Assert.Equal(await Tell("nobody"), await Tell("b01"));
        Assert.NotEqual(await Tell("nobody"), await Tell("m03"));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    public async Task A_cell_that_a_spreadsheet_would_compute_is_text_in_every_export(string name)
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = server.Admin;
        await admin.PutJson("members/m12", $$"""{ "name": "{{name}}", "organisation": "bolag", "hub": "lulea" }""");
        await admin.PutJson("organisations/bolag", $$"""{ "name": "{{name}}", "sector": "business" }""");
        await admin.PutJson("hubs/boden", $$"""{ "name": "{{name}}" }""");
        await admin.PutJson("events/e1", $$"""{ "hub": "lulea", "title": "{{name}}", "startsAt": "2026-12-03T08:00:00+01:00" }""");
        foreach (var path in (string[])["members?limit=500", "organisations", "hubs", "events"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("text/csv");
            var text = await (await admin.SendAsync(request)).Content.ReadAsStringAsync();
            Assert.Contains($";'{name}", text, StringComparison.Ordinal);
            Assert.DoesNotContain($";{name}", text, StringComparison.Ordinal);
        }
    }

    private static async Task IsClean(HttpResponseMessage answer)
    {
        Assert.DoesNotContain("evil.example", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("evil.example", answer.Headers.ToString() + answer.Content.Headers, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject entries => entries.SelectMany(entry => Texts(entry.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };

    // Everything that a backup holds, without the audit, which is of looks.
    private static async Task<string> DigestAsync(AccessWorld world, TemporaryFolder folder)
    {
        var file = folder.NewFile();
        await world.Server.Store.BackUpAsync(file);
        await using var zip = await ZipFile.OpenReadAsync(file);
        var lines = new List<string>();
        foreach (var entry in zip.Entries.Where(entry => entry.FullName.EndsWith(".jsonl", StringComparison.Ordinal) && !entry.FullName.StartsWith("audit", StringComparison.Ordinal)))
        {
            await using var stream = await entry.OpenAsync();
            lines.Add($"{entry.FullName} {Convert.ToHexStringLower(await SHA256.HashDataAsync(stream))}");
        }
        Assert.True(lines.Count > 20);
        return string.Join('\n', lines);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("matching-leak-").FullName;
        private int files;

        internal string NewFile() => Path.Combine(folder, $"{++files}.backup");

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }

    /// <summary>Keeps every line that is logged, at any level.</summary>
    private sealed class LogCapture : ILoggerProvider
    {
        internal ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Line(LogCapture capture, string category) : ILogger
        {
            // The framework's scope names the address; no logger of ours writes scopes.
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                capture.Lines.Enqueue($"{category} {formatter(state, exception)} {exception}");
        }
    }
}
