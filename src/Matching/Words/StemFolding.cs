namespace Matching.Words;

/// <summary>Folds stems that are one word in Swedish although Snowball keeps them apart: elnätet and elnät, marknad(en) and markn(ad), försörjning and försörj(a).</summary>
/// <remarks>
/// Snowball leaves some articles (elnätet, skolan, miljön) and the ending of verbal nouns on, and takes -ad off a noun that has no article
/// behind it. A stem is folded into what remains if that is a stem of the texts too: their own words are the dictionary.
/// </remarks>
internal sealed class StemFolding(IReadOnlySet<string> known)
{
    // With how many letters of the ending stay, and the fewest that may remain: tidning is not of tid, nor barn of bar.
    private static readonly (string Ending, int Kept, int Least)[] Endings =
    [
        ("et", 0, 4), ("en", 0, 4), ("an", 0, 4), ("ad", 0, 3), ("ning", 0, 5), ("ing", 0, 5), ("ån", 1, 3), ("ön", 1, 3), ("in", 1, 5), ("yn", 1, 4),
    ];

    /// <summary>The stem that all forms of the word share.</summary>
    internal string Fold(string stem)
    {
        foreach (var (ending, kept, least) in Endings)
        {
            var length = stem.Length - ending.Length + kept;
            if (length >= least && stem.EndsWith(ending, StringComparison.Ordinal) && known.Contains(stem[..length])) return stem[..length];
        }
        return stem;
    }
}
