using Matching.Profiles;
using Matching.Words;

namespace Matching.Gatherings;

/// <summary>
/// Which events are of one kind before anybody has been to two of them: those that share a topic, and those whose titles share a word.
/// A series bears its name in each title; on <c>community-attendance</c> the words of titles bring half of what topics bring.
/// </summary>
internal static class Themes
{
    /// <summary>Each theme as the places of its events in the list, two or more.</summary>
    internal static IReadOnlyList<IReadOnlyList<int>> Of(IReadOnlyList<Gathering> gatherings) =>
        [.. ByTopic([.. gatherings.Select(gathering => gathering.Topics)]), .. ByTitle([.. gatherings.Select(gathering => gathering.Title)])];

    /// <summary>The events that share a topic, whatever its case.</summary>
    internal static IEnumerable<IReadOnlyList<int>> ByTopic(IReadOnlyList<IEnumerable<string>> topics) =>
        Shared(topics.Select(own => own.Distinct(StringComparer.OrdinalIgnoreCase)), StringComparer.OrdinalIgnoreCase);

    /// <summary>The events whose titles share the stem of a word or of a compound's part, stop words aside.</summary>
    internal static IEnumerable<IReadOnlyList<int>> ByTitle(IReadOnlyList<string> titles)
    {
        var reader = new WordReader(titles, CompoundSplitter.Swedish);
        return Shared(titles.Select(title => reader.Read(title).Where(word => !word.IsStopWord).SelectMany(Stems).Distinct(StringComparer.Ordinal)), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Stems(ReadWord word) => [word.Stem, .. word.Parts];

    private static IEnumerable<IReadOnlyList<int>> Shared(IEnumerable<IEnumerable<string>> marks, StringComparer comparer) =>
        marks.SelectMany((own, number) => own.Select(mark => (mark, number)))
            .GroupBy(entry => entry.mark, entry => entry.number, comparer)
            .Where(theme => theme.Count() > 1)
            .Select(theme => (IReadOnlyList<int>)[.. theme]);
}
