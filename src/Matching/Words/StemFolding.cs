namespace Matching.Words;

/// <summary>Folds stems that are one word in Swedish although Snowball keeps them apart: elnätet and elnät, marknad(en) and markn(ad), försörjning and försörj(a).</summary>
/// <remarks>
/// Snowball leaves the neuter article and the ending of verbal nouns on, and takes -ad off a noun that has no article behind it. A stem is
/// folded into what remains if that is a stem of the texts too: their own words are the dictionary.
/// </remarks>
internal sealed class StemFolding(IReadOnlySet<string> known)
{
    // With the fewest letters that may remain: tidning is not of tid.
    private static readonly (string Ending, int Least)[] Endings = [("et", 4), ("en", 4), ("ad", 3), ("ning", 5), ("ing", 5)];

    /// <summary>The stem that all forms of the word share.</summary>
    internal string Fold(string stem)
    {
        foreach (var (ending, least) in Endings)
        {
            if (stem.Length >= ending.Length + least && stem.EndsWith(ending, StringComparison.Ordinal) && known.Contains(stem[..^ending.Length]))
                return stem[..^ending.Length];
        }
        return stem;
    }
}
