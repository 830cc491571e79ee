namespace Matching.Words;

/// <summary>Endings that make a word of a stem, and look like words when they are cut: orient-erande holds "rande", partnerskap "skap".</summary>
internal static class DerivedEnding
{
    private static readonly string[] Endings = ["ering", "erande", "erare", "erad", "erat", "isering", "itering", "ifiering", "istisk", "atisk", "itet", "ation", "skap"];

    private static readonly string[] Inflections = ["", "s", "a", "e", "en", "et", "t", "n", "na", "ar", "er", "arna", "erna", "ens", "ets"];

    /// <summary>Whether a part that starts at <paramref name="start"/> and runs to the word's end would cut such an ending off or in two.</summary>
    internal static bool IsCut(string word, int start)
    {
        foreach (var ending in Endings)
        {
            foreach (var inflection in Inflections)
            {
                if (start >= word.Length - inflection.Length - ending.Length && Ends(word, ending, inflection)) return true;
            }
        }
        return false;
    }

    private static bool Ends(string word, string ending, string inflection) =>
        word.EndsWith(inflection, StringComparison.Ordinal)
        && word.AsSpan(0, word.Length - inflection.Length).EndsWith(ending, StringComparison.Ordinal);
}
