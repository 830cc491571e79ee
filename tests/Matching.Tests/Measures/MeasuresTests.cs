using System.Globalization;
using System.Text.Json;
using CsCheck;
using Matching.Measures;
using Matching.Tests.Oracles;

namespace Matching.Tests.Measures;

public sealed class MeasuresTests
{
    private const double Tolerance = 1e-12;

    private static readonly JsonElement Expected = Oracle.Model("evaluation");

    [Fact]
    public void No_section_of_the_oracle_is_passed_over() => Assert.Empty(Expected.EnumerateObject().Select(section => section.Name).Except(
    [
        "ndcg@5", "recall@5", "precision@5", "mrr_first_hit_rank3", "auc", "gini", "off_policy", "sample_size_per_arm", "team_draft",
    ]));

    [Fact]
    public void Gain_precision_and_recall_of_a_ranking_agree()
    {
        var row = Expected.GetProperty("ndcg@5");
        bool[] ranked = [.. row.GetProperty("ranked_relevance").EnumerateArray().Select(flag => flag.GetInt32() == 1)];
        var relevant = row.GetProperty("relevant_total").GetInt32();
        Oracle.Agrees(row.GetProperty("dcg"), RankingMeasures.DcgAt(ranked, 5), "DCG");
        Oracle.Agrees(row.GetProperty("idcg"), RankingMeasures.IdealDcgAt(relevant, 5), "ideal DCG");
        Oracle.Agrees(row.GetProperty("ndcg"), RankingMeasures.NdcgAt(ranked, 5, relevant), "NDCG");
        Oracle.Agrees(Expected.GetProperty("recall@5"), RankingMeasures.RecallAt(ranked, 5, relevant), "recall");
        Oracle.Agrees(Expected.GetProperty("precision@5"), RankingMeasures.PrecisionAt(ranked, 5), "precision");
        Assert.Equal(5, row.EnumerateObject().Count());
    }

    [Fact]
    public void A_first_hit_at_the_third_place_is_worth_a_third() =>
        Oracle.Agrees(Expected.GetProperty("mrr_first_hit_rank3"), RankingMeasures.ReciprocalRank([false, false, true, true]), "MRR");

    [Fact]
    public void The_area_under_the_curve_agrees()
    {
        var row = Expected.GetProperty("auc");
        Oracle.Agrees(row.GetProperty("auc"), RankingMeasures.Auc(Numbers(row.GetProperty("pos")), Numbers(row.GetProperty("neg"))), "AUC");
    }

    [Fact]
    public void Inequality_agrees_list_by_list()
    {
        foreach (var row in Expected.GetProperty("gini").EnumerateObject())
        {
            using var amounts = JsonDocument.Parse(row.Name);
            Oracle.Agrees(row.Value, Inequality.Gini(Numbers(amounts.RootElement)), row.Name);
        }
    }

    [Fact]
    public void Estimates_of_another_policy_agree()
    {
        var row = Expected.GetProperty("off_policy");
        LoggedChoice[] log =
        [
            .. row.GetProperty("logs_reward_logprop_targetprob").EnumerateArray()
                .Select(choice => new LoggedChoice(choice[0].GetDouble(), choice[1].GetDouble(), choice[2].GetDouble())),
        ];
        Oracle.Agrees(row.GetProperty("ips"), OffPolicy.Ips(log), "IPS");
        Oracle.Agrees(row.GetProperty("snips"), OffPolicy.SelfNormalisedIps(log), "SNIPS");
        Oracle.Agrees(row.GetProperty("clipped_1.5"), OffPolicy.ClippedIps(log, 1.5), "clipped");
        Oracle.Agrees(row.GetProperty("ess"), OffPolicy.EffectiveSampleSize(log), "ESS");
        Assert.Equal(5, row.EnumerateObject().Count());
    }

    [Fact]
    public void Sample_sizes_agree()
    {
        foreach (var row in Expected.GetProperty("sample_size_per_arm").EnumerateObject())
        {
            var rates = row.Name.Split("_vs_").Select(rate => double.Parse(rate, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(row.Value.GetInt64(), SampleSize.PerArm(rates[0], rates[1]));
        }
    }

    [Fact]
    public void A_team_draft_agrees_pick_by_pick()
    {
        var row = Expected.GetProperty("team_draft");
        static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
        var coins = Texts(row.GetProperty("coins")).Select(Enum.Parse<Team>).ToList();
        var expected = Texts(row.GetProperty("interleaved"));
        var drafted = Interleaving.TeamDraft(Texts(row.GetProperty("A")), Texts(row.GetProperty("B")), expected.Length, coins);
        Assert.Equal(expected, drafted.Select(pick => pick.Item));
        Assert.Equal(Texts(row.GetProperty("team")), drafted.Select(pick => pick.Team.ToString()));
    }

    [Fact]
    public void The_area_under_the_curve_is_the_share_of_pairs_won_with_ties_halved() =>
        Gen.Select(Gen.Int[0, 9].Array[0, 30], Gen.Int[0, 9].Array[0, 30]).Sample((positives, negatives) =>
        {
            var auc = RankingMeasures.Auc([.. positives.Select(x => x / 4.0)], [.. negatives.Select(x => x / 4.0)]);
            var wins = (from p in positives from n in negatives select p > n ? 1 : p == n ? 0.5 : 0).Sum();
            if (positives.Length * negatives.Length == 0) Assert.Null(auc);
            else Assert.Equal(wins / (positives.Length * negatives.Length), auc!.Value, Tolerance);
        });

    [Fact]
    public void Average_precision_is_the_mean_of_the_precision_at_every_relevant_place() =>
        Gen.Select(Gen.Bool.Array[0, 20], Gen.Int[0, 5]).Sample((ranked, missed) =>
        {
            var relevant = ranked.Count(flag => flag) + missed;
            var value = RankingMeasures.AveragePrecision(ranked, relevant);
            var sum = Enumerable.Range(1, ranked.Length).Where(k => ranked[k - 1]).Sum(k => RankingMeasures.PrecisionAt(ranked, k));
            if (relevant == 0) Assert.Null(value);
            else Assert.Equal(sum / relevant, value!.Value, Tolerance);
        });

    [Fact]
    public void The_gini_coefficient_is_half_the_relative_mean_difference() => Gen.Int[0, 20].Array[0, 20].Sample(counts =>
    {
        var gini = Inequality.Gini([.. counts.Select(count => (double)count)]);
        var differences = (from x in counts from y in counts select Math.Abs(x - y)).Sum();
        if (counts.Sum() == 0) Assert.Null(gini);
        else Assert.Equal(differences / (2.0 * counts.Length * counts.Sum()), gini!.Value, Tolerance);
    });

    [Fact]
    public void Congestion_is_what_the_most_and_what_the_ninety_fifth_of_a_hundred_have()
    {
        int[] counts = [.. Enumerable.Range(1, 100)];
        Assert.Equal(100, Inequality.CongestionMax(counts));
        Assert.Equal(95, Inequality.CongestionP95(counts));
        Assert.Equal(7, Inequality.CongestionP95([7]));
        Assert.Equal(20, Inequality.CongestionP95([.. counts.Take(20)]) + 1);
        Assert.Null(Inequality.CongestionMax([]));
        Assert.Null(Inequality.CongestionP95([]));
    }

    [Fact]
    public void Coverage_is_the_share_with_at_least_one()
    {
        Assert.Equal(0.75, Inequality.Coverage([0, 1, 5, 2]));
        Assert.Null(Inequality.Coverage([]));
    }

    [Fact]
    public void Measures_over_several_lists_are_their_means()
    {
        bool[][] lists = [[true, false], [false, true], [false, false]];
        Assert.Equal(0.5, RankingMeasures.MeanReciprocalRank(lists));
        Assert.Equal(1 / 3.0, RankingMeasures.HitRateAt(lists, 1));
        Assert.Equal(2 / 3.0, RankingMeasures.HitRateAt(lists, 5));
        Assert.Null(RankingMeasures.MeanReciprocalRank([]));
        Assert.Null(RankingMeasures.HitRateAt([], 1));
    }

    [Fact]
    public void What_has_no_relevant_item_or_no_log_is_undefined()
    {
        Assert.Null(RankingMeasures.RecallAt([false], 1, 0));
        Assert.Null(RankingMeasures.NdcgAt([false], 1, 0));
        Assert.Null(OffPolicy.Ips([]));
        Assert.Null(OffPolicy.SelfNormalisedIps([new LoggedChoice(1, 0.5, 0)]));
        Assert.Null(OffPolicy.EffectiveSampleSize([]));
        Assert.Null(SampleSize.PerArm(0.2, 0.2));
        Assert.Equal(0, RankingMeasures.ReciprocalRank([false, false]));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => RankingMeasures.Auc([double.NaN], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingMeasures.RecallAt([true, true], 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingMeasures.PrecisionAt([true], 0));
        Assert.Throws<ArgumentException>(() => Inequality.Gini([1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Inequality.Coverage([-1]));
        Assert.Throws<ArgumentException>(() => OffPolicy.Ips([new LoggedChoice(1, 0, 0.5)]));
        Assert.Throws<ArgumentException>(() => Interleaving.TeamDraft(["a"], ["b"], 3, [Team.A]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleSize.PerArm(0.1, 0.2, power: 1));
    }

    [Fact]
    public void A_draft_takes_every_item_once_and_the_teams_differ_by_at_most_one() =>
        Gen.Select(Gen.Int[0, 12].Array[0, 12], Gen.Int[0, 12].Array[0, 12], Gen.Enum<Team>().Array[6]).Sample((a, b, coins) =>
        {
            int[] first = [.. a.Distinct()], second = [.. b.Distinct()];
            var drafted = Interleaving.TeamDraft(first, second, 12, coins);
            Assert.Equal(drafted.Count, drafted.DistinctBy(pick => pick.Item).Count());
            Assert.InRange(drafted.Count(pick => pick.Team == Team.A) - drafted.Count(pick => pick.Team == Team.B), -1, 1);
            Assert.All(drafted, pick => Assert.Contains(pick.Item, pick.Team == Team.A ? first : second));
        });

    [Fact]
    public void A_full_ranking_of_the_same_list_twice_is_that_list()
    {
        var drafted = Interleaving.TeamDraft([1, 2, 3], [1, 2, 3], 3, [Team.B, Team.A]);
        Assert.Equal([(1, Team.B), (2, Team.A), (3, Team.A)], drafted);
    }

    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.8, 0.8416212335729143)]
    [InlineData(0.5, 0)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(1e-12, -7.034483825301131)]
    public void Quantiles_of_the_normal_distribution_are_the_published_ones(double p, double z) =>
        Assert.Equal(z, NormalQuantile.Of(p), Tolerance);

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];
}
