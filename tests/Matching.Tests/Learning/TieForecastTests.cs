using CsCheck;
using Matching.Learning;
using Matching.Profiles;

namespace Matching.Tests.Learning;

public sealed class TieForecastTests
{
    [Fact]
    public void Where_friends_of_friends_meet_it_learns_to_expect_them()
    {
        var forecast = TieForecast.Learn(Circles(seed: 7), Hubs.Monday)!;
        var chances = forecast.Strangers().Select(pair => (Same: pair.I / 8 == pair.J / 8, Chance: forecast.Probability(pair.I, pair.J))).ToList();
        Assert.Contains(chances, pair => pair.Same);
        Assert.True(chances.Where(pair => pair.Same).Average(pair => pair.Chance) > chances.Where(pair => !pair.Same).Average(pair => pair.Chance));
    }

    [Fact]
    public void What_happens_later_is_not_read()
    {
        var records = Circles(seed: 7);
        var later = records with { Interactions = [.. records.Interactions, Hubs.Met("m00", "m23", -1), Hubs.Met("m01", "m23", -2)] };
        Assert.Equal(Chances(records), Chances(later));
    }

    [Fact]
    public void The_order_of_rows_and_of_the_two_changes_nothing()
    {
        var records = Circles(seed: 3);
        Assert.Equal(Chances(records), Chances(records with { Interactions = [.. records.Interactions.Reverse()], Members = [.. records.Members.Reverse()] }));
        var forecast = TieForecast.Learn(records, Hubs.Monday)!;
        Assert.All(forecast.Strangers(), pair => Assert.Equal(forecast.Probability(pair.I, pair.J), forecast.Probability(pair.J, pair.I), 1e-12));
    }

    [Fact]
    public void A_past_without_first_meetings_teaches_nothing()
    {
        var members = new[] { Hubs.Member("a", "o"), Hubs.Member("b", "o"), Hubs.Member("c", "o") };
        Assert.Null(TieForecast.Learn(Hubs.Records(members), Hubs.Monday));
        Assert.Null(TieForecast.Learn(Hubs.Records(members) with { Interactions = [Hubs.Met("a", "b", 3), Hubs.Met("a", "b", 2)] }, Hubs.Monday));
    }

    [Fact]
    public void Any_hub_gives_chances_for_strangers_alone() => Hubs.Any.Sample(records =>
    {
        if (TieForecast.Learn(records, Hubs.Monday) is not { } forecast) return;
        var hub = EncounterLog.Of(records, Hubs.Monday);
        var met = hub.Encounters.Select(encounter => UnorderedPair.Of(encounter.I, encounter.J)).ToHashSet();
        Assert.All(forecast.Strangers(), pair =>
        {
            Assert.DoesNotContain(UnorderedPair.Of(pair.I, pair.J), met);
            Assert.InRange(forecast.Probability(pair.I, pair.J), 0, 1);
        });
    }, iter: 100);

    [Fact]
    public void A_log_holds_the_past_oldest_first_and_no_teams()
    {
        var members = new[] { Hubs.Member("b", "p"), Hubs.Member("a", "o") };
        var log = EncounterLog.Of(Hubs.Records(members) with
        {
            Interactions =
            [
                Hubs.Met("b", "a", 1),
                Hubs.Met("a", "b", 2, minutes: 5),
                Hubs.Met("a", "b", -1),
                Hubs.Met("a", "b", 1) with { Kind = InteractionKind.SameTeam },
                Hubs.Met("a", "elsewhere", 1),
            ],
        }, Hubs.Monday);
        Assert.Equal([new Encounter(0, 1, Hubs.Monday.AddDays(-2), 5), new Encounter(0, 1, Hubs.Monday.AddDays(-1), 30)], log.Encounters);
    }

    private static List<double> Chances(HubRecords records)
    {
        var forecast = TieForecast.Learn(records, Hubs.Monday)!;
        return [.. forecast.Strangers().Select(pair => forecast.Probability(pair.I, pair.J))];
    }

    // Three circles of eight: nine meetings in ten are within a circle.
    private static HubRecords Circles(int seed)
    {
        var random = new Random(seed);
        var interactions = Enumerable.Range(0, 90).Select(at =>
        {
            var one = random.Next(24);
            var other = random.Next(10) > 0 ? (one / 8 * 8) + random.Next(8) : random.Next(24);
            return (one, other, at);
        }).Where(meeting => meeting.one != meeting.other).Select(meeting => Hubs.Met($"m{meeting.one:00}", $"m{meeting.other:00}", 30 - (meeting.at / 3.0), 10));
        return Hubs.Records(Enumerable.Range(0, 24).Select(i => Hubs.Member($"m{i:00}", "o"))) with { Interactions = [.. interactions] };
    }
}
