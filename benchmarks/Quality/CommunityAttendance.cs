using System.Diagnostics;
using Matching.Gatherings;
using Matching.Measures;

namespace Matching.Benchmarks.Quality;

/// <summary>Who went to which community how often: one community of each member with at least four is hidden, and all that she is not known to go to are ranked.</summary>
internal static class CommunityAttendance
{
    private const int Fewest = 4;
    private const int Top = 10;

    // The product's parameters were chosen on hold-outs of other seeds.
    private static readonly int[] Seeds = [1, 2, 3, 4, 5];

    internal static IEnumerable<QualityRow> Measure(DataFolder data)
    {
        var groups = data.Rows("groups.csv", row => (Id: row.GetString("id"), Name: row.GetString("name"), Category: row.GetString("category")));
        var numbers = groups.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var rows = data.Rows("attendance.csv", row => (Member: row.GetString("member"), Group: numbers[row.GetString("group")], Times: row.Parse<int>("times")));
        var members = rows.GroupBy(row => row.Member, row => new Visit(row.Group, row.Times)).Select(own => own.ToArray()).ToArray();
        var splits = Seeds.Select(seed => new Split(members, groups.Count, seed)).ToList();
        var topics = Themes.ByTopic([.. groups.Select(group => new[] { group.Category })]).ToList();
        var titles = Themes.ByTitle([.. groups.Select(group => group.Name)]).ToList();
        (string System, Func<Split, Func<Visit[], double[]>> Learn)[] systems =
        [
            ("popularity", split => _ => [.. split.Popularity]),
            ("item cosine, times", split => Cosine(split, visit => visit.Times)),
            ("item cosine, log times", split => Cosine(split, visit => Math.Log(1 + visit.Times))),
            ("item cosine, yes or no", split => Cosine(split, _ => 1)),
            ("ease, yes or no, lambda 50", split => Plain(Ease.Fit(split.Known.Length, split.Groups, [.. split.Pairs.Select(pair => (pair.Member, pair.Group, 1.0))], 50))),
            ("matching without themes", split => Of(Ease.FitBalanced(split.Known.Length, split.Groups, split.Pairs, []))),
            ("matching without titles", split => Of(Ease.FitBalanced(split.Known.Length, split.Groups, split.Pairs, topics))),
            (QualityRow.Product, split => Of(Ease.FitBalanced(split.Known.Length, split.Groups, split.Pairs, [.. topics, .. titles]))),
        ];
        return systems.SelectMany(system => Rows(data.Name, system.System, splits, system.Learn));
    }

    private static IEnumerable<QualityRow> Rows(string task, string system, List<Split> splits, Func<Split, Func<Visit[], double[]>> learn)
    {
        var clock = Stopwatch.StartNew();
        var lists = splits.SelectMany(split => split.Judge(learn(split))).ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        var set = $"one hidden, mean of {splits.Count} draws";
        yield return new QualityRow(task, set, system, "hr@10", RankingMeasures.HitRateAt(lists, Top), lists.Count, seconds);
        yield return new QualityRow(task, set, system, "ndcg@10", lists.Average(list => RankingMeasures.NdcgAt(list, Top, 1)!.Value), lists.Count, seconds);
    }

    private static Func<Visit[], double[]> Of(Ease ease) => own => ease.BalancedScores(own.Select(visit => (visit.Group, visit.Times)));

    private static Func<Visit[], double[]> Plain(Ease ease) => own => ease.Scores([.. own.Select(visit => (visit.Group, 1.0))]);

    private static Func<Visit[], double[]> Cosine(Split split, Func<Visit, double> weigh)
    {
        var products = new double[split.Groups, split.Groups];
        foreach (var own in split.Known)
        {
            foreach (var left in own)
            {
                foreach (var right in own) products[left.Group, right.Group] += weigh(left) * weigh(right);
            }
        }
        double Likeness(int i, int j) => products[j, j] == 0 ? 0 : products[i, j] / Math.Sqrt(products[i, i] * products[j, j]);
        return own => [.. Enumerable.Range(0, split.Groups).Select(group => own.Sum(visit => Likeness(visit.Group, group)))];
    }

    private readonly record struct Visit(int Group, int Times);

    /// <summary>What is known and what is hidden in one draw.</summary>
    private sealed class Split
    {
        private readonly int?[] hidden;

        internal Split(Visit[][] members, int groups, int seed)
        {
            var chance = new Random(seed);
            Groups = groups;
            hidden = [.. members.Select(own => own.Length >= Fewest ? own[chance.Next(own.Length)].Group : (int?)null)];
            Known = [.. members.Select((own, member) => own.Where(visit => visit.Group != hidden[member]).ToArray())];
            Pairs = [.. Known.SelectMany((own, member) => own.Select(visit => (member, visit.Group)))];
            Popularity = new double[groups];
            foreach (var (_, group) in Pairs) Popularity[group]++;
        }

        internal int Groups { get; }

        internal Visit[][] Known { get; }

        internal IReadOnlyList<(int Member, int Group)> Pairs { get; }

        internal double[] Popularity { get; }

        /// <summary>For each member with a hidden community, whether it stands at each of the first ten places; equals stand by number.</summary>
        internal IEnumerable<bool[]> Judge(Func<Visit[], double[]> score)
        {
            for (var member = 0; member < hidden.Length; member++)
            {
                if (hidden[member] is not { } target) continue;
                var scores = score(Known[member]);
                foreach (var visit in Known[member]) scores[visit.Group] = double.NegativeInfinity;
                var place = Enumerable.Range(0, Groups).Count(group => scores[group] > scores[target] || (scores[group] == scores[target] && group < target));
                yield return [.. Enumerable.Range(0, Top).Select(rank => rank == place)];
            }
        }
    }
}
