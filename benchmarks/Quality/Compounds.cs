using System.Diagnostics;
using Lucene.Net.Analysis.Compound;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Analysis.Util;
using Lucene.Net.Util;
using Matching.Words;

namespace Matching.Benchmarks.Quality;

/// <summary>
/// Where compounds are taken apart, against a lexicographer's split: precision, recall and F1 of the boundaries inside a word, and the share
/// of words split exactly.
/// </summary>
/// <remarks>
/// Nearly every word of the data has one marked boundary, and a longer word may have true ones that are not marked, so precision stays below
/// 1 for a splitter that finds them. All systems read the words in lower case and know the project's own list.
/// </remarks>
internal static class Compounds
{
    private const string Hunspell = "/usr/share/hunspell/sv_SE.dic";

    internal static IEnumerable<QualityRow> Measure(DataFolder data)
    {
        var words = data.Rows("splits.csv", row => Case(row.GetString("split")));
        return Systems().SelectMany(system => Rows(data.Name, system.Name, words, system.Boundaries));
    }

    private static IEnumerable<(string Name, Func<string, IReadOnlySet<int>> Boundaries)> Systems()
    {
        var listed = SwedishWords.Read().Select(entry => entry.Word).ToHashSet(StringComparer.Ordinal);
        var dictionary = new CharArraySet(LuceneVersion.LUCENE_48, listed, ignoreCase: false);
        yield return ("no split", _ => new HashSet<int>());
        yield return ("longest known suffix", word => LongestSuffix(word, listed));
        yield return ("lucene dictionary filter", word => Lucene(word, dictionary));
        if (File.Exists(Hunspell)) yield return ("matching with hunspell's words", Of(WithHunspell()));
        yield return (QualityRow.Product, Of(CompoundSplitter.Swedish));
    }

    private static IEnumerable<QualityRow> Rows(string task, string system, IReadOnlyList<Compound> words, Func<string, IReadOnlySet<int>> split)
    {
        var clock = Stopwatch.StartNew();
        var found = words.Select(word => split(word.Word)).ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        double right = words.Zip(found, (word, own) => own.Count(word.Boundaries.Contains)).Sum();
        var (marked, given) = (words.Sum(word => word.Boundaries.Count), found.Sum(own => own.Count));
        QualityRow Row(string measure, double? value) => new(task, "all", system, measure, value, words.Count, seconds);
        yield return Row("boundary-precision", given == 0 ? null : right / given);
        yield return Row("boundary-recall", right / marked);
        yield return Row("boundary-f1", 2 * right / (marked + given));
        yield return Row("exact", words.Zip(found, (word, own) => word.Boundaries.SetEquals(own) ? 1.0 : 0).Average());
    }

    private static Compound Case(string split)
    {
        var texts = split.ToLowerInvariant().Normalize().Split('|');
        return new Compound(string.Concat(texts), Ends(texts));
    }

    private static Func<string, IReadOnlySet<int>> Of(CompoundSplitter splitter) => word => Ends([.. splitter.Parts(word).Select(part => part.Text)]);

    private static CompoundSplitter WithHunspell()
    {
        using var affixes = new StreamReader(Path.ChangeExtension(Hunspell, ".aff"));
        using var reader = new StreamReader(Hunspell);
        return CompoundSplitter.Swedish.With(HunspellWords.Read(reader, HunspellAffixes.Read(affixes).ForbiddenWord));
    }

    private static HashSet<int> Ends(string[] texts)
    {
        var ends = new HashSet<int>();
        var end = 0;
        foreach (var text in texts[..^1]) ends.Add(end += text.Length);
        return ends;
    }

    // Takes the longest known word off the end, as long as there is one and at least three letters remain before it.
    private static HashSet<int> LongestSuffix(string word, HashSet<string> listed)
    {
        var ends = new HashSet<int>();
        for (var end = word.Length; ;)
        {
            var start = Enumerable.Range(3, Math.Max(0, end - 5)).FirstOrDefault(at => listed.Contains(word[at..end]));
            if (start == 0) return ends;
            ends.Add(start);
            end = start;
        }
    }

    // The filter adds every listed word that it finds inside; where one begins is a boundary.
    private static HashSet<int> Lucene(string word, CharArraySet dictionary)
    {
        using var filter = new DictionaryCompoundWordTokenFilter(LuceneVersion.LUCENE_48,
            new KeywordTokenizer(new StringReader(word)), dictionary, minWordSize: 5, minSubwordSize: 3, maxSubwordSize: 20, onlyLongestMatch: true);
        var term = filter.GetAttribute<ICharTermAttribute>();
        var starts = new HashSet<int>();
        filter.Reset();
        while (filter.IncrementToken())
        {
            var text = term.ToString();
            if (text.Length < word.Length) starts.Add(word.IndexOf(text, StringComparison.Ordinal));
        }
        starts.Remove(0);
        return starts;
    }

    private readonly record struct Compound(string Word, HashSet<int> Boundaries);
}
