using System.Text.Json;
using CsCheck;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Ties;

namespace Matching.Tests.Introductions;

public sealed class RoundTests
{
    private static readonly Gen<RoundOptions> Options =
        from seed in Gen.Long[0, 5]
        from budget in Gen.Int[-1, 12]
        from mode in Gen.Enum<RoundMode>()
        select new RoundOptions { Seed = seed, Budget = budget < 0 ? null : budget, Mode = mode };

    [Fact]
    public void A_round_breaks_no_gate_cap_or_budget_and_says_why_of_each() =>
        Gen.Select(Hubs.Any, Options).Sample((records, options) =>
        {
            var hub = HubSnapshot.Build(records, Hubs.Monday);
            var round = new Round(hub, options);
            var draft = round.Draw();
            var gates = new Gates(hub);
            Assert.True(draft.Introductions.Count <= round.Budget);
            foreach (var suggestion in draft.Introductions)
            {
                var (i, j) = (hub.Find(suggestion.A)!.Value, hub.Find(suggestion.B)!.Value);
                Assert.Equal(Gate.Open, gates.Of(i, j));
                Assert.NotEqual(hub.OrganisationOf(i).Id, hub.OrganisationOf(j).Id);
                Assert.True(hub.Ties.Strength(i, j) < TieStrength.Threshold);
                Assert.True(suggestion.Score >= PairScore.Least);
                Assert.InRange(suggestion.Reasons.Count, Reasons.Fewest, Reasons.Most);
                Assert.True(double.IsFinite(suggestion.Parts.Bridging + suggestion.Parts.Fit + suggestion.Parts.Trust));
            }
            foreach (var member in hub.Members)
            {
                var times = draft.Introductions.Count(suggestion => suggestion.A == member.Id || suggestion.B == member.Id);
                Assert.True(times <= member.Capacity);
                Assert.Equal(times == 0, draft.LeftOut.Any(left => left.Member == member.Id));
            }
        }, iter: 300);

    [Fact]
    public void The_same_input_and_seed_give_the_same_bytes_whatever_the_order_of_the_records() =>
        Gen.Select(Hubs.Any, Options).Sample((records, options) =>
        {
            var reversed = records with
            {
                Members = [.. records.Members.Reverse()],
                Organisations = [.. records.Organisations.Reverse()],
                Interactions = [.. records.Interactions.Reverse()],
                History = [.. records.History.Reverse()],
            };
            Assert.Equal(Bytes(records, options), Bytes(records, options));
            Assert.Equal(Bytes(records, options), Bytes(reversed, options));
        }, iter: 100);

    [Fact]
    public void One_thread_gives_the_same_bytes_as_all_of_them() =>
        Gen.Select(Hubs.Any, Options).Sample((records, options) =>
        {
            var one = Task.Factory.StartNew(
                () => Bytes(records, options), CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler);
            Assert.Equal(Bytes(records, options), one.GetAwaiter().GetResult());
        }, iter: 60);

    [Fact]
    public void A_round_tells_how_near_it_is_to_the_best_that_its_limits_allow() =>
        Gen.Select(Hubs.Any, Options).Sample((records, options) =>
        {
            var draft = Round.Draw(HubSnapshot.Build(records, Hubs.Monday), options);
            // Greedy keeps a third of the optimum under saturation, and the bound lies above it.
            Assert.InRange(draft.ShareOfBound, 0.3, 1);
        }, iter: 100);

    [Fact]
    public void Two_pairs_of_which_one_can_be_chosen_are_certified_whole()
    {
        var records = Hubs.Records([Hubs.Member("a", "x"), Hubs.Member("b", "y"), Hubs.Member("c", "z")]);
        Assert.Equal(1, Round.Draw(HubSnapshot.Build(records, Hubs.Monday), new RoundOptions { Budget = 1 }).ShareOfBound, 1e-6);
    }

    [Fact]
    public void Whether_reasons_suffice_is_whether_enough_are_written() =>
        Hubs.Any.Sample(records =>
        {
            var hub = HubSnapshot.Build(records, Hubs.Monday);
            var reasons = new Reasons(hub, new PairScore(hub).Bridging.Saturation);
            for (var i = 0; i < hub.Count; i++)
            {
                for (var j = i + 1; j < hub.Count; j++)
                {
                    Assert.Equal(reasons.Suffice(i, j), reasons.Of(i, j).Count >= Reasons.Fewest);
                    Assert.True(reasons.Of(i, j).Count <= Reasons.Most);
                }
            }
        }, iter: 100);

    [Fact]
    public void Reasons_name_no_title_third_person_or_strength() =>
        Hubs.Any.Sample(records =>
        {
            var titled = records with { Members = [.. records.Members.Select(member => member with { Title = "Generaldirektör" })] };
            foreach (var suggestion in Round.Draw(HubSnapshot.Build(titled, Hubs.Monday), new RoundOptions()).Introductions)
            {
                var text = string.Concat(suggestion.Reasons.Select(reason => reason.Sv + reason.En));
                Assert.DoesNotContain("Generaldirektör", text, StringComparison.Ordinal);
                Assert.DoesNotContain("Efternamn", text, StringComparison.Ordinal);
                foreach (var other in titled.Members.Where(member => member.Id != suggestion.A && member.Id != suggestion.B))
                    Assert.DoesNotContain(other.FirstName() + " ", text, StringComparison.Ordinal);
            }
        }, iter: 200);

    [Fact]
    public void A_seed_shares_out_exact_ties_and_changes_nothing_else()
    {
        var records = Hubs.Records(Enumerable.Range(0, 12).Select(k => Hubs.Member($"m{k:00}", $"o{k}")));
        var drawn = Enumerable.Range(0, 40).Select(seed => Pairs(records, new RoundOptions { Seed = seed, Budget = 1 })).ToList();
        Assert.Equal([("m00", "m01")], drawn[0]);
        Assert.True(drawn.Select(pairs => pairs[0]).Distinct().Count() > 15);
    }

    [Fact]
    public void The_default_budget_is_a_tenth_of_the_eligible_and_at_most_twenty()
    {
        Assert.Equal(4, new Round(Crowd(31), new RoundOptions()).Budget);
        Assert.Equal(20, new Round(Crowd(320), new RoundOptions()).Budget);
        Assert.Equal(15, new Round(Crowd(31), new RoundOptions { Mode = RoundMode.Everyone }).Budget);
    }

    [Fact]
    public void In_everyone_mode_newcomers_and_the_long_left_out_are_served_when_places_are_few()
    {
        var members = Enumerable.Range(0, 20).Select(k => Hubs.Member($"m{k:00}", $"o{k}") with
        {
            Challenges = k < 18 ? ["Anslutning till elnätet dröjer"] : [],
            Skills = k < 18 ? ["Kan elnät och anslutning"] : [],
            Days = [Weekday.Tue],
            Joined = k == 19 ? DateOnly.FromDateTime(Hubs.Monday.UtcDateTime).AddDays(-10) : null,
        });
        var pairs = Pairs(Hubs.Records(members), new RoundOptions { Budget = 1, Mode = RoundMode.Everyone });
        Assert.Contains(pairs, pair => pair.A == "m19" || pair.B == "m19");
        Assert.DoesNotContain(Pairs(Hubs.Records(members), new RoundOptions { Budget = 1 }), pair => pair.B == "m19");
    }

    [Fact]
    public void A_freed_place_is_filled_again_and_what_was_barred_stays_away() =>
        Hubs.Any.Sample(records =>
        {
            var hub = HubSnapshot.Build(records, Hubs.Monday);
            var round = new Round(hub, new RoundOptions { Budget = 4 });
            var draft = round.Draw();
            if (draft.Introductions.Count < 2) return;
            var barred = (draft.Introductions[0].A, draft.Introductions[0].B);
            var kept = draft.Introductions.Skip(1).Select(suggestion => (suggestion.A, suggestion.B)).ToList();
            var refill = round.Refill(kept, [barred]);
            Assert.True(refill.Introductions.Count <= 4 - kept.Count);
            Assert.DoesNotContain(refill.Introductions, suggestion => (suggestion.A, suggestion.B) == barred || kept.Contains((suggestion.A, suggestion.B)));
            foreach (var member in hub.Members)
            {
                var times = kept.Concat(refill.Introductions.Select(suggestion => (suggestion.A, suggestion.B))).Count(pair => pair.Item1 == member.Id || pair.Item2 == member.Id);
                Assert.True(times <= member.Capacity);
                Assert.Equal(times == 0, refill.LeftOut.Any(left => left.Member == member.Id));
            }
        }, iter: 200);

    [Fact]
    public void A_host_may_choose_a_poor_pair_but_not_a_closed_one()
    {
        var records = Hubs.Records([Hubs.Member("a", "x"), Hubs.Member("b", "x"), Hubs.Member("c", "y")]);
        var round = new Round(HubSnapshot.Build(records, Hubs.Monday), new RoundOptions());
        Assert.Equal(Gate.SameOrganisation, round.Suggest("a", "b").Gate);
        Assert.NotNull(round.Suggest("c", "a").Suggestion);
        Assert.Null(round.Suggest("a", "nobody").Suggestion);
    }

    [Fact]
    public void The_forecast_adds_the_suggested_ties_to_the_network()
    {
        var records = Hubs.Records([Hubs.Member("a", "x"), Hubs.Member("b", "y")]);
        var draft = Round.Draw(HubSnapshot.Build(records, Hubs.Monday), new RoundOptions { Budget = 1 });
        Assert.Equal((0, 2, 0), (draft.Network.Before.Ties, draft.Network.Before.Isolates, draft.Network.Before.OrganisationPairsJoined));
        Assert.Equal((1, 0, 1), (draft.Network.Forecast.Ties, draft.Network.Forecast.Isolates, draft.Network.Forecast.OrganisationPairsJoined));
        Assert.Equal(1, draft.Network.Forecast.WeakShare);
        Assert.Null(draft.Network.Before.WeakShare);
    }

    [Fact]
    public void Everyone_left_out_is_told_the_true_reason()
    {
        var records = Hubs.Records(
        [
            Hubs.Member("a", "x"), Hubs.Member("b", "y"), Hubs.Member("c", "y"),
            Hubs.Member("off", "x") with { Matchable = false }, Hubs.Member("full", "y") with { Capacity = 0 },
            Hubs.Member("silent", "z") with { Languages = ["fi"] }, Hubs.Member("x2", "x"),
        ]);
        records = records with { Rules = [new Rule { Kind = RuleKind.Never, A = "silent" }] };
        var left = Round.Draw(HubSnapshot.Build(records, Hubs.Monday), new RoundOptions { Budget = 1 }).LeftOut.ToDictionary(entry => entry.Member, entry => entry.Reason);
        Assert.Equal(LeftOutReason.NotMatchable, left["off"]);
        Assert.Equal(LeftOutReason.NoCapacity, left["full"]);
        Assert.Equal(LeftOutReason.NoOpenPair, left["silent"]);
        Assert.Equal(LeftOutReason.BudgetSpent, left["c"]);
        Assert.Equal(LeftOutReason.BudgetSpent, left["x2"]);
    }

    [Fact]
    public void Four_free_pairs_over_one_border_leave_the_fourth_out_for_that_reason()
    {
        var records = Hubs.Records(Enumerable.Range(0, 8).Select(k => Hubs.Member($"m{k}", k < 4 ? "x" : "y")));
        var draft = Round.Draw(HubSnapshot.Build(records, Hubs.Monday), new RoundOptions { Budget = 4 });
        Assert.Equal(3, draft.Introductions.Count);
        Assert.All(draft.LeftOut, left => Assert.Equal(LeftOutReason.BordersFull, left.Reason));
    }

    [Fact]
    public void Rankings_hold_open_pairs_best_first_and_everyone_when_asked()
    {
        Hubs.Any.Sample(records =>
        {
            var hub = HubSnapshot.Build(records, Hubs.Monday);
            var rankings = new Rankings(hub);
            var id = hub.Members[0].Id;
            var open = rankings.For(id, 500);
            var all = rankings.For(id, 500, all: true);
            Assert.Equal(hub.Count - 1, all.Count);
            Assert.All(open, candidate => Assert.True(candidate.Gate == Gate.Open && !candidate.BelowLeast));
            Assert.Equal(Enumerable.Range(1, all.Count), all.Select(candidate => candidate.Rank));
            Assert.Equal(open.Select(candidate => candidate.Candidate), all.Where(candidate => candidate.Gate == Gate.Open && !candidate.BelowLeast).Select(candidate => candidate.Candidate));
            foreach (var candidate in all) Assert.Equal(candidate.Score, rankings.Why(id, candidate.Candidate).Explanation.Score, 1e-12);
        }, iter: 100);
    }

    [Fact]
    public void A_hub_beyond_the_limit_is_refused_by_name()
    {
        var members = Enumerable.Range(0, HubSnapshot.LargestHub + 1).Select(k => Hubs.Member($"m{k}", "x"));
        Assert.Contains("lulea", Assert.Throws<ArgumentException>(() => HubSnapshot.Build(Hubs.Records(members), Hubs.Monday)).Message, StringComparison.Ordinal);
    }

    private static HubSnapshot Crowd(int count) => HubSnapshot.Build(Hubs.Records(Enumerable.Range(0, count).Select(k => Hubs.Member($"m{k:000}", $"o{k % 7}"))), Hubs.Monday);

    private static List<(string A, string B)> Pairs(HubRecords records, RoundOptions options) =>
        [.. Round.Draw(HubSnapshot.Build(records, Hubs.Monday), options).Introductions.Select(suggestion => (suggestion.A, suggestion.B))];

    private static byte[] Bytes(HubRecords records, RoundOptions options) => JsonSerializer.SerializeToUtf8Bytes(Round.Draw(HubSnapshot.Build(records, Hubs.Monday), options));
}
