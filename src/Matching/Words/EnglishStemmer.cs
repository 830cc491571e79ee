using System.Buffers;
using System.Collections.Frozen;

namespace Matching.Words;

/// <summary>The English stemmer of the Snowball project (Porter2): connections → connect, relational → relat.</summary>
/// <remarks>
/// Source: M. F. Porter, Snowball, "The English (Porter2) stemming algorithm" (snowballstem.org/algorithms/english), the version before the
/// lists of exceptions grew in 2023. Its rules for apostrophes are left out: no word here holds one.
/// </remarks>
public static class EnglishStemmer
{
    private const string Doubles = "bdfgmnprt";
    private const string ValidBeforeLi = "cdeghkmnrt";

    // A y that begins a word or follows a vowel is a consonant; a capital marks it, since words come in lower-case.
    private const char ConsonantY = 'Y';

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    private static readonly FrozenDictionary<string, string> Irregular = """
        skis ski, skies sky, dying die, lying lie, tying tie, idly idl, gently gentl, ugly ugli, early earli, only onli, singly singl,
        sky sky, news news, howe howe, atlas atlas, cosmos cosmos, bias bias, andes andes
        """.Split(',', StringSplitOptions.TrimEntries).Select(pair => pair.Split(' ')).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static readonly string[] WholeAfterPlural = ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"];
    private static readonly string[] LongPrefixes = ["gener", "commun", "arsen"];

    // Longest first within each list: the first that fits is the one the algorithm asks for.
    private static readonly (string Suffix, string Stem)[] Derivations =
    [
        ("ational", "ate"), ("fulness", "ful"), ("iveness", "ive"), ("ization", "ize"), ("ousness", "ous"), ("biliti", "ble"), ("lessli", "less"),
        ("tional", "tion"), ("alism", "al"), ("aliti", "al"), ("ation", "ate"), ("entli", "ent"), ("fulli", "ful"), ("iviti", "ive"), ("ousli", "ous"),
        ("abli", "able"), ("alli", "al"), ("anci", "ance"), ("ator", "ate"), ("enci", "ence"), ("izer", "ize"), ("bli", "ble"), ("ogi", "og"), ("li", ""),
    ];

    private static readonly (string Suffix, string Stem)[] LaterDerivations =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("ative", ""), ("icate", "ic"), ("iciti", "ic"), ("ical", "ic"), ("ness", ""), ("ful", ""),
    ];

    private static readonly string[] Residuals =
        ["ement", "able", "ance", "ence", "ible", "ment", "ant", "ate", "ent", "ion", "ism", "iti", "ive", "ize", "ous", "al", "er", "ic"];

    /// <summary>The stem of a lower-case word; a word with a letter outside the alphabet keeps that letter.</summary>
    public static string Stem(string word)
    {
        if (word.Length < 3) return word;
        if (Irregular.TryGetValue(word, out var known)) return known;
        var marked = MarkConsonantY(word);
        var (first, second) = Regions(marked);
        var stem = RemovePlural(marked);
        if (Array.IndexOf(WholeAfterPlural, stem) >= 0) return stem;
        stem = ReplaceFinalY(RemoveParticiple(stem, first));
        stem = RemoveLaterDerivation(RemoveDerivation(stem, first), first, second);
        return RemoveFinal(RemoveResidual(stem, second), first, second).Replace(ConsonantY, 'y');
    }

    private static string MarkConsonantY(string word)
    {
        if (!word.Contains('y', StringComparison.Ordinal)) return word;
        var letters = word.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            if (letters[i] == 'y' && (i == 0 || IsVowel(letters[i - 1]))) letters[i] = ConsonantY;
        }
        return new string(letters);
    }

    /// <summary>R1 and R2: each after the first non-vowel that follows a vowel, R2 counted from R1.</summary>
    private static (int First, int Second) Regions(string word)
    {
        var prefix = Array.Find(LongPrefixes, prefix => word.StartsWith(prefix, StringComparison.Ordinal));
        var first = prefix?.Length ?? RegionStart(word, 0);
        return (first, RegionStart(word, first));
    }

    private static int RegionStart(string word, int from)
    {
        for (var i = from + 1; i < word.Length; i++)
        {
            if (IsVowel(word[i - 1]) && !IsVowel(word[i])) return i + 1;
        }
        return word.Length;
    }

    private static string RemovePlural(string word)
    {
        if (Ends(word, "sses")) return word[..^2];
        if (Ends(word, "ied") || Ends(word, "ies")) return word.Length > 4 ? word[..^2] : word[..^1];
        if (Ends(word, "us") || Ends(word, "ss") || !Ends(word, "s")) return word;
        return HasVowel(word.AsSpan(0, word.Length - 2)) ? word[..^1] : word;
    }

    private static string RemoveParticiple(string word, int first)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["eedly", "ingly", "edly", "eed", "ing", "ed"])
        {
            if (!Ends(word, suffix)) continue;
            if (suffix.StartsWith("ee", StringComparison.Ordinal)) return InRegion(word, suffix, first) ? word[..^(suffix.Length - 2)] : word;
            return HasVowel(word.AsSpan(0, word.Length - suffix.Length)) ? Restored(word[..^suffix.Length], first) : word;
        }
        return word;
    }

    // What a participle takes from its verb: hoping → hope, hopping → hop.
    private static string Restored(string stem, int first)
    {
        if (Ends(stem, "at") || Ends(stem, "bl") || Ends(stem, "iz")) return stem + "e";
        if (stem.Length > 1 && stem[^1] == stem[^2] && Doubles.Contains(stem[^1], StringComparison.Ordinal)) return stem[..^1];
        return first >= stem.Length && EndsInShortSyllable(stem) ? stem + "e" : stem;
    }

    private static string ReplaceFinalY(string word) =>
        word.Length > 2 && word[^1] is 'y' or ConsonantY && !IsVowel(word[^2]) ? word[..^1] + "i" : word;

    private static string RemoveDerivation(string word, int first)
    {
        foreach (var (suffix, stem) in Derivations)
        {
            if (!Ends(word, suffix)) continue;
            var before = word.Length > suffix.Length ? word[^(suffix.Length + 1)] : ' ';
            var fits = suffix switch { "ogi" => before == 'l', "li" => ValidBeforeLi.Contains(before, StringComparison.Ordinal), _ => true };
            return fits && InRegion(word, suffix, first) ? word[..^suffix.Length] + stem : word;
        }
        return word;
    }

    private static string RemoveLaterDerivation(string word, int first, int second)
    {
        foreach (var (suffix, stem) in LaterDerivations)
        {
            if (Ends(word, suffix)) return InRegion(word, suffix, suffix == "ative" ? second : first) ? word[..^suffix.Length] + stem : word;
        }
        return word;
    }

    private static string RemoveResidual(string word, int second)
    {
        foreach (var suffix in Residuals)
        {
            if (!Ends(word, suffix)) continue;
            var fits = suffix != "ion" || (word.Length > 3 && word[^4] is 's' or 't');
            return fits && InRegion(word, suffix, second) ? word[..^suffix.Length] : word;
        }
        return word;
    }

    private static string RemoveFinal(string word, int first, int second)
    {
        if (Ends(word, "e"))
            return InRegion(word, "e", second) || (InRegion(word, "e", first) && !EndsInShortSyllable(word.AsSpan(0, word.Length - 1))) ? word[..^1] : word;
        return Ends(word, "ll") && InRegion(word, "l", second) ? word[..^1] : word;
    }

    // A vowel between non-vowels of which the last is not w, x or y, or a vowel at the beginning before a non-vowel.
    private static bool EndsInShortSyllable(ReadOnlySpan<char> word) => word.Length switch
    {
        < 2 => false,
        2 => IsVowel(word[0]) && !IsVowel(word[1]),
        _ => !IsVowel(word[^3]) && IsVowel(word[^2]) && !IsVowel(word[^1]) && word[^1] is not ('w' or 'x' or ConsonantY),
    };

    private static bool HasVowel(ReadOnlySpan<char> letters) => letters.ContainsAny(Vowels);

    private static bool IsVowel(char letter) => Vowels.Contains(letter);

    private static bool Ends(string word, string suffix) => word.EndsWith(suffix, StringComparison.Ordinal);

    private static bool InRegion(string word, string suffix, int region) => word.Length - suffix.Length >= region;
}
