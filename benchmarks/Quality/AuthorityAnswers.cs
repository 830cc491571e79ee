using System.Diagnostics;
using Matching.Measures;

namespace Matching.Benchmarks.Quality;

/// <summary>Real questions to Swedish authorities: which answer is a question's, among all and among those of its category?</summary>
internal static class AuthorityAnswers
{
    private const int Top = 10;

    internal static IEnumerable<QualityRow> Measure(DataFolder data)
    {
        var answers = data.Rows("answers.csv", row => (Id: row.GetString("id"), Category: row.GetString("category"), Text: row.GetString("text")));
        var numbers = answers.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var questions = data.Rows("questions.csv", row => new Asked(row.GetString("question"), numbers[row.GetString("answer")]));
        string[] texts = [.. answers.Select(answer => answer.Text)];
        string[] categories = [.. answers.Select(answer => answer.Category)];
        return TextSystem.All.SelectMany(system => Rows(data.Name, system, texts, categories, questions));
    }

    private static IEnumerable<QualityRow> Rows(string task, TextSystem system, string[] texts, string[] categories, IReadOnlyList<Asked> questions)
    {
        var clock = Stopwatch.StartNew();
        var score = system.Build(texts);
        var scored = questions.Select(asked => (asked.Answer, Scores: score(asked.Question))).ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        var all = scored.Select(item => Ranked(item.Scores, item.Answer, _ => true)).ToList();
        var within = scored.Select(item => Ranked(item.Scores, item.Answer, text => categories[text] == categories[item.Answer])).ToList();
        return Rows(task, "all", system.Name, all, seconds).Concat(Rows(task, "category", system.Name, within, seconds));
    }

    private static IEnumerable<QualityRow> Rows(string task, string set, string system, List<bool[]> lists, double seconds)
    {
        yield return new QualityRow(task, set, system, "accuracy@1", RankingMeasures.HitRateAt(lists, 1), lists.Count, seconds);
        yield return new QualityRow(task, set, system, "mrr", RankingMeasures.MeanReciprocalRank(lists), lists.Count, seconds);
        yield return new QualityRow(task, set, system, "ndcg@10", lists.Average(list => RankingMeasures.NdcgAt(list, Top, 1)!.Value), lists.Count, seconds);
    }

    // Whether the answer stands at each place among the candidates; equals stand by number.
    private static bool[] Ranked(double[] scores, int answer, Func<int, bool> isCandidate) =>
        [.. Enumerable.Range(0, scores.Length).Where(isCandidate).OrderByDescending(text => scores[text]).ThenBy(text => text).Select(text => text == answer)];

    private readonly record struct Asked(string Question, int Answer);
}
