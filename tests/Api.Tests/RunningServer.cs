using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Matching.Api;
using Matching.Ingest;
using Matching.Ingest.Reading;
using Matching.Storage;
using Matching.Storage.Access;
using Matching.Storage.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Matching.Api.Tests;

/// <summary>A real server on a free port with a store of its own, a clock that stands still, and two small hubs.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    internal static readonly DateTimeOffset Tuesday = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly WebApplication app;
    private readonly string folder;

    private RunningServer(WebApplication app, string folder, FakeTimeProvider clock)
    {
        this.app = app;
        this.folder = folder;
        Clock = clock;
        Anonymous = new HttpClient { BaseAddress = new Uri(app.Urls.First() + "/matching/v1/") };
    }

    internal FakeTimeProvider Clock { get; }

    /// <summary>Asks without a token.</summary>
    internal HttpClient Anonymous { get; }

    internal SqlStore Store => app.Services.GetRequiredService<SqlStore>();

    internal IServiceProvider Services => app.Services;

    internal HttpClient Host => Client(Role.Host, ["lulea"]);

    internal HttpClient OtherHost => Client(Role.Host, ["boden"]);

    internal HttpClient Admin => Client(Role.Admin);

    internal static async Task<RunningServer> StartAsync(bool empty = false, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("matching-api-").FullName;
        var clock = new FakeTimeProvider(Tuesday);
        string[] usual =
        [
            "--urls", "http://127.0.0.1:0", "--Matching:Store", Path.Combine(folder, "matching.db"), "--Matching:Access:KeyFile", Path.Combine(folder, "access.key"),
            "--Logging:LogLevel:Default", "Error",
        ];
        var app = Program.Build([.. usual, .. settings], clock);
        try
        {
            await app.Services.OpenStoreAsync();
        }
        catch (OptionsException)
        {
            await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }
        if (!empty)
        {
            var report = await ImportRun.ImportAsync(app.Services.GetRequiredService<SqlStore>(), SmallHubs.Sources());
            Assert.Empty(report.Rejects);
        }
        await app.StartAsync();
        return new RunningServer(app, folder, clock);
    }

    /// <summary>With the store in a PostgreSQL database.</summary>
    internal static Task<RunningServer> StartOnAsync(string database, bool empty = false) => StartAsync(empty, "--Matching:Store", database);

    internal static async Task<RunningServer> StartOnPostgresAsync() => await StartOnAsync(await (await PostgresServer.SharedAsync()).MakeStoreAsync());

    internal HttpClient As(string member) => Client(Role.Member, [], member);

    internal HttpClient Client(Role role, string[]? hubs = null, string? member = null)
    {
        var grant = new AccessGrant { Role = role, Hubs = hubs ?? [], Member = member };
        return WithToken(AccessTokens.Issue(app.Services.GetRequiredService<LocalKey>(), grant, Clock.GetUtcNow(), TimeSpan.FromHours(12)));
    }

    internal HttpClient WithToken(string token)
    {
        var client = new HttpClient { BaseAddress = Anonymous.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>As when the process is asked to end; the store can still be read.</summary>
    internal Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Sends and reads JSON in one line, and says what was wrong when it was not what a test expects.</summary>
internal static class Http
{
    internal static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    internal static async Task<JsonNode> GetJson(this HttpClient client, string path) => await Read(await client.GetAsync(path), HttpStatusCode.OK);

    internal static async Task<JsonNode> PostJson(this HttpClient client, string path, string body, HttpStatusCode expected = HttpStatusCode.OK) =>
        await Read(await client.PostAsync(path, Json(body)), expected);

    internal static async Task<JsonNode> PatchJson(this HttpClient client, string path, string body, HttpStatusCode expected = HttpStatusCode.OK) =>
        await Read(await client.PatchAsync(path, Json(body)), expected);

    internal static async Task<JsonNode> PutJson(this HttpClient client, string path, string body, HttpStatusCode expected = HttpStatusCode.OK) =>
        await Read(await client.PutAsync(path, Json(body)), expected);

    internal static async Task<JsonNode> Read(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"expected {expected}, got {response.StatusCode}: {text}");
        return JsonNode.Parse(text.Length == 0 ? "null" : text)!;
    }

    /// <summary>Asserts an RFC 9457 answer that names what it must.</summary>
    internal static async Task<JsonNode> Problem(HttpResponseMessage response, HttpStatusCode expected, string? field = null)
    {
        var problem = await Read(response, expected);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)expected, (int)problem["status"]!);
        Assert.StartsWith("/docs/problems/", (string)problem["type"]!, StringComparison.Ordinal);
        foreach (var part in new[] { "title", "detail", "instance" }) Assert.False(string.IsNullOrEmpty((string?)problem[part]), part);
        if (field is not null) Assert.Equal(field, (string?)problem["field"]);
        return problem;
    }
}

/// <summary>Twelve people in Luleå, four in Boden: small enough to think through.</summary>
internal static class SmallHubs
{
    private const string Hubs = "id,name,municipality,neighbours\nlulea,Samverket Luleå,Luleå,boden\nboden,Samverket Boden,Boden,lulea\n";

    private const string Organisations = "id,name,sector\nkommun,Luleå kommun,municipality\nnat,Svenska kraftnät,agency\nuni,Universitetet,university\nbolag,Bolaget AB,business\nbodens,Bodens kommun,municipality\n";

    private static readonly string Members = """
        id,name,organisation,hub,email,challenges,skills,languages,days,title
        m01,Anna Berg,kommun,lulea,anna@example.org,Vi har 25 detaljplaner igång samtidigt och kan inte prioritera,Kan upphandla innovation i liten skala,sv,mon|tue,Planchef
        m02,Björn Dal,kommun,lulea,bjorn@example.org,Anslutning till elnätet dröjer för nya bostäder,Kan bygga bostäder snabbt,sv,tue|wed,Strateg
        m03,Cilla Ek,kommun,lulea,cilla@example.org,Vi vill ordna praktik för studenter,Leder samråd med grannar,sv|en,wed,Chef
        m04,David Fors,nat,lulea,david@example.org,Vi saknar bostäder för personal som flyttar hit,Svarar på frågor om anslutning till elnätet och bostäder,sv,tue|thu,Handläggare
        m05,Eva Gran,nat,lulea,eva@example.org,Samråd med grannar tar lång tid,Planerar ledningar och elnät,sv|en,mon|wed,Ingenjör
        m06,Farid Hus,nat,lulea,farid@example.org,,Räknar på effekt,en,fri,Analytiker
        m07,Gun Is,uni,lulea,gun@example.org,Studenter hittar ingen praktik i regionen,Har studenter som kan prioritera detaljplaner samtidigt,sv,mon|tue,Lektor
        m08,Hans Jo,uni,lulea,hans@example.org,Vi vill upphandla innovation,Forskar om effekt och ledningar,sv,wed,Professor
        m09,Ida Kvist,uni,lulea,ida@example.org,,Undervisar,sv,thu,Adjunkt
        m10,Jens Lo,bolag,lulea,jens@example.org,Hur når vi studenter som söker praktik,Erbjuder praktik för studenter,sv|en,tue|wed,Vd
        m11,Kim Mo,bolag,lulea,kim@example.org,Våra ledningar behöver planerare av elnät,Bygger bostäder av trä,sv,mon|thu,Säljare
        m12,Lisa Ny,bolag,lulea,lisa@example.org,,,sv,,Praktikant
        b01,Moa Os,bodens,boden,moa@example.org,Vi har för många detaljplaner samtidigt,Känner byarna,sv,mon,Chef
        b02,Nils Pil,nat,boden,nils@example.org,Vi söker mark för ledningar,Svarar om elnät,sv,mon,Ingenjör
        b03,Olle Ros,bodens,boden,olle@example.org,,,sv,,Chef
        b04,Pia Sten,bolag,boden,pia@example.org,,Kan detaljplaner,sv,,Vd
        """.Replace("        ", "", StringComparison.Ordinal);

    private const string Interactions = "a,b,kind,at,minutes\nm01,m02,meeting,2026-11-10T09:00:00+01:00,60\nm04,m05,meeting,2026-11-11T09:00:00+01:00,60\nm02,m08,met,2026-11-12T09:00:00+01:00,45\n";

    internal static IReadOnlyList<ImportSource> Sources() =>
        [Csv("hubs", Hubs), Csv("organisations", Organisations), Csv("members", Members), Csv("interactions", Interactions)];

    private static ImportSource Csv(string table, string text) => ImportSource.FromStream(table, new MemoryStream(Encoding.UTF8.GetBytes(text)), ImportFormat.Csv);
}
