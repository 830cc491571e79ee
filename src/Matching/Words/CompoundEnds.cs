namespace Matching.Words;

/// <summary>Terms at the beginning and at the end of a compound: elnätsutbyggnad speaks of elnät, whatever the rest says.</summary>
internal static class CompoundEnds
{
    /// <summary>The longest term that the word begins with and the longest of what is left that it ends with, in whole parts.</summary>
    internal static IReadOnlyList<(IReadOnlyList<Concept> Concepts, int Start, int Length)> Of(
        string word, IReadOnlyList<string> parts, Func<string, IReadOnlyList<Concept>> concepts)
    {
        var places = Places(word, parts);
        var found = new List<(IReadOnlyList<Concept> Concepts, int Start, int Length)>();
        var taken = 0;
        for (var count = places.Count - 1; count >= 1 && taken == 0; count--)
        {
            if (Add(found, word, 0, places[count - 1].End, concepts)) taken = count;
        }
        for (var from = Math.Max(1, taken); from < places.Count && !Add(found, word, places[from].Start, word.Length, concepts);) from++;
        return found;
    }

    private static bool Add(List<(IReadOnlyList<Concept> Concepts, int Start, int Length)> found, string word, int start, int end, Func<string, IReadOnlyList<Concept>> concepts)
    {
        var meant = concepts(word[start..end]);
        if (meant.Count > 0) found.Add((meant, start, end - start));
        return meant.Count > 0;
    }

    // Linking letters stand between the parts, and the splitter may have changed their case.
    private static List<(int Start, int End)> Places(string word, IReadOnlyList<string> parts)
    {
        var places = new List<(int Start, int End)>(parts.Count);
        var at = 0;
        foreach (var part in parts)
        {
            var start = word.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (start < 0) return [];
            at = start + part.Length;
            places.Add((start, at));
        }
        return places;
    }
}
