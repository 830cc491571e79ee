using System.Net;
using System.Text.Json.Nodes;

namespace Matching.Api.Tests.Rounds;

public sealed class RoundEndpointsTests
{
    private const string Draw = """{ "week": "2026-W48", "asOf": "2026-11-23T07:00:00Z", "seed": 7, "budget": 3 }""";

    [Fact]
    public async Task A_draft_round_has_pairs_of_different_organisations_each_person_once_with_reasons()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var response = await host.PostAsync("hubs/lulea/rounds", Http.Json(Draw));
        var round = await Http.Read(response, HttpStatusCode.Created);
        Assert.Equal("/matching/v1/rounds/lulea-2026-W48", response.Headers.Location?.OriginalString);
        Assert.Equal(("draft", "2026-W48", "2026-11-23", 7), ((string)round["status"]!, (string)round["week"]!, (string)round["weekStart"]!, (int)round["seed"]!));
        Assert.Equal("2026-11-23T07:00:00Z", (string)round["asOf"]!);
        var introductions = round["introductions"]!.AsArray();
        Assert.Equal(3, introductions.Count);
        Assert.Equal(6, introductions.SelectMany(entry => new[] { (string)entry!["a"]!, (string)entry["b"]! }).Distinct().Count());
        foreach (var entry in introductions)
        {
            Assert.NotEqual((string)entry!["people"]![0]!["organisation"]!, (string)entry["people"]![1]!["organisation"]!);
            Assert.InRange(entry["reasons"]!.AsArray().Count, 2, 4);
            Assert.All(entry["reasons"]!.AsArray(), reason => Assert.False(string.IsNullOrEmpty((string)reason!["sv"]!) || string.IsNullOrEmpty((string)reason["en"]!)));
        }
        Assert.Equal(6, round["leftOut"]!.AsArray().Count);
        Assert.InRange((double)round["shareOfBound"]!, 0.5, 1);
        Assert.All(round["leftOut"]!.AsArray(), left => Assert.False(string.IsNullOrEmpty((string)left!["reason"]!)));
        Assert.True((int)round["network"]!["forecast"]!["ties"]! > (int)round["network"]!["before"]!["ties"]!);
    }

    [Fact]
    public async Task The_same_input_and_seed_give_the_same_bytes_again_and_when_read()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var first = await (await host.PostAsync("hubs/lulea/rounds", Http.Json(Draw))).Content.ReadAsByteArrayAsync();
        var second = await (await host.PostAsync("hubs/lulea/rounds", Http.Json(Draw))).Content.ReadAsByteArrayAsync();
        Assert.Equal(first, second);
        Assert.Equal(first, await host.GetByteArrayAsync("rounds/lulea-2026-W48"));
    }

    [Fact]
    public async Task A_rejected_introduction_gives_its_place_to_another_pair_and_stays_away()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var round = await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        var first = round["introductions"]![0]!;
        var after = await host.PatchJson($"introductions/{(string)first["id"]!}", """{ "action": "reject", "reasonCode": "know-each-other" }""");
        var all = after["introductions"]!.AsArray();
        Assert.Equal("rejected", (string)all.Single(entry => (string)entry!["id"]! == (string)first["id"]!)!["status"]!);
        var standing = all.Where(entry => (string)entry!["status"]! == "suggested").ToList();
        Assert.Equal(3, standing.Count);
        Assert.DoesNotContain(standing, entry => Pair(entry!) == Pair(first));
        Assert.Equal((string)first["id"]!, (string)all.Single(entry => entry!["replaces"] is not null)!["replaces"]!);
        Assert.Equal(6, after["leftOut"]!.AsArray().Count);
        await Http.Problem(await host.PatchAsync($"introductions/{(string)first["id"]!}", Http.Json("""{ "action": "approve" }""")), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_host_swaps_in_the_person_she_knows_better()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var round = await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        var taken = round["introductions"]!.AsArray().SelectMany(entry => new[] { (string)entry!["a"]!, (string)entry["b"]! }).ToHashSet();
        var first = round["introductions"]![0]!;
        var suggestions = await host.GetJson($"hubs/lulea/suggestions?member={(string)first["a"]!}&asOf=2026-11-23T07:00:00Z&top=50&all=true");
        var with = suggestions["items"]!.AsArray().Where(entry => (string)entry!["gate"]! == "open").Select(entry => (string)entry!["candidate"]!).First(candidate => !taken.Contains(candidate));
        var after = await host.PatchJson($"introductions/{(string)first["id"]!}", $$"""{ "action": "swap", "with": "{{with}}", "reasonCode": "other" }""");
        var swapped = after["introductions"]!.AsArray().Single(entry => (string?)entry!["replaces"] == (string)first["id"]!)!;
        Assert.Contains(with, new[] { (string)swapped["a"]!, (string)swapped["b"]! });
        Assert.Contains(Pair(first).Item1 == (string)swapped["a"]! || Pair(first).Item1 == (string)swapped["b"]! ? Pair(first).Item1 : Pair(first).Item2, new[] { (string)swapped["a"]!, (string)swapped["b"]! });
        var busy = taken.First(member => member != (string)first["a"]! && member != (string)first["b"]!);
        await Http.Problem(await host.PatchAsync($"introductions/{(string)swapped["id"]!}", Http.Json($$"""{ "action": "swap", "with": "{{busy}}" }""")), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_swap_with_somebody_who_can_meet_neither_says_which_gates_are_closed()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var round = await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        var problem = await Http.Problem(await host.PatchAsync($"introductions/{(string)round["introductions"]![0]!["id"]!}", Http.Json("""{ "action": "swap", "with": "b03" }""")), HttpStatusCode.BadRequest, "with");
        Assert.Contains("not-matchable", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_sends_what_is_approved_once_whatever_is_retried()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var round = await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        await Http.Problem(await host.PostAsync("rounds/lulea-2026-W48/publish", null), HttpStatusCode.Conflict);
        await host.PatchJson($"introductions/{(string)round["introductions"]![0]!["id"]!}", """{ "action": "approve" }""");
        await host.PatchJson($"introductions/{(string)round["introductions"]![1]!["id"]!}", """{ "action": "hold" }""");
        var first = await (await host.PostAsync("rounds/lulea-2026-W48/publish", null)).Content.ReadAsStringAsync();
        server.Clock.Advance(TimeSpan.FromHours(3));
        var again = await (await host.PostAsync("rounds/lulea-2026-W48/publish", null)).Content.ReadAsStringAsync();
        Assert.Equal(first, again);
        Assert.Equal((1, 2), ((int)JsonNode.Parse(first)!["introductions"]!, (int)JsonNode.Parse(first)!["prompts"]!));
        var after = await host.GetJson("rounds/lulea-2026-W48");
        Assert.Equal(["sent", "held", "suggested"], after["introductions"]!.AsArray().Select(entry => (string)entry!["status"]!));
        await Http.Problem(await host.PostAsync("hubs/lulea/rounds", Http.Json(Draw)), HttpStatusCode.Conflict);
        await Http.Problem(await host.PatchAsync($"introductions/{(string)round["introductions"]![2]!["id"]!}", Http.Json("""{ "action": "approve" }""")), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Next_weeks_round_leaves_out_the_pair_that_was_asked_and_the_diff_shows_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var round = await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        await host.PatchJson($"introductions/{(string)round["introductions"]![0]!["id"]!}", """{ "action": "approve" }""");
        await host.PostAsync("rounds/lulea-2026-W48/publish", null);
        var next = await host.PostJson("hubs/lulea/rounds", """{ "week": "2026-W49", "asOf": "2026-11-30T07:00:00Z", "budget": 3 }""", HttpStatusCode.Created);
        var asked = Pair(round["introductions"]![0]!);
        Assert.DoesNotContain(next["introductions"]!.AsArray(), entry => Pair(entry!) == asked);
        var diff = await host.GetJson("rounds/lulea-2026-W49/diff?against=lulea-2026-W48");
        Assert.Contains(diff["removed"]!.AsArray(), entry => Pair(entry!) == asked);
        Assert.Equal(3, diff["added"]!.AsArray().Count + diff["kept"]!.AsArray().Count);
        var why = await host.GetJson($"introductions/why?a={asked.Item1}&b={asked.Item2}&asOf=2026-11-30T07:00:00Z");
        Assert.Equal("already-asked", (string)why["gate"]!);
    }

    [Fact]
    public async Task A_host_is_told_how_many_pairs_are_kept_apart_and_not_which()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await host.PutJson("hubs/lulea", """{ "name": "Samverket Luleå", "municipality": "Luleå", "withhold": 0.15 }""");
        var response = await host.PostAsync("hubs/lulea/rounds", Http.Json("""{ "week": "2026-W48", "asOf": "2026-11-23T07:00:00Z", "budget": 5 }"""));
        var text = await response.Content.ReadAsStringAsync();
        var stored = await server.Store.FindRoundAsync("lulea-2026-W48");
        Assert.Equal(stored!.Withheld.Count, (int)JsonNode.Parse(text)!["withheld"]!);
        Assert.NotEmpty(stored.Withheld);
        var pair = stored.Withheld[0];
        Assert.DoesNotContain(JsonNode.Parse(text)!["introductions"]!.AsArray(), entry => Pair(entry!) == (pair.A, pair.B));
    }

    [Fact]
    public async Task A_code_that_is_none_is_named()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        await Http.Problem(await host.PatchAsync("introductions/lulea-2026-W48-01", Http.Json("""{ "action": "reject", "reasonCode": "tired" }""")), HttpStatusCode.BadRequest, "reasonCode");
    }

    [Fact]
    public async Task A_draft_with_decisions_is_not_drawn_over()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var round = await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        await host.PatchJson($"introductions/{(string)round["introductions"]![0]!["id"]!}", """{ "action": "approve" }""");
        await Http.Problem(await host.PostAsync("hubs/lulea/rounds", Http.Json(Draw)), HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{ "week": "2026-W54" }""", "week")]
    [InlineData("""{ }""", "week")]
    [InlineData("""{ "week": "2026-W48", "budget": -1 }""", "budget")]
    [InlineData("""{ "week": "2026-W48", "mode": "random" }""", "mode")]
    [InlineData("""{ "week": "2026-W48", "asOf": "2026-11-23" }""", "asOf")]
    [InlineData("""{ "week": "2026-W48", "asOf": "2026-11-23T07:00:00" }""", "asOf")]
    [InlineData("not json", "body")]
    public async Task A_bad_field_is_named(string body, string field)
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await Http.Problem(await host.PostAsync("hubs/lulea/rounds", Http.Json(body)), HttpStatusCode.BadRequest, field);
    }

    [Fact]
    public async Task A_foreign_hub_is_403_and_a_foreign_round_looks_like_none()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        using var other = server.OtherHost;
        var round = await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        await Http.Problem(await other.PostAsync("hubs/lulea/rounds", Http.Json(Draw)), HttpStatusCode.Forbidden);
        var foreign = await Http.Problem(await other.GetAsync("rounds/lulea-2026-W48"), HttpStatusCode.NotFound);
        var absent = await Http.Problem(await other.GetAsync("rounds/lulea-2026-W01"), HttpStatusCode.NotFound);
        Assert.Equal((string)absent["detail"]!, ((string)foreign["detail"]!).Replace("W48", "W01", StringComparison.Ordinal));
        await Http.Problem(await other.PatchAsync($"introductions/{(string)round["introductions"]![0]!["id"]!}", Http.Json("""{ "action": "approve" }""")), HttpStatusCode.NotFound);
        await Http.Problem(await other.PostAsync("rounds/lulea-2026-W48/publish", null), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Suggestions_of_one_member_come_on_one_page_and_all_shows_closed_gates()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var open = await host.GetJson("hubs/lulea/suggestions?member=m02&top=500");
        Assert.All(open["items"]!.AsArray(), entry => Assert.Equal("open", (string)entry!["gate"]!));
        var all = await host.GetJson("hubs/lulea/suggestions?member=m02&top=500&all=true");
        Assert.Equal(11, all["items"]!.AsArray().Count);
        Assert.Equal("already-tied", (string)all["items"]!.AsArray().Single(entry => (string)entry!["candidate"]! == "m08")!["gate"]!);
        Assert.Equal("same-organisation", (string)all["items"]!.AsArray().Single(entry => (string)entry!["candidate"]! == "m01")!["gate"]!);
        foreach (var part in new[] { "fit", "bridging", "trust", "availability" }) Assert.NotNull(open["items"]![0]!["parts"]![part]);
        await Http.Problem(await host.GetAsync("hubs/lulea/suggestions?member=b01"), HttpStatusCode.NotFound);
        await Http.Problem(await host.GetAsync("hubs/lulea/suggestions?top=501"), HttpStatusCode.BadRequest, "top");
    }

    [Fact]
    public async Task Suggestions_of_everyone_are_paged_and_linked()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var first = await host.GetJson("hubs/lulea/suggestions?top=3&limit=5");
        Assert.Equal(5, first["items"]!.AsArray().Count);
        var next = (string)first["_links"]!["next"]!;
        var second = await host.GetJson(next["/matching/v1/".Length..]);
        Assert.NotEqual((string)first["items"]![0]!["candidate"]! + (string)first["items"]![0]!["member"]!, (string)second["items"]![0]!["candidate"]! + (string)second["items"]![0]!["member"]!);
        Assert.True((int)first["_meta"]!["total"]! > 5);
    }

    [Fact]
    public async Task Why_tells_every_part_and_the_parts_make_the_score()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var why = await host.GetJson("introductions/why?a=m02&b=m04");
        var parts = why["explanation"]!;
        double Number(JsonNode node, string name) => (double)node[name]!;
        var weight = Number(parts, "bridgingWeight");
        var score = (((1 - weight) * Number(parts, "fit")) + (weight * Number(parts["bridging"]!, "score"))) * Number(parts, "trust") * Number(parts, "availability");
        Assert.Equal(Number(why, "score"), score, 1e-12);
        Assert.Equal("open", (string)why["gate"]!);
        Assert.NotEmpty(why["reasons"]!.AsArray());
        Assert.Equal(["m02", "m04"], why["sought"]!.AsArray().Select(entry => (string)entry!["member"]!));
        Assert.All(why["sought"]!.AsArray(), entry => Assert.True((double)entry!["price"]! >= 0 && (bool)entry["manyAsk"]! == (entry["sv"] is not null)));
        await Http.Problem(await host.GetAsync("introductions/why?a=m02&b=b01"), HttpStatusCode.NotFound);
        await Http.Problem(await host.GetAsync("introductions/why?a=m02"), HttpStatusCode.BadRequest, "b");
        await Http.Problem(await host.GetAsync("introductions/why?a=m02&b=m02"), HttpStatusCode.BadRequest, "b");
    }

    [Fact]
    public async Task A_round_is_a_spreadsheet_to_whoever_asks_for_one()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        using var request = new HttpRequestMessage(HttpMethod.Get, "rounds/lulea-2026-W48");
        request.Headers.Accept.ParseAdd("text/csv");
        var response = await host.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = System.Text.Encoding.UTF8.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("\uFEFFid;status;a;", lines[0], StringComparison.Ordinal);
    }

    private static (string, string) Pair(JsonNode entry) => ((string)entry["a"]!, (string)entry["b"]!);
}
