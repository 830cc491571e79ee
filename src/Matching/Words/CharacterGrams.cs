namespace Matching.Words;

/// <summary>Runs of four letters within words: what misspelt words, inflections and compounds share without a rule for them.</summary>
/// <remarks>Source: P. McNamee and J. Mayfield 2004, "Character N-Gram Tokenization for European Language Text Retrieval": four suit Swedish best.</remarks>
internal static class CharacterGrams
{
    private const int Length = 4;
    private const char Edge = ' ';

    /// <summary>The runs of a lower-case word with an edge on each side, accents off, each packed into one number.</summary>
    internal static IEnumerable<ulong> Of(string word)
    {
        var letters = Edge + Marks.Off(word) + Edge;
        ulong gram = 0;
        for (var at = 0; at < letters.Length; at++)
        {
            gram = (gram << 16) | letters[at];
            if (at + 1 >= Math.Min(Length, letters.Length)) yield return gram;
        }
    }
}
