namespace Matching.Api.Tests.Jobs;

/// <summary>A server whose hub of Luleå has sent a round of three introductions, so that six messages wait.</summary>
internal static class Published
{
    internal static async Task<RunningServer> StartAsync(params string[] settings)
    {
        var server = await RunningServer.StartAsync(settings: settings);
        using var host = server.Host;
        var round = await host.PostJson("hubs/lulea/rounds", """{ "week": "2026-W48", "seed": 7, "budget": 3 }""", System.Net.HttpStatusCode.Created);
        foreach (var introduction in round["introductions"]!.AsArray()) await host.PatchJson($"introductions/{introduction!["id"]}", """{ "action": "approve" }""");
        await host.PostJson("rounds/lulea-2026-W48/publish", "{}");
        return server;
    }
}
