using System.Buffers;
using System.Collections.Frozen;

namespace Matching.Words;

/// <summary>A part of a compound that no list knows: what it may look like and what it costs.</summary>
internal static class UnknownPart
{
    private const int Shortest = 4;
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyåäöéü");

    // A whole unknown word of length n costs Entry + n · Letter. A known part of four letters saves four letters and costs one part: it is
    // just worth taking off; one of three is not.
    private const double Entry = 1.5;
    private const double Letter = 0.35;

    // The consonants that a Swedish word may begin with, two at a time (Elert 1970, on initial clusters; loans included).
    private static readonly FrozenSet<string> Onsets = """
        bj bl br ch dj dr dv fj fl fn fr gj gl gn gr hj kj kl kn kr kv lj mj nj ph pj pl pr ps rh sc sh sj sk sl sm sn sp st sv th tj tr ts tv vr
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    // The consonants that one may end with, two at a time.
    private static readonly FrozenSet<string> Codas = """
        bb bs ck ct dd dj ds dv ff fs ft gd gg gn gs gt jd jk jl jn js jt kk ks kt lb ld lf lg lj lk ll lm ln lp ls lt lv mb mm mn mp ms mt nd ng nj nk nn ns nt
        pp ps pt rb rd rf rg rj rk rl rm rn rp rs rt rv sk sm sp ss st th ts tt tz vd vs xt
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    // What words are derived with and no word begins with: aktiv-itet, brot-slighet.
    private static readonly string[] Suffixes =
    [
        "ighet", "lighet", "ning", "ering", "else", "skap", "itet", "ation", "ition", "tion", "sion", "isk", "istisk", "ism", "ist", "aktig", "lig", "ande", "ende", "arna", "erna", "orna",
        "iker", "inna", "erska", "erad", "erat", "erare", "ansk", "ensk", "iell", "uell", "ment", "eras", "aren", "arens", "ares", "isera", "ifiera", "ologi", "olog",
    ];

    /// <summary>What an unknown stretch costs.</summary>
    internal static double Cost(int length) => Entry + (Letter * length);

    /// <summary>Whether a stretch could be a word: at least four letters, a vowel, a beginning and an end that Swedish has, and not a mere ending.</summary>
    internal static bool IsPlausible(ReadOnlySpan<char> text, bool isLast) =>
        text.Length >= Shortest && text.ContainsAny(Vowels) && HasOnset(text) && HasCoda(text) && !(isLast && IsEnding(text)) && !BarredParts.Has(text);

    private static bool HasOnset(ReadOnlySpan<char> text) =>
        Vowels.Contains(text[0]) || Vowels.Contains(text[1]) || Onsets.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..2]);

    private static bool HasCoda(ReadOnlySpan<char> text) =>
        Vowels.Contains(text[^1]) || Vowels.Contains(text[^2]) || Codas.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[^2..]);

    private static bool IsEnding(ReadOnlySpan<char> text)
    {
        foreach (var suffix in Suffixes)
        {
            if (text.StartsWith(suffix, StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
