namespace Matching.Words;

/// <summary>The Swedish stemmer of the Snowball project: tillståndet → tillstånd, kommunernas → kommun.</summary>
/// <remarks>Source: M. F. Porter, Snowball, "Swedish stemming algorithm" (snowballstem.org/algorithms/swedish), the version without the later -öst rule.</remarks>
public static class SwedishStemmer
{
    private const string Vowels = "aeiouyäåö";
    private const string ValidBeforeS = "bcdfghjklmnoprtvy";

    // Longest first within each list: the first that fits is the one the algorithm asks for.
    private static readonly string[] MainSuffixes =
    [
        "heterna", "hetens", "arnas", "ernas", "ornas", "andes", "arens", "andet", "heten", "heter",
        "anden", "arna", "erna", "orna", "ande", "arne", "aste", "aren", "ades", "erns", "ade",
        "are", "ern", "ens", "het", "ast", "ad", "en", "ar", "er", "or", "as", "es", "at", "a", "e",
    ];

    private static readonly string[] ConsonantPairs = ["dd", "gd", "nn", "dt", "gt", "kt", "tt"];

    /// <summary>The stem of a lower-case word; a word with a letter outside the alphabet keeps that letter.</summary>
    public static string Stem(string word)
    {
        var region = RegionStart(word);
        if (region >= word.Length) return word;
        var stem = RemoveMainSuffix(word, region);
        stem = RemoveConsonant(stem, region);
        return RemoveOtherSuffix(stem, region);
    }

    /// <summary>R1: after the first non-vowel that follows a vowel, and at least three letters in.</summary>
    private static int RegionStart(string word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            if (Vowels.Contains(word[i - 1], StringComparison.Ordinal) && !Vowels.Contains(word[i], StringComparison.Ordinal))
                return Math.Max(i + 1, 3);
        }
        return word.Length;
    }

    private static string RemoveMainSuffix(string word, int region)
    {
        foreach (var suffix in MainSuffixes)
        {
            if (Ends(word, suffix, region)) return word[..^suffix.Length];
        }
        var endsInS = word.Length > region && word[^1] == 's' && word.Length > 1;
        return endsInS && ValidBeforeS.Contains(word[^2], StringComparison.Ordinal) ? word[..^1] : word;
    }

    private static string RemoveConsonant(string word, int region)
    {
        foreach (var pair in ConsonantPairs)
        {
            if (Ends(word, pair, region)) return word[..^1];
        }
        return word;
    }

    private static string RemoveOtherSuffix(string word, int region)
    {
        if (Ends(word, "fullt", region) || Ends(word, "löst", region)) return word[..^1];
        if (Ends(word, "lig", region) || Ends(word, "els", region)) return word[..^3];
        return Ends(word, "ig", region) ? word[..^2] : word;
    }

    private static bool Ends(string word, string suffix, int region) =>
        word.Length - suffix.Length >= region && word.EndsWith(suffix, StringComparison.Ordinal);
}
