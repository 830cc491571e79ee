using System.Net;
using System.Text;
using Matching.Storage.Access;

namespace Matching.Api.Tests.Access;

/// <summary>
/// Every closed route with what each role is answered on its own thing and on somebody else's. A role that is not named is answered 403,
/// a caller without a good token 401.
/// </summary>
/// <param name="Route">Method and pattern.</param>
/// <param name="Own">The path of something of the caller's own.</param>
/// <param name="Foreign">Of something that is another's; null where there is no such thing.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Answers">Role, answer on one's own, answer on a foreign one.</param>
internal sealed record RouteRow(string Route, string Own, string? Foreign, string? Body, params (Role Role, int Own, int Foreign)[] Answers)
{
    /// <summary>What is sent instead where the body names what it is about.</summary>
    internal string? ForeignBody { get; init; }

    internal string ContentType { get; init; } = "application/json";

    internal string Method => Route.Split(' ')[0];

    internal bool IsPerCaller => Own.Contains("{me}", StringComparison.Ordinal);
}

internal static class RouteTable
{
    private const string Hub = """{ "name": "Navet" }""";
    private const string Interaction = """[{ "a": "OWN", "b": "m09", "kind": "met", "at": "2026-11-20T09:00:00+01:00" }]""";

    /// <summary>The hubs are lulea (the host's) and boden. {me} is the member who calls, or m12; {round}, {introduction}, {prompt} and {question} with o for own, f for foreign.</summary>
    internal static readonly RouteRow[] All =
    [
        new("GET /hubs/", "hubs", null, null, (Role.Host, 200, 0), (Role.Admin, 200, 0)),
        new("GET /hubs/{id}", "hubs/lulea", "hubs/boden", null, (Role.Host, 200, 403), (Role.Admin, 200, 200)),
        new("PUT /hubs/{id}", "hubs/lulea", "hubs/boden", Hub, (Role.Host, 200, 403), (Role.Admin, 200, 200)),
        new("DELETE /hubs/{id}", "hubs/lulea", "hubs/boden", null, (Role.Host, 409, 403), (Role.Admin, 409, 409)),
        // Organisations belong to no hub: all hosts keep them together.
        new("GET /organisations/", "organisations", null, null, (Role.Host, 200, 0), (Role.Admin, 200, 0)),
        new("GET /organisations/{id}", "organisations/kommun", null, null, (Role.Host, 200, 0), (Role.Admin, 200, 0)),
        new("PUT /organisations/{id}", "organisations/kommun", null, """{ "name": "Kommunen", "sector": "municipality" }""", (Role.Host, 200, 0), (Role.Admin, 200, 0)),
        new("DELETE /organisations/{id}", "organisations/kommun", null, null, (Role.Host, 409, 0), (Role.Admin, 409, 0)),
        new("GET /members/", "members", null, null, (Role.Host, 200, 0), (Role.Admin, 200, 0)),
        new("GET /members/{id}", "members/{me}", "members/b01", null, (Role.Member, 200, 404), (Role.Host, 200, 404), (Role.Admin, 200, 200)),
        new("PUT /members/{id}", "members/{me}", "members/b01", """{ "skills": ["Kan"] }""", (Role.Member, 200, 404), (Role.Host, 400, 404), (Role.Admin, 400, 400)),
        new("DELETE /members/{id}", "members/{me}", "members/b01", null, (Role.Member, 204, 404), (Role.Host, 204, 404), (Role.Admin, 404, 204)),
        new("GET /events/", "events", null, null, (Role.Host, 200, 0), (Role.Admin, 200, 0)),
        new("GET /events/{id}", "events/el", "events/eb", null, (Role.Host, 200, 404), (Role.Admin, 200, 200)),
        new("PUT /events/{id}", "events/el", "events/eb", """{ "hub": "HUB", "title": "Frukost", "startsAt": "2026-12-03T08:00:00+01:00" }""", (Role.Host, 200, 404), (Role.Admin, 200, 200)),
        new("DELETE /events/{id}", "events/el", "events/eb", null, (Role.Host, 204, 404), (Role.Admin, 404, 204)),
        new("POST /imports", "imports?table=checkins", "imports?table=checkins", "member,hub,day\nm01,lulea,2026-11-02\n", (Role.Host, 200, 200), (Role.Admin, 200, 200))
        {
            ForeignBody = "member,hub,day\nb01,boden,2026-11-02\n", ContentType = "text/csv",
        },
        new("POST /interactions", "interactions", "interactions", Interaction, (Role.Member, 200, 400), (Role.Host, 200, 200)) { ForeignBody = Interaction.Replace("OWN", "b01", StringComparison.Ordinal) },
        new("POST /hubs/{hub}/rounds", "hubs/lulea/rounds", "hubs/boden/rounds", """{ "week": "2026-W50" }""", (Role.Host, 201, 403)),
        new("GET /hubs/{hub}/rounds", "hubs/lulea/rounds", "hubs/boden/rounds", null, (Role.Host, 200, 403)),
        new("GET /rounds/{id}", "rounds/{round:o}", "rounds/{round:f}", null, (Role.Host, 200, 404)),
        new("POST /rounds/{id}/publish", "rounds/{round:o}/publish", "rounds/{round:f}/publish", null, (Role.Host, 200, 404)),
        new("GET /rounds/{id}/diff", "rounds/{round:o}/diff?against={round:o}", "rounds/{round:o}/diff?against={round:f}", null, (Role.Host, 200, 404)),
        new("PATCH /introductions/{id}", "introductions/{draft:o}", "introductions/{introduction:f}", """{ "action": "hold" }""", (Role.Host, 200, 404)),
        new("GET /hubs/{hub}/suggestions", "hubs/lulea/suggestions", "hubs/boden/suggestions", null, (Role.Host, 200, 403)),
        new("GET /introductions/why", "introductions/why?a=m01&b=m04", "introductions/why?a=m01&b=b02", null, (Role.Host, 200, 404)),
        new("GET /members/{id}/prompts", "members/{me}/prompts", "members/b01/prompts", null, (Role.Member, 200, 404), (Role.Host, 200, 404)),
        new("POST /members/{id}/resume", "members/{me}/resume", "members/b01/resume", null, (Role.Member, 204, 404), (Role.Host, 204, 404)),
        new("POST /prompts/{id}/answer", "prompts/{prompt:o}/answer", "prompts/{prompt:f}/answer", """{ "answer": "later" }""", (Role.Member, 200, 404)),
        new("POST /introductions/{id}/outcome", "introductions/{introduction:o}/outcome", "introductions/{introduction:f}/outcome", """{ "met": true }""", (Role.Member, 204, 404)),
        new("POST /contacts/search", "contacts/search", "contacts/search", """{ "question": "elnät", "hub": "lulea" }""", (Role.Business, 200, 403), (Role.Member, 200, 403), (Role.Host, 200, 403))
        {
            ForeignBody = """{ "question": "elnät", "hub": "boden" }""",
        },
        new("POST /questions/{id}/verdict", "questions/{question}/verdict", "questions/{question:f}/verdict", """{ "organisation": "nat", "verdict": "helped" }""", (Role.Business, 204, 404), (Role.Member, 204, 404), (Role.Host, 204, 404)),
        new("POST /events/{id}/invitations", "events/el/invitations", "events/eb/invitations", "{}", (Role.Host, 200, 404)),
        new("GET /members/{id}/events", "members/{me}/events", "members/b01/events", null, (Role.Member, 200, 404), (Role.Host, 200, 404)),
        new("GET /hubs/{hub}/network", "hubs/lulea/network", "hubs/boden/network", null, (Role.Host, 200, 403), (Role.National, 200, 200)),
        new("GET /hubs/{hub}/demand", "hubs/lulea/demand", "hubs/boden/demand", null, (Role.Host, 200, 403), (Role.National, 200, 200)),
        new("GET /members/{id}/export", "members/{me}/export", "members/b01/export", null, (Role.Member, 200, 404), (Role.Admin, 200, 200)),
        new("GET /audit", "audit?subject={me}", "audit?subject=b01", null, (Role.Member, 200, 404), (Role.Admin, 200, 200)),
    ];
}

/// <summary>Two hubs in which everything that a route can be about is there twice: for the caller, and for somebody else.</summary>
internal sealed class AccessWorld : IAsyncDisposable
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    private AccessWorld(RunningServer server) => Server = server;

    internal RunningServer Server { get; }

    /// <summary>Who was asked in the published round of lulea.</summary>
    internal string Member => names["{member}"];

    internal static async Task<AccessWorld> StartAsync()
    {
        var world = new AccessWorld(await RunningServer.StartAsync());
        using var admin = world.Server.Admin;
        await admin.PutJson("events/el", """{ "hub": "lulea", "title": "Frukost", "startsAt": "2026-12-03T08:00:00+01:00" }""");
        await admin.PutJson("events/eb", """{ "hub": "boden", "title": "Frukost", "startsAt": "2026-12-03T08:00:00+01:00" }""");
        await world.DrawAsync(world.Server.Host, "lulea", "o");
        await world.DrawAsync(world.Server.OtherHost, "boden", "f");
        // A prompt that somebody else in the same hub was asked is as foreign as one of another hub.
        world.names["{prompt:f}"] = $"{world.names["{introduction:o}"]}-b";
        using (var host = world.Server.Host)
        {
            var draft = await host.PostJson("hubs/lulea/rounds", """{ "week": "2026-W49", "asOf": "2026-11-24T07:00:00Z" }""", HttpStatusCode.Created);
            world.names["{draft:o}"] = (string)draft["introductions"]![0]!["id"]!;
        }
        using var stranger = world.Server.As("b01");
        world.names["{question:f}"] = (string)(await stranger.PostJson("contacts/search", """{ "question": "elnät" }"""))["id"]!;
        return world;
    }

    internal HttpClient As(Role role) => Server.Client(role, role == Role.Host ? ["lulea"] : [], MemberOf(role));

    internal string? MemberOf(Role role) => role switch
    {
        Role.Member => Member,
        Role.Business => "m10",
        _ => null,
    };

    internal async Task<HttpResponseMessage> SendAsync(HttpClient client, RouteRow row, bool foreign, Role? role, string? method = null)
    {
        var path = await FillAsync(client, foreign ? row.Foreign! : row.Own, role);
        using var request = new HttpRequestMessage(new HttpMethod(method ?? row.Method), path);
        if (row.Body is not null && method is null)
        {
            var me = role is { } known ? MemberOf(known) ?? "m12" : "m12";
            var body = (foreign ? row.ForeignBody ?? row.Body : row.Body).Replace("OWN", me, StringComparison.Ordinal).Replace("HUB", foreign ? "boden" : "lulea", StringComparison.Ordinal);
            request.Content = new StringContent(body, Encoding.UTF8, row.ContentType);
        }
        return await client.SendAsync(request);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task<string> FillAsync(HttpClient client, string path, Role? role)
    {
        if (path.Contains("{question}", StringComparison.Ordinal))
        {
            var asked = role is Role.Member or Role.Business or Role.Host ? (string)(await client.PostJson("contacts/search", """{ "question": "elnät" }"""))["id"]! : "q";
            path = path.Replace("{question}", asked, StringComparison.Ordinal);
        }
        path = path.Replace("{me}", role is { } known ? MemberOf(known) ?? "m12" : "m12", StringComparison.Ordinal);
        foreach (var (name, value) in names) path = path.Replace(name, value, StringComparison.Ordinal);
        return path;
    }

    private async Task DrawAsync(HttpClient host, string hub, string whose)
    {
        using (host)
        {
            var round = await host.PostJson($"hubs/{hub}/rounds", """{ "week": "2026-W48", "asOf": "2026-11-23T07:00:00Z" }""", HttpStatusCode.Created);
            var first = round["introductions"]![0]!;
            var id = (string)first["id"]!;
            await host.PatchJson($"introductions/{id}", """{ "action": "approve" }""");
            await host.PostJson($"rounds/{(string)round["id"]!}/publish", "{}");
            (names[$"{{round:{whose}}}"], names[$"{{introduction:{whose}}}"], names[$"{{prompt:{whose}}}"]) = ((string)round["id"]!, id, $"{id}-a");
            if (whose == "o") names["{member}"] = (string)first["a"]!;
        }
    }
}
