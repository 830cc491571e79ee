using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Tests.Introductions;

/// <summary>What a host's changes, members' silence and chance do to what comes next.</summary>
public sealed class HonestyTests
{
    [Theory]
    [InlineData(RejectionReason.BadTiming, 27, Gate.TurnedDownByHost)]
    [InlineData(RejectionReason.BadTiming, 29, Gate.Open)]
    [InlineData(RejectionReason.TooMuchForOne, 55, Gate.TurnedDownByHost)]
    [InlineData(RejectionReason.TooMuchForOne, 57, Gate.Open)]
    [InlineData(RejectionReason.WrongTopic, 179, Gate.TurnedDownByHost)]
    [InlineData(RejectionReason.WrongTopic, 181, Gate.Open)]
    [InlineData(RejectionReason.Other, 181, Gate.Open)]
    [InlineData(RejectionReason.Sensitive, 4_000, Gate.TurnedDownByHost)]
    [InlineData(RejectionReason.KnowEachOther, 300, Gate.AlreadyTied)]
    [InlineData(RejectionReason.KnowEachOther, 1_000, Gate.Open)]
    public void Each_reason_code_keeps_a_pair_away_in_its_own_way(RejectionReason reason, int days, Gate expected)
    {
        var records = Hubs.Records([Hubs.Member("a", "x"), Hubs.Member("b", "y")]) with
        {
            History = [new PastIntroduction { A = "a", B = "b", RejectedAt = Hubs.Monday.AddDays(-days), RejectedFor = reason }],
        };
        Assert.Equal(expected, new Gates(HubSnapshot.Build(records, Hubs.Monday)).Of(0, 1));
    }

    [Fact]
    public void Too_much_for_one_lowers_the_rank_of_both_and_not_the_score()
    {
        var members = Enumerable.Range(0, 20).Select(k => Hubs.Member($"m{k}", $"o{k}")).Concat([Hubs.Member("a", "x"), Hubs.Member("b", "y"), Hubs.Member("c", "z")]).ToList();
        HubSnapshot Hub(params PastIntroduction[] history) => HubSnapshot.Build(Hubs.Records(members) with { History = history }, Hubs.Monday);
        var before = new Rankings(Hub()).Why("a", "c");
        var after = new Rankings(Hub(new PastIntroduction { A = "a", B = "b", RejectedAt = Hubs.Monday.AddDays(-1), RejectedFor = RejectionReason.TooMuchForOne })).Why("a", "c");
        Assert.Equal(before.Explanation.Score, after.Explanation.Score, 1e-12);
        Assert.True(after.Parts.Fairness < before.Parts.Fairness);
        Assert.True(after.Rank < before.Rank);
    }

    [Fact]
    public void Three_introductions_without_a_word_pause_a_member_until_she_is_back()
    {
        Assert.Equal(Gate.Paused, GateOf("a", Silent(1), Silent(2), Silent(3)));
        Assert.Equal(Gate.Open, GateOf("a", Silent(1), Silent(2)));
        Assert.Equal(Gate.Open, GateOf("a", Silent(1) with { AnsweredByA = Hubs.Monday.AddDays(-80) }, Silent(2), Silent(3)));
        // The other side had answered; the silence is not hers.
        Assert.Equal(Gate.Open, GateOf("b1", Silent(1), Silent(2), Silent(3)));
        var records = Records(Silent(1), Silent(2), Silent(3)) with { Resumed = new Dictionary<string, DateTimeOffset> { ["a"] = Hubs.Monday.AddDays(-1) } };
        Assert.Equal(Gate.Open, new Gates(HubSnapshot.Build(records, Hubs.Monday)).Of(0));
    }

    [Fact]
    public void A_paused_member_is_left_out_for_that_reason()
    {
        var draft = Round.Draw(HubSnapshot.Build(Records(Silent(1), Silent(2), Silent(3)), Hubs.Monday), new RoundOptions());
        Assert.Contains(new LeftOut("a", LeftOutReason.Paused), draft.LeftOut);
    }

    [Fact]
    public void A_tenth_to_a_fifth_of_the_places_is_drawn_and_its_probability_is_told()
    {
        var draft = Round.Draw(Crowd(), new RoundOptions { Budget = 20, Seed = 4 });
        Assert.Equal(20, draft.Introductions.Count);
        Assert.Equal(3, draft.Introductions.Count(suggestion => suggestion.Propensity < 1));
        Assert.All(draft.Introductions, suggestion => Assert.InRange(suggestion.Propensity, Exploration.LeastPropensity, 1));
        Assert.All(Round.Draw(Crowd(), new RoundOptions { Budget = 20, Explore = 0 }).Introductions, suggestion => Assert.Equal(1, suggestion.Propensity));
        Assert.All(Round.Draw(Crowd(), new RoundOptions { Mode = RoundMode.Everyone }).Introductions, suggestion => Assert.Equal(1, suggestion.Propensity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Round.Draw(Crowd(), new RoundOptions { Explore = 0.3 }));
    }

    [Fact]
    public void Pairs_are_drawn_as_often_as_their_probability_says()
    {
        List<SlatePair> pairs = [.. Enumerable.Range(0, 6).Select(k => new SlatePair(2 * k, (2 * k) + 1, UnorderedPair.Of(k, 100 + k), 0.3 + (0.02 * k), 0, 1, 0))];
        var limits = new SlateLimits { Budget = 1, Capacity = [.. Enumerable.Repeat(1, 12)] };
        var expected = pairs.OrderByDescending(pair => pair.Weight(0)).ToList();
        var propensities = Exploration.Propensities(expected);
        Assert.Equal(1, propensities.Sum(), 1e-12);
        const int Draws = 20_000;
        var counts = Enumerable.Range(0, Draws).Select(seed => Exploration.Draw(pairs, [], limits, 1, "hub", Hubs.Monday, seed)[0])
            .GroupBy(one => one.Pair.I).ToDictionary(group => group.Key, group => (Count: group.Count(), group.First().Propensity));
        for (var k = 0; k < expected.Count; k++)
        {
            var (count, told) = counts[expected[k].I];
            Assert.Equal(propensities[k], told, 1e-12);
            // Five standard deviations.
            Assert.InRange(count / (double)Draws, told - (5 * Math.Sqrt(told / Draws)), told + (5 * Math.Sqrt(told / Draws)));
        }
    }

    [Fact]
    public void A_hub_that_compares_keeps_its_share_of_pairs_apart_for_eight_weeks_and_tells_no_host_which()
    {
        HubSnapshot Hub(double share, int weeks) => HubSnapshot.Build(CrowdRecords() with { Hub = Hubs.Lulea with { Withhold = share } }, Hubs.Monday.AddDays(7 * weeks));
        List<(int, int)> Withheld(HubSnapshot hub)
        {
            var gates = new Gates(hub);
            return [.. from i in Enumerable.Range(0, hub.Count) from j in Enumerable.Range(i + 1, hub.Count - i - 1) where gates.Of(i, j) == Gate.Withheld select (i, j)];
        }
        Assert.Empty(Withheld(Hub(0, 0)));
        var now = Withheld(Hub(0.12, 0));
        var open = 60 * 59 / 2 * 6 / 7.0;
        Assert.InRange(now.Count / open, 0.08, 0.16);
        Assert.Equal(now, Withheld(Hub(0.12, 0)));
        Assert.NotEqual(now, Withheld(Hub(0.12, Gates.WithholdWeeks)));
        var draft = Round.Draw(Hub(0.12, 0), new RoundOptions { Budget = 10 });
        Assert.NotEmpty(draft.Withheld);
        Assert.DoesNotContain(draft.Introductions, suggestion => draft.Withheld.Any(pair => pair.A == suggestion.A && pair.B == suggestion.B));
    }

    private static HubRecords CrowdRecords() => Hubs.Records(Enumerable.Range(0, 60).Select(k => Hubs.Member($"m{k:00}", $"o{k % 7}")));

    private static HubSnapshot Crowd() => HubSnapshot.Build(CrowdRecords(), Hubs.Monday);

    private static HubRecords Records(params PastIntroduction[] history) =>
        Hubs.Records([Hubs.Member("a", "x"), Hubs.Member("b1", "y"), Hubs.Member("b2", "z"), Hubs.Member("b3", "w")]) with { History = history };

    private static Gate GateOf(string person, params PastIntroduction[] history)
    {
        var hub = HubSnapshot.Build(Records(history), Hubs.Monday);
        return new Gates(hub).Of(hub.Find(person)!.Value);
    }

    private static PastIntroduction Silent(int number) => new()
    {
        A = "a",
        B = $"b{number}",
        SentAt = Hubs.Monday.AddDays(-30 * number),
        ExpiresAt = Hubs.Monday.AddDays(14 - (30 * number)),
        PromptEnd = Hubs.Monday.AddDays(14 - (30 * number)),
        AnsweredByB = Hubs.Monday.AddDays(1 - (30 * number)),
    };
}
