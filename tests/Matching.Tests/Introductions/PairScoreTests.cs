using CsCheck;
using Matching.Bridges;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Tests.Oracles;

namespace Matching.Tests.Introductions;

public sealed class PairScoreTests
{
    public static TheoryData<string> Cases() => [.. Oracle.Model("pair_score_hub8").GetProperty("cases").EnumerateObject().Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_part_of_the_score_is_the_expected_value(string name)
    {
        var expected = Oracle.Model("pair_score_hub8").GetProperty("cases").GetProperty(name);
        var input = expected.GetProperty("input");
        var (i, j) = (Hub8.Number(expected.GetProperty("i").GetString()!), Hub8.Number(expected.GetProperty("j").GetString()!));
        // The oracle states what picks add to W; the product counts picks of 0.3 each.
        var picked = input.TryGetProperty("extra", out var extra) ? (int)Math.Round(extra.GetDouble() / Saturation.PerPick) : 0;
        var introduced = input.TryGetProperty("host", out var host) ? host.GetDouble() : 1;
        var bridging = Hub8.Bridging.Explain(i, j, picked);
        var terms = Hub8.Terms(
            i, j, input.GetProperty("aij").GetDouble(), input.GetProperty("aji").GetDouble(), input.GetProperty("chi").GetDouble(),
            input.GetProperty("lang").GetBoolean(), Hub8.DayOverlap(input.GetProperty("di"), input.GetProperty("dj")), introduced, bridging.Score);

        Oracle.Agrees(expected.GetProperty("F"), PairScore.Fit(terms.HelpToI, terms.HelpToJ, true), "F");
        Oracle.Agrees(expected.GetProperty("O"), bridging.Overlap, "O");
        Oracle.Agrees(expected.GetProperty("H_ij"), bridging.ReachGainI, "H_ij");
        Oracle.Agrees(expected.GetProperty("H_ji"), bridging.ReachGainJ, "H_ji");
        Oracle.Agrees(expected.GetProperty("R"), bridging.Reach, "R");
        Oracle.Agrees(expected.GetProperty("D"), bridging.Novelty, "D");
        Oracle.Agrees(expected.GetProperty("S"), bridging.Openness, "S");
        Oracle.Agrees(expected.GetProperty("B"), bridging.Score, "B");
        Oracle.Agrees(expected.GetProperty("B"), Hub8.Bridging.Score(i, j, picked), "B alone");
        Oracle.Agrees(expected.GetProperty("wB"), PairScore.BridgingWeight(terms.Complexity), "wB");
        Oracle.Agrees(expected.GetProperty("n_eff"), terms.SharedContacts, "n_eff");
        Oracle.Agrees(expected.GetProperty("T"), PairScore.Trust(terms.SharedContacts, terms.Complexity), "T");
        Oracle.Agrees(expected.GetProperty("A"), Availability.Of(terms.ShareLanguage, terms.DayOverlap), "A");
        Oracle.Agrees(expected.GetProperty("score"), PairScore.Of(terms), "score");
    }

    [Fact]
    public void A_complex_need_turns_the_ranking_from_the_far_bridge_to_the_vouched_for_one()
    {
        // Hansen 1999: weak inter-unit ties speed simple knowledge and slow complex knowledge.
        Assert.True(Score("a1-b2 simple") > Score("a1-m1 simple"));
        Assert.True(Score("a1-m1 complex") > Score("a1-b2 complex"));
    }

    [Fact]
    public void Trust_is_the_models_table()
    {
        foreach (var row in Oracle.Model("trust").EnumerateArray())
            Oracle.Agrees(row.GetProperty("T"), PairScore.Trust(row.GetProperty("n").GetDouble(), row.GetProperty("chi").GetDouble()), row.ToString());
    }

    [Fact]
    public void Trust_times_novelty_peaks_where_the_model_says()
    {
        // T(n)·(1 − n/(2k − n)): a check of the constants against the inverted U of Rajkumar et al. 2022. τ = T at n = 0 fixes χ.
        foreach (var row in Oracle.Model("inverted_u").GetProperty("rows").EnumerateArray())
        {
            var (tau, k) = (row.GetProperty("tau").GetDouble(), row.GetProperty("k").GetInt32());
            var complexity = (0.8 - tau) / 0.6;
            double Value(int n) => PairScore.Trust(n, complexity) * (1 - (n / (double)((2 * k) - n)));
            foreach (var value in row.GetProperty("values").EnumerateObject())
                Oracle.Agrees(value.Value, Value(int.Parse(value.Name, System.Globalization.CultureInfo.InvariantCulture)), $"tau {tau} k {k} n {value.Name}");
            Assert.Equal(row.GetProperty("argmax_n").GetInt32(), Enumerable.Range(0, k).MaxBy(Value));
        }
    }

    [Fact]
    public void Fit_is_the_ordered_average_and_harmonic_for_a_giver_who_asks_for_something_back()
    {
        foreach (var row in Oracle.Model("reciprocal").EnumerateArray())
        {
            var (a, b) = (row.GetProperty("a").GetDouble(), row.GetProperty("b").GetDouble());
            Oracle.Agrees(row.GetProperty("owa_0.6"), PairScore.Fit(a, b, true), "ordered average");
            Oracle.Agrees(row.GetProperty("harmonic"), PairScore.Fit(a, b, false), "harmonic");
        }
    }

    [Fact]
    public void Equal_exposure_is_the_models_table()
    {
        foreach (var row in Oracle.Model("fairness_X").EnumerateArray())
            Oracle.Agrees(row.GetProperty("X"), Fairness.Of(row.GetProperty("e_i").GetDouble(), row.GetProperty("e_j").GetDouble(), row.GetProperty("mean").GetDouble()), row.ToString());
    }

    [Fact]
    public void The_score_and_its_explanation_are_one_number_in_zero_to_one_and_symmetric() =>
        Hubs.Any.Sample(records =>
        {
            var hub = HubSnapshot.Build(records, Hubs.Monday);
            var score = new PairScore(hub);
            for (var i = 0; i < hub.Count; i++)
            {
                for (var j = 0; j < hub.Count; j++)
                {
                    if (i == j) continue;
                    var value = score.Score(i, j);
                    Assert.InRange(value, 0, 1);
                    Assert.Equal(value, score.Explain(i, j).Score, 1e-12);
                    Assert.Equal(value, score.Score(j, i), 1e-12);
                }
            }
        }, iter: 100);

    [Fact]
    public void The_explanations_parts_multiply_to_the_score() =>
        Hubs.Any.Sample(records =>
        {
            var parts = new PairScore(HubSnapshot.Build(records, Hubs.Monday)).Explain(0, 1);
            var value = ((1 - parts.BridgingWeight) * parts.Fit) + (parts.BridgingWeight * parts.Bridging.Score);
            Assert.Equal(parts.Score, value * parts.Trust * parts.Availability, 1e-12);
        }, iter: 200);

    [Fact]
    public void Renaming_people_changes_the_labels_and_nothing_else() =>
        Hubs.Any.Sample(records =>
        {
            string Rename(string id) => id.StartsWith('m') ? $"z{999 - int.Parse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture):000}" : id;
            var renamed = records with
            {
                Members = [.. records.Members.Select(member => member with { Id = Rename(member.Id) })],
                Interactions = [.. records.Interactions.Select(row => row with { A = Rename(row.A), B = Rename(row.B) })],
                History = [.. records.History.Select(row => row with { A = Rename(row.A), B = Rename(row.B) })],
                Rules = [.. records.Rules.Select(rule => rule with { A = Rename(rule.A) })],
            };
            var (before, after) = (HubSnapshot.Build(records, Hubs.Monday), HubSnapshot.Build(renamed, Hubs.Monday));
            var (old, now) = (new PairScore(before), new PairScore(after));
            for (var i = 0; i < before.Count; i++)
            {
                var j = (i + 1) % before.Count;
                if (i == j) continue;
                Assert.Equal(old.Score(i, j), now.Score(after.Find(Rename(before.Members[i].Id))!.Value, after.Find(Rename(before.Members[j].Id))!.Value), 1e-12);
            }
        }, iter: 100);

    [Fact]
    public void Unknown_days_count_half_and_languages_close_only_when_both_are_known()
    {
        var members = new[]
        {
            Hubs.Member("a", "x") with { Languages = ["sv"], Days = [Weekday.Mon] },
            Hubs.Member("b", "y") with { Languages = ["en"], Days = [Weekday.Mon, Weekday.Tue] },
            Hubs.Member("c", "z"),
        };
        var score = new PairScore(HubSnapshot.Build(Hubs.Records(members), Hubs.Monday));
        Assert.Equal(0, score.Score(0, 1));
        Assert.Equal(0.7, score.Explain(0, 2).Availability, 1e-12);
    }

    private static double Score(string name) => Oracle.Model("pair_score_hub8").GetProperty("cases").GetProperty(name) is var expected
        && (Hub8.Number(expected.GetProperty("i").GetString()!), Hub8.Number(expected.GetProperty("j").GetString()!)) is var (i, j)
        ? PairScore.Of(Hub8.Terms(i, j, 0.8, 0.5, expected.GetProperty("input").GetProperty("chi").GetDouble(), true, 1, 1, Hub8.Bridging.Score(i, j)))
        : throw new InvalidOperationException();
}
