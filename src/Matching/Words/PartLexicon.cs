using System.Buffers;

namespace Matching.Words;

/// <summary>What a stretch of letters is when it stands as a part of a compound.</summary>
/// <param name="Word">The word without linking letters, in base form where that is known.</param>
/// <param name="Cost">How much it costs to read the stretch so; the cheapest reading of the whole word wins.</param>
internal readonly record struct PartReading(string Word, double Cost);

/// <summary>The words that parts of compounds are looked up in, with the rules for how a word looks inside a compound.</summary>
/// <remarks>
/// The forms are those of the Swedish Academy's grammar (Teleman, Hellberg and Andersson 1999, volume 2, on compounds): a first element
/// stands bare, with a linking s, with a vowel that replaces or follows its last (kyrk-o, gat-u, skade, barn-a), or loses its last vowel
/// (skol, arbets). The last element is inflected as on its own.
/// </remarks>
internal sealed class PartLexicon
{
    /// <summary>Least length of a word that a corpus adds: shorter ones are most often abbreviations, and any word is made of them.</summary>
    internal const int ShortestOfCorpus = 4;

    /// <summary>Least length of a part.</summary>
    internal const int Shortest = 2;

    /// <summary>No part is longer: the longest simple Swedish words have some twenty letters, and it keeps the work linear.</summary>
    internal const int Longest = 28;

    // A part costs one. What makes a reading less likely adds to it; a linking s is so common that it adds least.
    private const double Part = 1;
    private const double FrequentPart = 0.2;
    private const double RarePart = 0.5;
    private const double Linked = 0.1;
    private const double Inflection = 0.2;
    private const double LinkedByVowel = 0.3;
    private const double Derived = 0.3;

    // A first element in one of these takes a linking s without exception (avtals-, verksamhets-); its bare form is a chance likeness.
    private static readonly string[] SuffixesLinkedByS = ["het", "ion", "ing", "skap", "tet", "nad", "dom", "ling"];
    private const double LinkMissing = 0.8;

    // Before these an s may as well begin the next part: hug|skott, not hugs|kott.
    private static readonly SearchValues<char> FormsOnsetWithS = SearchValues.Create("cjklmnptv");
    private const double LinkedBeforeOnset = 0.4;

    private static readonly SearchValues<char> LastVowels = SearchValues.Create("iouyåö");

    private static readonly string[] Prefixes = ["för", "be"];
    private const int ShortestPrefixed = 4;

    // What makes a noun of a verb, or of an adjective.
    private static readonly string[] NounSuffixes = ["ning", "ing", "else"];
    private static readonly string[] FirstSuffixes = ["nings", "ings", "hets", "else", "elses", "ande", "ar"];

    private readonly Dictionary<string, double> costs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> stems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> seams = new(StringComparer.Ordinal);

    internal PartLexicon(IEnumerable<ListedWord> words)
    {
        foreach (var (word, seam, use) in words)
        {
            if (seam is { } at) seams.Add(word, at);
            Add(word, Cost(word.Length, use));
        }
        foreach (var word in BarredParts.All) Add(word, Part + ShortPart(word.Length));
    }

    private PartLexicon(PartLexicon own, IEnumerable<(string Word, int Count)> corpus)
    {
        costs = new(own.costs, StringComparer.Ordinal);
        stems = new(own.stems, StringComparer.Ordinal);
        seams = own.seams;
        // The first of several words with one stem stands for it, so the order must not be the caller's.
        foreach (var (word, count) in corpus.OrderBy(entry => entry.Word.Length).ThenBy(entry => entry.Word, StringComparer.Ordinal))
            Add(word, Part + ShortPart(word.Length) + Rarity(count));
    }

    internal PartLexicon With(IEnumerable<(string Word, int Count)> corpus) => new(this, corpus);

    /// <summary>The text as a part before others, where <paramref name="next"/> is the letter that follows.</summary>
    internal PartReading? First(ReadOnlySpan<char> text, char next)
    {
        var best = Bare(text, next);
        if (NeedsLinkingS(text) && best is { } bare) best = bare with { Cost = bare.Cost + LinkMissing };
        if (text[^1] == 's') best = LinkedByS(best, text[..^1], next);
        if (text[^1] is 'o' or 'u' or 'e' or 'a') best = Cheaper(best, LinkedVowel(text), LinkedByVowel);
        return best ?? Prefixed(text, next) ?? DerivedFirst(text);
    }

    /// <summary>The text as the last part: a base form, an inflected form, or a noun made of a known verb.</summary>
    internal PartReading? Last(ReadOnlySpan<char> text)
    {
        if (Exact(text) is { } exact) return exact;
        var stem = SwedishStemmer.Stem(text.ToString());
        return Inflected(stem) ?? Inflected(WithoutArticle(stem)) ?? Noun(stem) ?? Prefixed(text, null);
    }

    /// <summary>
    /// Where a word that the list knows as a compound, or a form of one, is taken apart; null for all others. Such a word is one part of
    /// longer ones, and two when it stands alone.
    /// </summary>
    internal int? Seam(string word) =>
        word.Length <= Longest && Last(word) is { } whole && seams.TryGetValue(whole.Word, out var seam) ? seam : null;

    private static double Cost(int length, PartUse use) => use switch
    {
        PartUse.Frequent => Part - FrequentPart,
        PartUse.Rare => Part + ShortPart(length) + RarePart,
        _ => Part + ShortPart(length),
    };

    // Two letters are part of nearly every word and three of many.
    private static double ShortPart(int length) => length switch { <= 2 => 1.2, 3 => 0.3, _ => 0 };

    private static double Rarity(int count) => 1 / (2 + Math.Log(Math.Max(1, count)));

    private static PartReading? Cheaper(PartReading? best, PartReading? other, double more)
    {
        if (other is not { } reading) return best;
        var dearer = reading with { Cost = reading.Cost + more };
        return best is { } kept && kept.Cost <= dearer.Cost ? best : dearer;
    }

    // The stemmer leaves the article of neuters (kontor-et) and of words that end in a vowel (miljö-n), and the m that rummet has twice.
    private static string WithoutArticle(string stem)
    {
        var bare = stem.Length > 4 && stem.EndsWith("et", StringComparison.Ordinal) ? stem[..^2]
            : stem.Length > 3 && stem[^1] == 'n' && LastVowels.Contains(stem[^2]) ? stem[..^1] : stem;
        return bare.EndsWith("mm", StringComparison.Ordinal) ? bare[..^1] : bare;
    }

    private void Add(string word, double cost)
    {
        costs.TryAdd(word, cost);
        stems.TryAdd(SwedishStemmer.Stem(word), word);
        if (Contracted(word) is { } contracted) stems.TryAdd(contracted, word);
    }

    // Words in -el, -en and -er lose the e when they are inflected: fågel, fåglar.
    private static string? Contracted(string word) =>
        word.Length > 4 && word[^2] == 'e' && word[^1] is 'l' or 'n' or 'r' ? $"{word[..^2]}{word[^1]}" : null;

    private PartReading? Exact(ReadOnlySpan<char> text) =>
        costs.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var word, out var cost) ? new(word, cost) : null;

    private PartReading? Ending(ReadOnlySpan<char> stem, char ending)
    {
        Span<char> word = stackalloc char[Longest + 1];
        stem.CopyTo(word);
        word[stem.Length] = ending;
        return Exact(word[..(stem.Length + 1)]);
    }

    // As it stands, without a last a or e, or with one of three equal letters left out (glass-skål is written glasskål).
    private PartReading? Bare(ReadOnlySpan<char> text, char next)
    {
        if (text.Length < Shortest) return null;
        var best = Exact(text);
        if (text.Length < 3) return best;
        best = Cheaper(best, Ending(text, 'a'), Linked);
        best = Cheaper(best, Ending(text, 'e'), Linked);
        return text[^1] == next ? Cheaper(best, Ending(text, next), Linked) : best;
    }

    // By itself an s may be doubted; where it stands for a last e it may not (arbete, arbets-).
    private PartReading? LinkedByS(PartReading? best, ReadOnlySpan<char> stem, char next)
    {
        if (stem.Length < Shortest) return best;
        best = Cheaper(best, Exact(stem), FormsOnsetWithS.Contains(next) ? LinkedBeforeOnset : Linked);
        return stem.Length < 3 ? best : Cheaper(best, Ending(stem, 'e'), Linked);
    }

    private PartReading? LinkedVowel(ReadOnlySpan<char> text)
    {
        if (text.Length < 4) return null;
        var best = text[^1] == 'a' ? null : Ending(text[..^1], 'a');
        return text[^1] is 'a' or 'e' ? Cheaper(best, Exact(text[..^1]), 0) : best;
    }

    // förskott, besked: what a prefix makes of a known word is one word.
    private PartReading? Prefixed(ReadOnlySpan<char> text, char? next)
    {
        foreach (var prefix in Prefixes)
        {
            if (!text.StartsWith(prefix, StringComparison.Ordinal) || text.Length < prefix.Length + ShortestPrefixed) continue;
            var rest = text[prefix.Length..];
            if ((next is { } letter ? First(rest, letter) : Last(rest)) is { } known) return new(prefix + known.Word, known.Cost + Derived);
        }
        return null;
    }

    private static bool NeedsLinkingS(ReadOnlySpan<char> text)
    {
        if (text.Length <= 5) return false;
        foreach (var suffix in SuffixesLinkedByS)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    // What is left of an inflected form may be the word (byggnad-er, whose own stem is byggn) or the stem of one.
    private PartReading? Inflected(string stem) => Cheaper(Stem(stem), stem.Length > 3 ? Exact(stem) : null, Inflection);

    private PartReading? Stem(string stem) =>
        stem.Length >= 3 && stems.TryGetValue(stem, out var word) ? new(word, costs[word] + Inflection) : null;

    private PartReading? Noun(string stem)
    {
        foreach (var suffix in NounSuffixes)
        {
            if (stem.EndsWith(suffix, StringComparison.Ordinal) && Inflected(stem[..^suffix.Length]) is { } verb)
                return new(stem, verb.Cost + Derived);
        }
        return null;
    }

    private PartReading? DerivedFirst(ReadOnlySpan<char> text)
    {
        foreach (var suffix in FirstSuffixes)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal) || text.Length < suffix.Length + 3) continue;
            if (Inflected(text[..^suffix.Length].ToString()) is { } verb) return new(Without(text), verb.Cost + Derived);
        }
        return null;
    }

    private static string Without(ReadOnlySpan<char> text) => (text[^1] == 's' ? text[..^1] : text).ToString();
}
