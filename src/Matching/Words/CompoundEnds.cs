namespace Matching.Words;

/// <summary>
/// Terms at the beginning and at the end of a compound: elnätsutbyggnad speaks of elnät, whatever the rest says, and gruvtillstånd of gruva,
/// though no compound begins with that form.
/// </summary>
internal static class CompoundEnds
{
    /// <summary>The longest term that the word begins with and the longest of what is left that it ends with, in whole parts.</summary>
    internal static IReadOnlyList<(IReadOnlyList<Concept> Concepts, int Start, int Length)> Of(
        string word, IReadOnlyList<CompoundPart> parts, Func<string, IReadOnlyList<Concept>> concepts)
    {
        var places = Places(parts);
        var found = new List<(IReadOnlyList<Concept> Concepts, int Start, int Length)>();
        var taken = 0;
        for (var count = places.Count - 1; count >= 1 && taken == 0; count--)
        {
            var (start, end) = places[count - 1];
            if (Add(found, word[..end], 0, end, concepts) || Add(found, word[..start] + parts[count - 1].Word, 0, end, concepts)) taken = count;
        }
        for (var from = Math.Max(1, taken); from < places.Count && !Add(found, word[places[from].Start..], places[from].Start, word.Length, concepts);) from++;
        return found;
    }

    private static bool Add(List<(IReadOnlyList<Concept> Concepts, int Start, int Length)> found, string term, int start, int end, Func<string, IReadOnlyList<Concept>> concepts)
    {
        var meant = concepts(term);
        if (meant.Count > 0) found.Add((meant, start, end - start));
        return meant.Count > 0;
    }

    // Linking letters stand between the parts; a part that is no beginning of its word (gruv) has none.
    private static List<(int Start, int End)> Places(IReadOnlyList<CompoundPart> parts)
    {
        var places = new List<(int Start, int End)>(parts.Count);
        var at = 0;
        foreach (var (text, word) in parts)
        {
            var length = text.StartsWith(word, StringComparison.Ordinal) ? word.Length : text.TrimEnd('-').Length;
            places.Add((at, at + length));
            at += text.Length;
        }
        return places;
    }
}
