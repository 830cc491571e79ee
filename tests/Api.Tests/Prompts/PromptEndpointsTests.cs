using System.Net;
using System.Text.Json.Nodes;
using Matching.Bridges;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Storage;

namespace Matching.Api.Tests.Prompts;

public sealed class PromptEndpointsTests
{
    [Fact]
    public async Task A_prompt_shows_first_name_organisation_and_help_and_nothing_else()
    {
        await using var server = await RunningServer.StartAsync();
        var (a, _, _) = await Publish(server);
        using var member = server.As(a);
        var list = await member.GetJson($"members/{a}/prompts");
        var prompt = Assert.Single(list["items"]!.AsArray())!;
        Assert.Equal(["firstName", "organisation", "canHelpWith"], prompt["person"]!.AsObject().Select(field => field.Key));
        Assert.Equal("open", (string)prompt["status"]!);
        Assert.Null(prompt["contact"]);
        Assert.InRange(prompt["reasons"]!.AsArray().Count, 2, 4);
        var text = list.ToJsonString();
        foreach (var hidden in new[] { "score", "rank", "@example.org", "Planchef", "Strateg", "Handläggare", "Lektor" })
            Assert.DoesNotContain(hidden, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Contact_details_are_shared_only_when_both_have_said_yes()
    {
        await using var server = await RunningServer.StartAsync();
        var (a, b, _) = await Publish(server);
        using var first = server.As(a);
        using var second = server.As(b);
        var waiting = await Answer(first, a, "yes");
        Assert.Equal("waiting", (string)waiting["status"]!);
        Assert.Null(waiting["contact"]);
        var accepted = await Answer(second, b, "yes");
        Assert.Equal("accepted", (string)accepted["status"]!);
        Assert.Contains("@example.org", (string)accepted["contact"]!["email"]!, StringComparison.Ordinal);
        var now = await first.GetJson($"members/{a}/prompts");
        Assert.NotNull(now["items"]![0]!["contact"]!["name"]);
    }

    [Fact]
    public async Task Two_prompts_stand_in_the_order_that_serves_all_lists_best()
    {
        await using var server = await RunningServer.StartAsync();
        // m04 is sought by two and m07 by one: m01 meets m07 first although m04 was asked about first.
        await Send(server, "2026-W48", ("m01", "m04", 0.5), ("m04", "m10", 0.6), ("m01", "m07", 0.5));
        using var member = server.As("m01");
        var prompts = (await member.GetJson("members/m01/prompts"))["items"]!.AsArray();
        Assert.Equal(["lulea-2026-W48-03", "lulea-2026-W48-01"], prompts.Select(prompt => (string)prompt!["introduction"]!));
    }

    [Fact]
    public async Task A_no_looks_to_the_other_like_no_answer()
    {
        await using var server = await RunningServer.StartAsync();
        var (a, b, _) = await Publish(server);
        using var first = server.As(a);
        using var second = server.As(b);
        await Answer(first, a, "yes");
        var silent = (await first.GetJson($"members/{a}/prompts")).ToJsonString();
        await Answer(second, b, "no");
        Assert.Equal(silent, (await first.GetJson($"members/{a}/prompts")).ToJsonString());
        Assert.Empty((await second.GetJson($"members/{b}/prompts"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Later_keeps_the_question_open_and_a_final_answer_stands()
    {
        await using var server = await RunningServer.StartAsync();
        var (a, _, _) = await Publish(server);
        using var member = server.As(a);
        Assert.Equal("open", (string)(await Answer(member, a, "later"))["status"]!);
        var id = (string)(await member.GetJson($"members/{a}/prompts"))["items"]![0]!["id"]!;
        await member.PostJson($"prompts/{id}/answer", """{ "answer": "no" }""");
        await Http.Problem(await member.PostAsync($"prompts/{id}/answer", Http.Json("""{ "answer": "yes" }""")), HttpStatusCode.Conflict);
        await Http.Problem(await member.PostAsync($"prompts/{id}/answer", Http.Json("""{ "answer": "maybe" }""")), HttpStatusCode.BadRequest, "answer");
        await Http.Problem(await member.PostAsync($"prompts/{id}/answer", Http.Json("{}")), HttpStatusCode.BadRequest, "answer");
    }

    [Fact]
    public async Task A_prompt_that_is_too_old_is_gone_and_cannot_be_answered()
    {
        await using var server = await RunningServer.StartAsync();
        var (a, _, _) = await Publish(server);
        using var member = server.As(a);
        var id = (string)(await member.GetJson($"members/{a}/prompts"))["items"]![0]!["id"]!;
        server.Clock.Advance(TimeSpan.FromDays(15));
        using var later = server.As(a);
        Assert.Empty((await later.GetJson($"members/{a}/prompts"))["items"]!.AsArray());
        await Http.Problem(await later.PostAsync($"prompts/{id}/answer", Http.Json("""{ "answer": "yes" }""")), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Three_suggestions_without_a_word_pause_a_member_who_is_told_and_comes_back_by_a_word()
    {
        await using var server = await RunningServer.StartAsync();
        for (var round = 0; round < 3; round++)
        {
            using var host = server.Host;
            var week = Matching.Profiles.IsoWeek.Of(DateOnly.FromDateTime(server.Clock.GetUtcNow().UtcDateTime));
            var draft = await host.PostJson("hubs/lulea/rounds", $$"""{ "week": "{{week}}", "budget": 5 }""", HttpStatusCode.Created);
            foreach (var entry in draft["introductions"]!.AsArray()) await host.PatchJson($"introductions/{(string)entry!["id"]!}", """{ "action": "approve" }""");
            await host.PostAsync($"rounds/{(string)draft["id"]!}/publish", null);
            // Past the end of the prompts, and past the weeks for which silence keeps a pair away.
            server.Clock.Advance(TimeSpan.FromDays(77));
        }
        using var later = server.Host;
        var next = Matching.Profiles.IsoWeek.Of(DateOnly.FromDateTime(server.Clock.GetUtcNow().UtcDateTime));
        var paused = (await later.PostJson("hubs/lulea/rounds", $$"""{ "week": "{{next}}" }""", HttpStatusCode.Created))["leftOut"]!.AsArray()
            .Where(left => (string)left!["reason"]! == "paused").Select(left => (string)left!["member"]!).ToList();
        Assert.NotEmpty(paused);
        using var member = server.As(paused[0]);
        Assert.Contains("pausat", (string)(await member.GetJson($"members/{paused[0]}/prompts"))["notice"]!["sv"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await member.PostAsync($"members/{paused[0]}/resume", null)).StatusCode);
        Assert.Null((await member.GetJson($"members/{paused[0]}/prompts"))["notice"]);
        using var stranger = server.As("b01");
        await Http.Problem(await stranger.PostAsync($"members/{paused[0]}/resume", null), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_reads_or_answers_anothers_prompts()
    {
        await using var server = await RunningServer.StartAsync();
        var (a, b, _) = await Publish(server);
        using var member = server.As(a);
        using var other = server.As(b);
        var id = (string)(await member.GetJson($"members/{a}/prompts"))["items"]![0]!["id"]!;
        await Http.Problem(await other.GetAsync($"members/{a}/prompts"), HttpStatusCode.NotFound);
        await Http.Problem(await other.PostAsync($"prompts/{id}/answer", Http.Json("""{ "answer": "yes" }""")), HttpStatusCode.NotFound);
        using var host = server.OtherHost;
        await Http.Problem(await host.GetAsync($"members/{a}/prompts"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_host_sees_that_a_prompt_is_out_and_not_what_was_answered()
    {
        await using var server = await RunningServer.StartAsync();
        var (a, b, _) = await Publish(server);
        using var member = server.As(a);
        using var other = server.As(b);
        using var host = server.Host;
        var before = (await host.GetJson($"members/{a}/prompts")).ToJsonString();
        await Answer(member, a, "yes");
        Assert.Equal(before, (await host.GetJson($"members/{a}/prompts")).ToJsonString());
        await Answer(other, b, "yes");
        Assert.Equal(before, (await host.GetJson($"members/{a}/prompts")).ToJsonString());
    }

    [Fact]
    public async Task A_meeting_that_was_told_of_becomes_a_tie()
    {
        await using var server = await RunningServer.StartAsync();
        var (a, b, introduction) = await Publish(server);
        using var member = server.As(a);
        using var stranger = server.As("b01");
        using var host = server.Host;
        await Answer(member, a, "yes");
        var told = await member.PostAsync($"introductions/{introduction}/outcome", Http.Json("""{ "met": true, "useful": "yes", "note": "Bra samtal" }"""));
        Assert.Equal(HttpStatusCode.NoContent, told.StatusCode);
        await Http.Problem(await stranger.PostAsync($"introductions/{introduction}/outcome", Http.Json("""{ "met": true, "useful": "yes" }""")), HttpStatusCode.NotFound);
        await Http.Problem(await member.PostAsync($"introductions/{introduction}/outcome", Http.Json("""{ "useful": "yes" }""")), HttpStatusCode.BadRequest, "met");
        await Http.Problem(await member.PostAsync($"introductions/{introduction}/outcome", Http.Json("""{ "met": true, "note": "Ring 811218-9876" }""")), HttpStatusCode.BadRequest, "note");
        var why = await host.GetJson($"introductions/why?a={a}&b={b}&asOf=2026-12-20T07:00:00Z");
        Assert.Equal("already-tied", (string)why["gate"]!);
    }

    private static async Task<(string A, string B, string Introduction)> Publish(RunningServer server)
    {
        using var host = server.Host;
        var round = await host.PostJson("hubs/lulea/rounds", """{ "week": "2026-W48", "asOf": "2026-11-23T07:00:00Z", "budget": 3 }""", HttpStatusCode.Created);
        var first = round["introductions"]![0]!;
        await host.PatchJson($"introductions/{(string)first["id"]!}", """{ "action": "approve" }""");
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("rounds/lulea-2026-W48/publish", null)).StatusCode);
        return ((string)first["a"]!, (string)first["b"]!, (string)first["id"]!);
    }

    private static async Task Send(RunningServer server, string label, params (string A, string B, double Score)[] pairs)
    {
        var store = server.Store;
        Assert.True(IsoWeek.TryParse(label, out var week));
        var now = server.Clock.GetUtcNow();
        var picture = new NetworkPicture(0, 0, null, null, 0, 0, 0);
        await store.SaveDraftAsync(new StoredRound
        {
            Id = $"lulea-{week}",
            Hub = "lulea",
            Week = week,
            AsOf = now,
            Options = new RoundOptions(),
            Status = RoundStatus.Draft,
            Introductions = [.. pairs.Select((pair, at) => Introduction(week, at + 1, pair))],
            LeftOut = [],
            Network = new NetworkForecast(picture, picture),
        });
        foreach (var at in Enumerable.Range(1, pairs.Length))
            await store.DecideAsync(new Decision { Introduction = $"lulea-{week}-{at:00}", Status = IntroductionStatus.Approved, By = "host", At = now });
        await store.PublishAsync($"lulea-{week}", now.AddSeconds(-1), now.AddDays(14));
    }

    private static StoredIntroduction Introduction(IsoWeek week, int at, (string A, string B, double Score) pair) => new()
    {
        Id = $"lulea-{week}-{at:00}",
        Round = $"lulea-{week}",
        Position = at,
        Suggestion = new Suggestion
        {
            A = pair.A,
            B = pair.B,
            Kind = SuggestionKind.New,
            Score = pair.Score,
            Parts = new ScoreParts(pair.Score, 0, 1, 1, 1),
            Reasons = [new Reason(ReasonKind.SharedDays, "Ni är båda på hubben på tisdagar.", "You are both in on Tuesdays.", [])],
        },
    };

    private static async Task<JsonNode> Answer(HttpClient member, string id, string answer)
    {
        var prompt = (await member.GetJson($"members/{id}/prompts"))["items"]![0]!;
        return await member.PostJson($"prompts/{(string)prompt["id"]!}/answer", $$"""{ "answer": "{{answer}}" }""");
    }
}
