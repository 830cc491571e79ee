using CsCheck;
using Matching.Introductions;
using Matching.Learning;

namespace Matching.Tests.Introductions;

public sealed class PlausibilityTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1.1)]
    [InlineData(1e9, 1.1)]
    [InlineData(1 / 3.0, 0.9)]
    [InlineData(1e-9, 0.9)]
    [InlineData(2, 1.0717734625362931)]
    public void It_moves_a_rank_by_a_tenth_at_most(double lift, double factor) => Assert.Equal(factor, Plausibility.Of(lift), 1e-12);

    [Fact]
    public void Of_two_pairs_alike_the_likelier_is_chosen()
    {
        // Four strangers of four organisations: all pairs are worth the same.
        var hub = HubSnapshot.Build(Hubs.Records(Enumerable.Range(0, 4).Select(k => Hubs.Member($"m{k}", $"o{k}"))), Hubs.Monday);
        var options = new RoundOptions { Budget = 1 };
        Assert.Equal(("m0", "m1"), Chosen(Round.Draw(hub, options)));
        Assert.Equal(("m2", "m3"), Chosen(Round.Draw(hub, options, (i, j) => i + j == 5 ? 2 : 1)));
    }

    [Fact]
    public void It_changes_no_score_and_opens_no_gate() => Hubs.Any.Sample(
        records =>
        {
            var hub = HubSnapshot.Build(records, Hubs.Monday);
            var (plain, lifted) = (new Rankings(hub), new Rankings(hub, (i, j) => i + j + 0.1));
            var member = hub.Members[0].Id;
            Assert.Equal(
                plain.For(member, 500, all: true).OrderBy(one => one.Candidate, StringComparer.Ordinal).Select(one => (one.Candidate, one.Score, one.Gate)),
                lifted.For(member, 500, all: true).OrderBy(one => one.Candidate, StringComparer.Ordinal).Select(one => (one.Candidate, one.Score, one.Gate)));
            Assert.All(lifted.For(member, 500), one => Assert.InRange(one.Parts.Plausibility, 0.9, 1.1));
        },
        iter: 60);

    [Fact]
    public void A_forecast_lifts_strangers_alone_and_both_ways_alike() => Hubs.Any.Sample(
        records =>
        {
            if (TieForecast.Learn(records, Hubs.Monday) is not { } forecast) return;
            var strangers = forecast.Strangers().ToHashSet();
            for (var i = 0; i < records.Members.Count; i++)
            {
                for (var j = i + 1; j < records.Members.Count; j++)
                {
                    Assert.Equal(forecast.Lift(i, j), forecast.Lift(j, i), 1e-9);
                    if (strangers.Contains((i, j))) Assert.True(forecast.Lift(i, j) > 0);
                    else Assert.Equal(1, forecast.Lift(i, j));
                }
            }
        },
        iter: 60);

    [Fact]
    public void A_hub_too_large_for_a_forecast_goes_without() => Assert.Null(TieForecast.Learn(
        Hubs.Records(Enumerable.Range(0, TieForecast.LargestHub + 1).Select(k => Hubs.Member($"m{k}", "o"))) with { Interactions = [Hubs.Met("m1", "m2", 3), Hubs.Met("m2", "m3", 2)] },
        Hubs.Monday));

    private static (string, string) Chosen(RoundDraft draft) => (draft.Introductions[0].A, draft.Introductions[0].B);
}
