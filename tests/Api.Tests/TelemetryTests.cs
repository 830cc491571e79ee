using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Matching.Api.Tests;

/// <summary>What leaves the installation as numbers and traces, read from what a collector gets.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Numbers_and_traces_are_sent_with_routes_and_without_a_word_about_anyone()
    {
        var bodies = new ConcurrentQueue<(string Path, string Text)>();
        await using var collector = await CollectAsync(bodies);
        await using (var server = await RunningServer.StartAsync(false, "--OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First(), "--OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"))
        {
            using var host = server.Host;
            await host.GetJson("members/m02?secret=Bj%C3%B6rn");
            await host.GetJson("introductions/why?a=m02&b=m04");
            await host.PostJson("hubs/lulea/rounds", """{ "week": "2026-W48" }""", System.Net.HttpStatusCode.Created);
            await host.PostJson("contacts/search", """{ "question": "Vem svarar om Kvistberga elnät?", "hub": "lulea" }""");
            await host.PostAsync("imports?table=members", new StringContent("id,name,organisation,hub\nm99,Greta Ystad,kommun,lulea\n", Encoding.UTF8, "text/csv"));
            await server.StopAsync();
        }
        var sent = string.Concat(bodies.Select(body => body.Text));
        Assert.Contains(bodies, body => body.Path == "/v1/traces");
        foreach (var name in new[]
        {
            "http.server.request.duration", "matching.rounds.drawn", "matching.imports", "matching.import.rows", "matching.questions",
            "matching.snapshot.build.duration", "/matching/v1/members/{id}", "/matching/v1/introductions/why",
        })
        {
            Assert.Contains(name, sent, StringComparison.Ordinal);
        }
        foreach (var personal in new[] { "m02", "m04", "m99", "Björn", "Bj%C3", "Greta", "Kvistberga", "lulea", "url.path", "url.query", "client.address", "network.peer", "user_agent" }) Assert.DoesNotContain(personal, sent, StringComparison.Ordinal);
    }

    // Strings stand in a protocol buffer as they are.
    private static async Task<WebApplication> CollectAsync(ConcurrentQueue<(string Path, string Text)> bodies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            bodies.Enqueue((context.Request.Path.Value!, Encoding.UTF8.GetString(body.ToArray())));
        });
        await collector.StartAsync();
        return collector;
    }
}
