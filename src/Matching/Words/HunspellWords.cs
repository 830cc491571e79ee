namespace Matching.Words;

/// <summary>Reads the word list of a Hunspell dictionary (.dic), such as a system has installed, for <see cref="CompoundSplitter.With"/>.</summary>
public static class HunspellWords
{
    private const char Flags = '/';
    private const char Morphology = '\t';

    /// <summary>
    /// The lower-case words of at least four letters, each counted once. The first line, which holds the number of words, names, abbreviations
    /// and everything that is not made of letters alone is passed over, and so are the misspelt words that <paramref name="forbidden"/> flags
    /// (<see cref="HunspellAffixes.ForbiddenWord"/>).
    /// </summary>
    public static IEnumerable<(string Word, int Count)> Read(TextReader reader, char? forbidden = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Lines(reader, forbidden);
    }

    private static IEnumerable<(string Word, int Count)> Lines(TextReader reader, char? forbidden)
    {
        while (reader.ReadLine() is { } line)
        {
            var end = line.AsSpan().IndexOfAny(Flags, Morphology);
            if (forbidden is { } flag && end >= 0 && line[end] == Flags && FlagsFrom(line, end).Contains(flag)) continue;
            var word = (end < 0 ? line : line[..end]).Trim().Normalize();
            if (word.Length >= PartLexicon.ShortestOfCorpus && word.All(char.IsLower)) yield return (word, 1);
        }
    }

    private static ReadOnlySpan<char> FlagsFrom(string line, int slash)
    {
        var flags = line.AsSpan(slash + 1);
        return flags.IndexOfAny(Morphology, ' ') is >= 0 and var end ? flags[..end] : flags;
    }
}
