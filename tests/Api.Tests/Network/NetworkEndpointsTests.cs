using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Matching.Storage.Access;

namespace Matching.Api.Tests.Network;

public sealed class NetworkEndpointsTests
{
    private const string Draw = """{ "week": "2026-W48", "asOf": "2026-11-23T07:00:00Z", "seed": 7, "budget": 5 }""";

    [Fact]
    public async Task A_host_reads_her_hub_month_by_month_the_last_one_so_far()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var answer = await host.GetJson("hubs/lulea/network");
        var months = answer["months"]!.AsArray();
        Assert.Equal(["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"], months.Select(month => (string)month!["month"]!));
        Assert.Equal(("2026-06", "2026-11"), ((string)answer["from"]!, (string)answer["to"]!));
        // Summer time ends with the month of October: midnight in Luleå is 22 or 23 o'clock by UTC.
        Assert.Equal(["2026-09-30T21:59:59Z", "2026-10-31T22:59:59Z", "2026-11-24T08:00:00Z"], months.Skip(3).Select(month => (string)month!["asOf"]!));
        var (before, now) = (months[4]!, months[5]!);
        Assert.Equal((12, 0, 12, 0, 6), ((int)before["people"]!, (int)before["ties"]!, (int)before["isolates"]!, (int)before["organisationPairsJoined"]!, (int)before["organisationPairsPossible"]!));
        Assert.Null(before["weakShare"]);
        // Three met in November: two within their organisations, one across a border of sectors.
        Assert.Equal((3, 7, 1), ((int)now["ties"]!, (int)now["isolates"]!, (int)now["organisationPairsJoined"]!));
        Assert.Equal(1 / 3.0, (double)now["crossOrganisationShare"]!, 1e-12);
        Assert.Equal(54 / 66.0, (double)now["expectedCrossOrganisationShare"]!, 1e-12);
        Assert.False((bool)now["suppressed"]!);
    }

    [Fact]
    public async Task National_reads_whole_months_of_any_hub_without_small_cells()
    {
        await using var server = await RunningServer.StartAsync();
        using var national = server.Client(Role.National);
        var months = (await national.GetJson("hubs/lulea/network"))["months"]!.AsArray();
        Assert.Equal("2026-10", (string)months[^1]!["month"]!);
        Assert.All(months, month =>
        {
            Assert.True((bool)month!["suppressed"]!);
            Assert.All(month["suppressedFields"]!.AsArray(), field => Assert.Null(month[(string)field!]));
            Assert.Null(month["newcomers"]);
        });
        Assert.Equal(10, (int)months[0]!["people"]!);
        var small = (await national.GetJson("hubs/boden/network"))["months"]![0]!;
        Assert.Null(small["people"]);
        await Http.Problem(await national.GetAsync("hubs/lulea/network?to=2026-11"), HttpStatusCode.BadRequest, "to");
    }

    [Fact]
    public async Task Foreign_and_absent_hubs_and_roles_without_a_right_are_turned_away()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        using var national = server.Client(Role.National);
        using var member = server.As("m01");
        await Http.Problem(await host.GetAsync("hubs/boden/network"), HttpStatusCode.Forbidden);
        await Http.Problem(await national.GetAsync("hubs/none/network"), HttpStatusCode.NotFound);
        await Http.Problem(await member.GetAsync("hubs/lulea/network"), HttpStatusCode.Forbidden);
        await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        await Http.Problem(await national.GetAsync("hubs/lulea/network?format=svg&round=lulea-2026-W48"), HttpStatusCode.NotFound);
        using var both = server.Client(Role.Host, ["lulea", "boden"]);
        await Http.Problem(await both.GetAsync("hubs/boden/network?format=svg&round=lulea-2026-W48"), HttpStatusCode.BadRequest, "round");
    }

    [Theory]
    [InlineData("from=june", "from")]
    [InlineData("from=2026-13", "from")]
    [InlineData("from=1926-01", "from")]
    [InlineData("to=2026-02-30", "to")]
    [InlineData("to=2026-12", "to")]
    [InlineData("from=2026-12-01&to=2026-11", "from")]
    [InlineData("from=2026-10&to=2026-09", "from")]
    [InlineData("from=2023-11&to=2026-11", "from")]
    [InlineData("format=png", "format")]
    [InlineData("round=lulea-2026-W48", "round")]
    public async Task A_bad_parameter_is_named(string query, string field)
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await Http.Problem(await host.GetAsync($"hubs/lulea/network?{query}"), HttpStatusCode.BadRequest, field);
    }

    [Fact]
    public async Task Days_stand_for_their_months_and_three_years_are_the_most()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        Assert.Equal(36, (await host.GetJson("hubs/lulea/network?from=2023-12-31&to=2026-11-01"))["months"]!.AsArray().Count);
    }

    [Fact]
    public async Task As_CSV_it_has_one_row_a_month_with_semicolons()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var (text, type) = await Get(host, "hubs/lulea/network?from=2026-10&to=2026-11", "text/csv");
        Assert.Equal("text/csv", type);
        var lines = text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("month;asOf;people;ties;weakShare;", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2026-10;2026-10-31T22:59:59Z;12;0;;", lines[1], StringComparison.Ordinal);
        Assert.Equal(text.TrimStart('\uFEFF'), (await Get(host, "hubs/lulea/network?from=2026-10&to=2026-11&format=csv", "*/*")).Text.TrimStart('\uFEFF'));
    }

    [Fact]
    public async Task The_picture_is_well_formed_accessible_and_stands_alone()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var (text, type) = await Get(host, "hubs/lulea/network", "image/svg+xml");
        Assert.Equal("image/svg+xml", type);
        var picture = XDocument.Parse(text).Root!;
        Assert.Equal("img", picture.Attribute("role")!.Value);
        Assert.StartsWith("Samverket Luleå", One(picture, "title").Value, StringComparison.Ordinal);
        Assert.Contains("12 people in 4 organisations", One(picture, "desc").Value, StringComparison.Ordinal);
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName is "script" or "style" or "image" or "use" or "foreignObject");
        Assert.DoesNotContain(picture.Descendants().Attributes(), attribute => attribute.Name.LocalName is "href" or "style");
        Assert.Equal(4, OfClass(picture, "organisation").Count());
        Assert.Equal("kommun|uni", Assert.Single(OfClass(picture, "recent")).Attribute("data-pair")!.Value);
        Assert.DoesNotContain("Anna", text, StringComparison.Ordinal);
        Assert.Equal(text, (await Get(host, "hubs/lulea/network?format=svg", "*/*")).Text);
    }

    [Fact]
    public async Task Dashed_lines_are_the_pairs_of_organisations_that_the_standing_introductions_would_join()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var round = await host.PostJson("hubs/lulea/rounds", Draw, HttpStatusCode.Created);
        Assert.Equal(Gained(round), Dashed(await Picture(host)).Count);
        var first = round["introductions"]![0]!;
        await host.PatchJson($"introductions/{(string)first["id"]!}", """{ "action": "reject", "reasonCode": "other" }""");
        var standing = (await host.GetJson("rounds/lulea-2026-W48"))["introductions"]!.AsArray().Where(entry => (string)entry!["status"]! != "rejected").ToList();
        Assert.Equal(await NewPairs(host, standing), Dashed(await Picture(host)));
    }

    [Fact]
    public async Task A_name_full_of_markup_is_text_in_the_picture()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = server.Admin;
        using var host = server.Host;
        const string Name = "<b>&\"Kommunen\"</b><script>";
        await admin.PutJson("organisations/kommun", new JsonObject { ["name"] = Name, ["shortName"] = "K<&\"", ["sector"] = "municipality" }.ToJsonString());
        await admin.PutJson("hubs/lulea", new JsonObject { ["name"] = Name, ["municipality"] = "Luleå" }.ToJsonString());
        var picture = await Picture(host, "");
        Assert.StartsWith(Name, One(picture, "title").Value, StringComparison.Ordinal);
        Assert.Contains(picture.Descendants(), element => element.Name.LocalName == "text" && element.Value == "K<&\"");
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName == "script");
    }

    [Fact]
    public async Task National_sees_no_place_of_fewer_than_five_people()
    {
        await using var server = await RunningServer.StartAsync();
        using var national = server.Client(Role.National);
        var picture = await Picture(national, "");
        // Four organisations of three: together they are one place of twelve.
        Assert.Contains("ungefär 10 personer", One(Assert.Single(OfClass(picture, "organisation")), "title").Value, StringComparison.Ordinal);
        Assert.Empty(OfClass(picture, "joined"));
        var small = XDocument.Parse((await Get(national, "hubs/boden/network", "image/svg+xml")).Text).Root!;
        Assert.Empty(OfClass(small, "organisation"));
    }

    private static int Gained(JsonNode round) => (int)round["network"]!["forecast"]!["organisationPairsJoined"]! - (int)round["network"]!["before"]!["organisationPairsJoined"]!;

    private static async Task<SortedSet<string>> NewPairs(HttpClient host, IEnumerable<JsonNode?> introductions)
    {
        var pairs = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in introductions)
        {
            var ends = new[] { await OrganisationOf(host, (string)entry!["a"]!), await OrganisationOf(host, (string)entry["b"]!) };
            pairs.Add(string.Join('|', ends.Order(StringComparer.Ordinal)));
        }
        pairs.Remove("kommun|uni");
        return pairs;
    }

    private static async Task<string> OrganisationOf(HttpClient host, string member) => (string)(await host.GetJson($"members/{member}"))["organisation"]!;

    private static SortedSet<string> Dashed(XElement picture) =>
        new(OfClass(picture, "added").Where(line => line.Attribute("stroke-dasharray") is not null).Select(line => line.Attribute("data-pair")!.Value), StringComparer.Ordinal);

    private static async Task<XElement> Picture(HttpClient client, string query = "?round=lulea-2026-W48") =>
        XDocument.Parse((await Get(client, $"hubs/lulea/network{query}", "image/svg+xml")).Text).Root!;

    private static IEnumerable<XElement> OfClass(XElement picture, string name) => picture.Descendants().Where(element => (string?)element.Attribute("class") == name);

    private static XElement One(XElement parent, string name) => parent.Elements().Single(element => element.Name.LocalName == name);

    private static async Task<(string Text, string? Type)> Get(HttpClient client, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType);
    }
}
