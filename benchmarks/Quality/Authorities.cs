using System.Diagnostics;
using Matching.Contacts;
using Matching.Measures;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Benchmarks.Quality;

/// <summary>Which of 984 Swedish authorities is named, asked for, or meant by a topic?</summary>
internal static class Authorities
{
    private static readonly string[] Sets = ["alias", "question", "tag"];

    internal static IEnumerable<QualityRow> Measure(DataFolder data)
    {
        var keywords = data.Rows("keywords.csv", row => (Id: row.GetString("organisation"), Keywords: List(row.GetString("keywords"))))
            .ToDictionary(row => row.Id, row => row.Keywords, StringComparer.Ordinal);
        var organisations = data.Rows("organisations.csv", row => new Organisation
        {
            Id = row.GetString("id"),
            Name = row.GetString("name"),
            Sector = Sector.Agency,
            Municipality = row.GetString("municipality"),
            Ministry = row.GetString("ministry"),
            ShortName = row.GetString("short_name"),
            Remit = row.GetString("remit"),
            Aliases = List(row.GetString("aliases")),
            Keywords = keywords.GetValueOrDefault(row.GetString("id"), []),
        });
        var numbers = organisations.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var sets = Sets.Select(set => (Set: set, Queries: Queries(data, set, numbers))).ToList();
        foreach (var (system, build) in Systems)
        {
            var rank = build(organisations);
            foreach (var (set, queries) in sets)
            {
                foreach (var row in Rows(data.Name, system, set, queries, rank)) yield return row;
            }
        }
    }

    private static IEnumerable<(string System, Func<IReadOnlyList<Organisation>, Func<string, int[]>> Build)> Systems =>
    [
        ("bm25 words", organisations => Plain(organisations, "bm25 words")),
        ("bm25 4-grams", organisations => Plain(organisations, "bm25 4-grams")),
        ("without names", organisations => Ranked(organisations, ContactSearch.Standard, CompoundSplitter.Swedish, one => OrganisationRanking.Score(0, one.Text, one.Concept))),
        ("without concepts", organisations => Ranked(organisations, null, CompoundSplitter.Swedish, one => one.Score)),
        ("without compounds", organisations => Ranked(organisations, ConceptList.Standard, null, one => one.Score)),
        (QualityRow.Product, organisations => Ranked(organisations, ContactSearch.Standard, CompoundSplitter.Swedish, one => one.Score)),
    ];

    private static Func<string, int[]> Plain(IReadOnlyList<Organisation> organisations, string name)
    {
        var scores = TextSystem.All.Single(system => system.Name == name).Build([.. organisations.Select(Text)]);
        return question =>
        {
            var scored = scores(question);
            return [.. Enumerable.Range(0, organisations.Count).OrderByDescending(one => scored[one]).ThenBy(one => organisations[one].Id, StringComparer.Ordinal)];
        };
    }

    private static string Text(Organisation one) => string.Join(' ', [one.Name, one.ShortName ?? "", .. one.Aliases, .. one.Keywords, one.Remit ?? ""]);

    private static Func<string, int[]> Ranked(
        IReadOnlyList<Organisation> organisations, ConceptList? concepts, CompoundSplitter? splitter, Func<RankedOrganisation, double> score)
    {
        var ranking = new OrganisationRanking(new ContactRecords { Organisations = organisations }, _ => [], concepts, splitter);
        return question => [.. ranking.Rank(question).Where(one => score(one) > 0)
            .OrderByDescending(score).ThenBy(one => organisations[one.Organisation].Id, StringComparer.Ordinal).Select(one => one.Organisation)];
    }

    private static List<(string Question, HashSet<int> Relevant)> Queries(DataFolder data, string set, Dictionary<string, int> numbers) =>
        [.. data.Rows($"{set}-queries.csv", row => (Question: row.GetString("query"), Relevant: numbers[row.GetString("relevant")]))
            .GroupBy(row => row.Question, row => row.Relevant, StringComparer.Ordinal)
            .Select(group => (group.Key, group.ToHashSet()))];

    private static IEnumerable<QualityRow> Rows(string task, string system, string set, List<(string Question, HashSet<int> Relevant)> queries, Func<string, int[]> rank)
    {
        var clock = Stopwatch.StartNew();
        var lists = queries.Select(query => (List: rank(query.Question).Select(query.Relevant.Contains).ToArray(), query.Relevant.Count)).ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        if (set == "tag")
        {
            yield return new QualityRow(task, set, system, "map", lists.Average(one => RankingMeasures.AveragePrecision(one.List, one.Count)), lists.Count, seconds);
            yield break;
        }
        var ranked = lists.ConvertAll(one => one.List);
        yield return new QualityRow(task, set, system, "accuracy@1", RankingMeasures.HitRateAt(ranked, 1), lists.Count, seconds);
        yield return new QualityRow(task, set, system, "mrr", RankingMeasures.MeanReciprocalRank(ranked), lists.Count, seconds);
    }

    private static string[] List(string cell) => cell.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
