using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Contacts;

/// <summary>An organisation that a question names.</summary>
/// <param name="Organisation">Its number in the index.</param>
/// <param name="Confidence">How sure it is that the name is meant, in (0, 1]: 1 where a name stands there letter by letter.</param>
/// <param name="Words">The words that name it, as they are written.</param>
public readonly record struct NameMatch(int Organisation, double Confidence, string Words);

/// <summary>
/// Finds the organisations that a question names: by a name or an alias, whole or misspelt, or by a short name.
/// </summary>
/// <remarks>
/// Names are compared letter by letter without spaces and accents. A misspelt one is found by the least number of letters to put in, take
/// out, change or exchange (Damerau 1964) between the name and any run of the question that begins and ends with a word (Sellers 1980), among
/// names that share enough of their three-letter runs with it (Ukkonen 1992: each edit breaks three at most).
/// </remarks>
public sealed class NameIndex
{
    // A shorter name with a letter wrong is another word.
    private const int ShortestMisspelt = 6;

    // A letter in six may be wrong: two in a name of twelve.
    private const int LettersAnEdit = 6;

    // Names are said early; a letter of ten pages is searched for exact names alone behind this.
    private const int MisspeltWithin = 1_000;

    private const int Gram = 3;

    // From this many letters on a name is no accident, however much longer another is.
    private const int Certain = 12;

    // A short name that is a word too ("bra", "hav") is meant as the word more often than not, and one that is a function word ("av", "om")
    // nearly always: it decides where a question has nothing else to go by.
    private const double WordAsShortName = 0.3;
    private const double FunctionWordAsShortName = 0.2;
    private const double ShortName = 0.9;

    private static readonly Lazy<FrozenSet<string>> Words = new(() => SwedishWords.Read().Select(word => word.Word).ToFrozenSet(StringComparer.Ordinal));

    private readonly Dictionary<string, List<int>> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> shortNames = new(StringComparer.Ordinal);
    private readonly List<(string Letters, int Organisation)> names = [];
    private readonly Dictionary<long, int[]> namesByGram;
    private readonly int[] grams;
    private readonly int longest;

    /// <summary>Reads the names of organisations, numbered as they are given.</summary>
    public NameIndex(IReadOnlyList<Organisation> organisations)
    {
        for (var number = 0; number < organisations.Count; number++) Read(organisations[number], number);
        longest = names.Select(name => name.Letters.Length).DefaultIfEmpty().Max();
        namesByGram = names.Index()
            .SelectMany(name => Grams(name.Item.Letters).Select(gram => (gram, name.Index)))
            .GroupBy(entry => entry.gram, entry => entry.Index)
            .ToDictionary(group => group.Key, group => group.ToArray());
        grams = [.. names.Select(name => Grams(name.Letters).Count)];
    }

    /// <summary>The organisations that a question names, the surest first, then by the longer name, then by number.</summary>
    public IReadOnlyList<NameMatch> Resolve(string question)
    {
        var text = new FoldedText(question);
        var found = new Dictionary<int, Found>();
        foreach (var one in Exact(text, question).Concat(Misspelt(text)))
        {
            ref var best = ref CollectionsMarshal.GetValueRefOrAddDefault(found, one.Organisation, out var known);
            if (!known || one.Rank > best.Rank) best = one;
        }
        return [.. found.Values.OrderByDescending(one => one.Confidence * Math.Min(one.Length, Certain)).ThenByDescending(one => one.Confidence).ThenByDescending(one => one.Length).ThenBy(one => one.Organisation)
            .Select(one => new NameMatch(one.Organisation, one.Confidence, Written(question, text, one)))];
    }

    /// <summary>The organisations of which this is a name, an alias or the short name, letter by letter.</summary>
    internal IReadOnlyList<int> Called(string name)
    {
        var letters = FoldedText.Of(name);
        return exact.TryGetValue(letters, out var named) || shortNames.TryGetValue(letters, out named) ? named : [];
    }

    private void Read(Organisation organisation, int number)
    {
        foreach (var name in NameVariants.Of(organisation))
        {
            var letters = FoldedText.Of(name);
            if (letters.Length == 0) continue;
            // An alias of one short word is a short name, whatever column it stands in.
            Add(letters.Length < ShortestMisspelt ? shortNames : exact, letters, number);
            if (letters.Length >= ShortestMisspelt) names.Add((letters, number));
        }
        if (organisation.ShortName is { } shortName && FoldedText.Of(shortName) is { Length: > 1 } initials) Add(shortNames, initials, number);
    }

    private static void Add(Dictionary<string, List<int>> index, string letters, int number)
    {
        if (!index.TryGetValue(letters, out var list)) index[letters] = list = [];
        if (!list.Contains(number)) list.Add(number);
    }

    // Every run from the beginning of a word to the end of one, as long as names are.
    private List<Found> Exact(FoldedText text, string question)
    {
        var runs = exact.GetAlternateLookup<ReadOnlySpan<char>>();
        var initials = shortNames.GetAlternateLookup<ReadOnlySpan<char>>();
        var found = new List<Found>();
        for (var from = 0; from < text.Letters.Length; from++)
        {
            if (!text.BeginsWord(from)) continue;
            for (var to = from; to < text.Letters.Length && to - from < longest; to++)
            {
                if (!text.EndsWord(to)) continue;
                var run = text.Letters.AsSpan(from, to - from + 1);
                if (runs.TryGetValue(run, out var named)) found.AddRange(named.Select(number => new Found(number, 1, from, to)));
                if (initials.TryGetValue(run, out named)) found.AddRange(named.Select(number => new Found(number, Meant(question, text, from, to), from, to)));
                // Swedish and English put an s behind whose it is.
                if (run[^1] == 's' && runs.TryGetValue(run[..^1], out named)) found.AddRange(named.Select(number => new Found(number, 1, from, to)));
            }
        }
        return found;
    }

    private static double Meant(string question, FoldedText text, int from, int to)
    {
        var written = question[text.Places[from]..(text.Places[to] + 1)];
        var capitals = !written.Any(char.IsLower) && question.Any(char.IsLower);
        var word = written.ToLowerInvariant();
        if (capitals) return ShortName;
        if (StopWords.Has(word, Language.Swedish) || StopWords.Has(word, Language.English)) return FunctionWordAsShortName;
        return Words.Value.Contains(word) ? WordAsShortName : ShortName;
    }

    private IEnumerable<Found> Misspelt(FoldedText whole)
    {
        if (whole.Letters.Length < ShortestMisspelt) yield break;
        var letters = whole.Letters.Length <= MisspeltWithin ? whole.Letters : whole.Letters[..MisspeltWithin];
        var shared = new int[names.Count];
        foreach (var gram in Grams(letters))
        {
            if (!namesByGram.TryGetValue(gram, out var having)) continue;
            foreach (var name in having) shared[name]++;
        }
        for (var name = 0; name < shared.Length; name++)
        {
            var own = names[name].Letters;
            var edits = Math.Max(1, own.Length / LettersAnEdit);
            if (shared[name] == 0 || shared[name] < grams[name] - (Gram * edits)) continue;
            if (NearestRun.Of(own, whole, letters.Length, edits) is not { } run) continue;
            yield return new Found(names[name].Organisation, 1 - ((double)run.Edits / own.Length), run.From, run.To);
        }
    }

    // The runs of three letters, each once, packed into a number.
    private static HashSet<long> Grams(string letters)
    {
        var found = new HashSet<long>();
        for (var at = 0; at + Gram <= letters.Length; at++) found.Add(((long)letters[at] << 32) | ((long)letters[at + 1] << 16) | letters[at + 2]);
        return found;
    }

    private static string Written(string question, FoldedText text, Found found) => question[text.Places[found.From]..(text.Places[found.To] + 1)];

    private readonly record struct Found(int Organisation, double Confidence, int From, int To)
    {
        internal int Length => To - From + 1;

        internal double Rank => Confidence * Length;
    }
}
