namespace Matching.Words;

/// <summary>Reads a word that is nothing but terms written together: fastigheterboende, elnätsanslutning.</summary>
/// <remarks>
/// The cover with the fewest terms, by dynamic programming over the word's letters. Between two terms may stand the ending or linking
/// letter of the first and the word "och", as where portals make one word of a heading. A term may lack all its marks, or none of them.
/// </remarks>
internal sealed class JoinedTerms
{
    // Terms of three letters turn up by chance within other words; no heading of a portal is longer than the other.
    private const int ShortestTerm = 4;
    private const int ShortestWord = 5;
    private const int LongestWord = 64;

    private static readonly string[] Links = ["", "s", "er", "ar", "or", "en", "et", "n", "och", "soch", "eroch", "aroch", "oroch", "enoch", "etoch", "noch"];
    private static readonly string[] LastEndings = ["", "er", "ar", "or", "en", "et", "n"];

    private readonly Dictionary<string, List<Concept>> terms = new(StringComparer.Ordinal);
    private readonly int longestTerm;

    internal JoinedTerms(IReadOnlyList<Concept> concepts)
    {
        foreach (var (concept, wording) in ConceptIndex.Wordings(concepts))
        {
            Add(ConceptIndex.Joined(wording), concept);
            Add(ConceptIndex.Joined(ConceptIndex.Folded(wording)), concept);
        }
        longestTerm = terms.Keys.Select(term => term.Length).DefaultIfEmpty().Max();
    }

    /// <summary>The terms that make up the word, by their place in it; none when something of it is left over.</summary>
    internal IReadOnlyList<(IReadOnlyList<Concept> Concepts, int Start, int Length)> Cover(string word)
    {
        if (word.Length is < ShortestWord or > LongestWord) return [];
        var lower = word.ToLowerInvariant();
        var fewest = Fewest(lower);
        var cover = new List<(IReadOnlyList<Concept> Concepts, int Start, int Length)>();
        if (fewest[0].Terms == int.MaxValue) return cover;
        for (var at = 0; at < lower.Length; at = fewest[at].Next)
            cover.Add((terms[lower.Substring(at, fewest[at].Length)], at, fewest[at].Length));
        return cover;
    }

    private void Add(string term, Concept concept)
    {
        if (term.Length < ShortestTerm) return;
        if (!terms.TryGetValue(term, out var known)) terms[term] = known = [];
        if (!known.Contains(concept)) known.Add(concept);
    }

    // From the end: at each letter, the fewest terms that cover the rest, the first of them, and where the next begins.
    private (int Terms, int Length, int Next)[] Fewest(string word)
    {
        var fewest = new (int Terms, int Length, int Next)[word.Length + 1];
        var lookup = terms.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = word.Length - 1; at >= 0; at--)
        {
            fewest[at] = (int.MaxValue, 0, 0);
            for (var length = Math.Min(longestTerm, word.Length - at); length >= ShortestTerm; length--)
            {
                if (!lookup.ContainsKey(word.AsSpan(at, length))) continue;
                var (rest, next) = After(word, at + length, fewest);
                if (rest < fewest[at].Terms - 1) fewest[at] = (rest + 1, length, next);
            }
        }
        return fewest;
    }

    // The best continuation behind a term: the end of the word, or another term behind a link.
    private static (int Terms, int Next) After(string word, int at, (int Terms, int Length, int Next)[] fewest)
    {
        if (LastEndings.Any(ending => word.AsSpan(at).SequenceEqual(ending))) return (0, word.Length);
        (int Terms, int Next) best = (int.MaxValue, 0);
        foreach (var link in Links)
        {
            var next = at + link.Length;
            if (next < word.Length && word.AsSpan(at).StartsWith(link) && fewest[next].Terms < best.Terms) best = (fewest[next].Terms, next);
        }
        return best;
    }
}
