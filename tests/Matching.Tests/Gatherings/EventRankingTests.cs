using System.Text.Json;
using CsCheck;
using Matching.Gatherings;
using Matching.Profiles;
using Matching.Tests.Oracles;

namespace Matching.Tests.Gatherings;

public sealed class EventRankingTests
{
    private static readonly string[] Names = ["p", "q", "r", "s"];

    [Theory]
    [InlineData(0.7, "mmr_0.7")]
    [InlineData(1.0, "mmr_1.0")]
    [InlineData(0.3, "mmr_0.3")]
    public void Marginal_relevance_gives_the_order_of_the_model(double lambda, string expected)
    {
        var model = Oracle.Model("diversity");
        double[] relevance = [.. Names.Select(name => model.GetProperty("rel").GetProperty(name).GetDouble())];
        double Likeness(int i, int j) => model.GetProperty("sim").GetProperty($"{Names[Math.Min(i, j)]}|{Names[Math.Max(i, j)]}").GetDouble();
        var order = Mmr.Order(relevance, Likeness, lambda);
        Assert.Equal(model.GetProperty(expected).EnumerateArray().Select(name => name.GetString()), order.Select(entry => Names[entry.Item]));
        Assert.Equal(order.OrderByDescending(entry => entry.Value), order);
    }

    [Fact]
    public void A_new_event_stands_on_its_matter_alone()
    {
        var ranking = Ranking(Rooms.Records([Rooms.Event("a", title: "Sång", topics: ["sång"]), Rooms.Event("b", title: "Ledningar", topics: ["elnät"])]));
        var list = ranking.For("m1");
        Assert.Equal(["b", "a"], list.Select(one => one.Gathering.Id));
        Assert.Equal((1.0, 0.0), (list[0].Score, list[1].Score));
        Assert.Equal(EventReasonKind.Topic, list[0].Reasons[0].Kind);
        Assert.Equal(EventReasonKind.Open, list[1].Reasons[0].Kind);
    }

    [Fact]
    public void An_event_that_people_go_to_who_go_where_she_goes_comes_before_one_that_they_do_not()
    {
        List<Attendance> words = [Rooms.Said("past", "m1", AttendanceStatus.Attended)];
        foreach (var number in Enumerable.Range(2, 6))
        {
            words.Add(Rooms.Said("past", $"m{number}", AttendanceStatus.Attended));
            words.Add(Rooms.Said("liked", $"m{number}", AttendanceStatus.Registered));
        }
        foreach (var number in Enumerable.Range(8, 6)) words.Add(Rooms.Said("other", $"m{number}", AttendanceStatus.Registered));
        var ranking = Ranking(Rooms.Records(
            [Rooms.Event("past", Hubs.Monday.AddDays(-9), "Ett"), Rooms.Event("liked", title: "Två"), Rooms.Event("other", title: "Tre")], words));
        var list = ranking.For("m1");
        Assert.Equal("liked", list[0].Gathering.Id);
        Assert.True(list[0].Score > list[1].Score);
        Assert.Equal(EventReasonKind.Company, list[0].Reasons[0].Kind);
    }

    [Fact]
    public void Past_events_those_elsewhere_and_those_she_declined_are_left_out()
    {
        var ranking = Ranking(Rooms.Records(
            [
                Rooms.Event("now", Hubs.Monday),
                Rooms.Event("elsewhere") with { Hub = "boden" },
                Rooms.Event("declined"),
                Rooms.Event("registered"),
                Rooms.Event("open"),
            ],
            Rooms.Said("declined", "m1", AttendanceStatus.Declined),
            Rooms.Said("registered", "m1", AttendanceStatus.Registered)));
        Assert.Equal(
            [("open", null), ("registered", AttendanceStatus.Registered)],
            ranking.For("m1").Select(one => (one.Gathering.Id, one.Status)).OrderBy(one => one.Id));
        Assert.Empty(ranking.For("nobody"));
    }

    [Fact]
    public void Two_events_about_one_thing_do_not_stand_side_by_side()
    {
        var ranking = Ranking(Rooms.Records(
        [
            Rooms.Event("a", Rooms.Soon, "Anslutning till elnätet", topics: ["elnät"]),
            Rooms.Event("b", Rooms.Soon.AddDays(1), "Anslutning till elnätet", topics: ["elnät"]),
            Rooms.Event("c", Rooms.Soon.AddDays(2), "Bygga bostäder i trä", topics: ["trähus"]),
        ]));
        Assert.Equal(["a", "c", "b"], ranking.For("m1").Select(one => one.Gathering.Id));
    }

    [Fact]
    public void An_event_with_one_seat_that_all_would_like_gives_way_to_one_with_room()
    {
        // Both are about what everyone needs; with room for all, the smaller comes first by its start.
        List<Gathering> events = [Rooms.Event("a-small", title: "Elnät", capacity: 1, topics: ["elnät"]), Rooms.Event("b-large", title: "Elnät", capacity: 40, topics: ["elnät"])];
        Assert.Equal(["b-large", "a-small"], Ranking(Rooms.Records(events)).For("m1").Select(one => one.Gathering.Id));
        var roomy = events.Select(one => one with { Capacity = 40 }).ToList();
        Assert.Equal(["a-small", "b-large"], Ranking(Rooms.Records(roomy)).For("m1").Select(one => one.Gathering.Id));
    }

    [Fact]
    public void A_full_event_stands_last_for_those_outside_and_keeps_its_place_for_those_who_are_in()
    {
        var records = Rooms.Records(
            [Rooms.Event("full", title: "Elnät", capacity: 1, topics: ["elnät"]), Rooms.Event("open", title: "Sång", topics: ["sång"])],
            Rooms.Said("full", "m1", AttendanceStatus.Registered));
        Assert.Equal("full", Ranking(records).For("m1")[0].Gathering.Id);
        Assert.Equal(0, Ranking(records).For("m2").Single(one => one.Gathering.Id == "full").Rank, 12);
    }

    [Fact]
    public void Every_list_is_in_order_within_bounds_and_the_same_again() => Rooms.Any.Sample(records =>
    {
        var hub = HubSnapshot.Build(records.Hub, Hubs.Monday);
        var (ranking, again) = (new EventRanking(hub, records.Gatherings), new EventRanking(hub, records.Gatherings));
        foreach (var member in hub.Members)
        {
            var list = ranking.For(member.Id);
            Assert.Equal(list.OrderByDescending(one => one.Rank).Select(one => one.Rank), list.Select(one => one.Rank));
            Assert.All(list, one => Assert.InRange(one.Score, 0, 1));
            Assert.All(list, one => Assert.True(one.Gathering.StartsAt > Hubs.Monday && one.Reasons.Count is >= 1 and <= EventReasons.Most));
            Assert.Equal(JsonSerializer.Serialize(list), JsonSerializer.Serialize(again.For(member.Id)));
        }
    }, iter: 20);

    private static EventRanking Ranking(GatheringRecords records)
    {
        var members = Enumerable.Range(2, 12).Select(number => Hubs.Member($"m{number}", "o1"));
        var first = Hubs.Member("m1", "o1") with { Challenges = ["elnät"], Interests = ["Bygga bostäder i trä"] };
        return new EventRanking(HubSnapshot.Build(Hubs.Records([first, .. members]), Hubs.Monday), records);
    }
}
