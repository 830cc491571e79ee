using CsCheck;
using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Tests.Introductions;

public sealed class AttentionTests
{
    [Fact]
    public void She_whom_all_need_has_the_highest_price_and_the_others_an_usual_one()
    {
        var needers = Enumerable.Range(0, 12).Select(k => Hubs.Member($"m{k:00}", $"o{k}") with { Challenges = ["Anslutning till elnätet dröjer"] });
        var hub = HubSnapshot.Build(Hubs.Records([.. needers, Hubs.Member("elnat", "x") with { Skills = ["Kan elnät och anslutningar"] }]), Hubs.Monday);
        var prices = new AttentionPrices(hub);
        Assert.True(prices.Of(hub.Find("elnat")!.Value).ManyAsk);
        Assert.All(Enumerable.Range(0, hub.Count).Where(person => hub.Members[person].Id != "elnat"), person => Assert.False(prices.Of(person).ManyAsk));
    }

    [Fact]
    public void Prices_are_at_least_zero_and_zero_for_those_nobody_can_meet() => Hubs.Any.Sample(
        records =>
        {
            var hub = HubSnapshot.Build(records, Hubs.Monday);
            var prices = new AttentionPrices(hub);
            var met = new Rankings(hub);
            foreach (var (person, member) in hub.Members.Index())
            {
                Assert.InRange(prices.Of(person).Price, 0, double.MaxValue);
                if (met.For(member.Id, 500).Count == 0) Assert.Equal(0, prices.Of(person).Price, 9);
            }
        },
        iter: 60);

    [Fact]
    public void Nobody_stands_first_in_the_lists_of_all_who_are_asked_about_her()
    {
        // Everyone is asked about the star, and each about one other whom nobody else is asked about.
        var pairs = Enumerable.Range(0, 5).SelectMany(k => new[] { new OpenPair($"m{k}", "star", 0.5), new OpenPair($"m{k}", $"n{k}", 0.45) }).ToList();
        var order = PromptOrder.Of(pairs);
        Assert.Single(order, entry => entry.Value[0] == "star");
    }

    [Fact]
    public void Every_list_holds_those_the_member_is_asked_about_once_whatever_the_order_of_the_pairs() => Pairs.Sample(pairs =>
    {
        var order = PromptOrder.Of(pairs);
        foreach (var (member, list) in order)
        {
            var partners = pairs.Where(pair => pair.A == member || pair.B == member).Select(pair => pair.A == member ? pair.B : pair.A);
            Assert.Equal(partners.Order(StringComparer.Ordinal), list.Order(StringComparer.Ordinal));
        }
        var again = PromptOrder.Of([.. pairs.AsEnumerable().Reverse()]);
        Assert.All(order, entry => Assert.Equal(entry.Value, again[entry.Key]));
    });

    [Fact]
    public void A_pair_of_one_person_or_one_that_stands_twice_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PromptOrder.Of([new OpenPair("a", "a", 0.5)]));
        Assert.Throws<ArgumentException>(() => PromptOrder.Of([new OpenPair("a", "b", 0.5), new OpenPair("b", "a", 0.4)]));
        Assert.Empty(PromptOrder.Of([]));
    }

    private static readonly Gen<List<OpenPair>> Pairs =
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 8], Gen.Double[0, 1]).Where(pair => pair.Item1 != pair.Item2).List[0, 20].Select(all => all
            .Select(pair => new OpenPair($"m{Math.Min(pair.Item1, pair.Item2)}", $"m{Math.Max(pair.Item1, pair.Item2)}", pair.Item3))
            .DistinctBy(pair => (pair.A, pair.B)).ToList());
}
