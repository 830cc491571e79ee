using System.Reflection;

namespace Matching.Words;

/// <summary>How readily a word stands in compounds.</summary>
internal enum PartUse
{
    Ordinary,

    /// <summary>In a great many compounds: år, lös, enlig. Its shortness does not count against it.</summary>
    Frequent,

    /// <summary>Hardly in any; letters that look like it are mostly something else.</summary>
    Rare,
}

/// <summary>One entry of the project's word list.</summary>
/// <param name="Word">The word.</param>
/// <param name="Seam">Where it is taken apart when it stands alone, for a compound; null for a simple word.</param>
/// <param name="Use">How readily it stands in compounds.</param>
internal readonly record struct ListedWord(string Word, int? Seam, PartUse Use);

/// <summary>The project's own list of Swedish words that compounds are made of, with a few joint forms that no rule gives.</summary>
/// <remarks>
/// Written for this project, by topic; one entry a line in ordinal order, lower-case and composed (NFC). A bar marks the seam of a compound
/// (järn|väg); a plus behind a word marks a frequent part, a minus a rare one.
/// </remarks>
internal static class SwedishWords
{
    private const string Resource = "Matching.Words.swedish-words.txt";
    private const char Bar = '|';
    private const char Frequent = '+';
    private const char Rare = '-';

    /// <summary>Every entry of the list, read anew at each call.</summary>
    internal static IEnumerable<ListedWord> Read() => Lines().Select(Entry);

    /// <summary>The list as it is written.</summary>
    internal static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!);
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static ListedWord Entry(string line)
    {
        var seam = line.IndexOf(Bar, StringComparison.Ordinal);
        var word = line.TrimEnd(Frequent, Rare).Replace(Bar.ToString(), "", StringComparison.Ordinal);
        return new ListedWord(word, seam < 0 ? null : seam, Use(line[^1]));
    }

    private static PartUse Use(char mark) => mark switch { Frequent => PartUse.Frequent, Rare => PartUse.Rare, _ => PartUse.Ordinary };
}
