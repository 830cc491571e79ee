namespace Matching.Words;

/// <summary>Reads the word list of a Hunspell dictionary (.dic), such as a system has installed, for <see cref="CompoundSplitter.With"/>.</summary>
public static class HunspellWords
{
    private const char Flags = '/';
    private const char Morphology = '\t';

    /// <summary>
    /// The lower-case words of at least four letters, each counted once. The first line, which holds the number of words, names, abbreviations
    /// and everything that is not made of letters alone is passed over.
    /// </summary>
    public static IEnumerable<(string Word, int Count)> Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Lines(reader);
    }

    private static IEnumerable<(string Word, int Count)> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            var end = line.AsSpan().IndexOfAny(Flags, Morphology);
            var word = (end < 0 ? line : line[..end]).Trim().Normalize();
            if (word.Length >= PartLexicon.ShortestOfCorpus && word.All(char.IsLower)) yield return (word, 1);
        }
    }
}
