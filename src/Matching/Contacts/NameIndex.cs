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
/// names that share enough of their three-letter runs with it (Ukkonen 1992). A word that is spelt as it should be is no misspelt name: an
/// ordinary word alone, or the name of another place. A name that stands inside a longer one is most likely a part of that.
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

    // Of the runs of three letters an exchange of two neighbours breaks four, any other edit three at most.
    private const int GramsAnEdit = Gram + 1;

    // Stands before the first letter of a word and behind its last.
    private const char Border = ' ';

    // From this many letters on a name is no accident, however much longer another is.
    private const int Certain = 12;

    // A short name that is a word too ("bra", "hav") is meant as the word more often than not, and one that is a function word ("av", "om")
    // nearly always: it decides where a question has nothing else to go by.
    private const double WordAsShortName = 0.3;
    private const double FunctionWordAsShortName = 0.2;
    private const double ShortName = 0.9;

    // Who is asked for takes a few words ("Vem på BRA kan svara på vår fråga?"); a question of more has something else to go by, and then the
    // word is half as likely to be a name.
    private const int FewWords = 4;
    private const double AmongMany = 0.5;

    private static readonly Lazy<FrozenSet<string>> Words = new(() => SwedishWords.Read().Select(word => word.Word).ToFrozenSet(StringComparer.Ordinal));

    private readonly Dictionary<string, List<int>> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> shortNames = new(StringComparer.Ordinal);
    private readonly List<(string Letters, int Organisation)> names = [];
    private readonly Dictionary<long, int[]> namesByGram;
    private readonly int[] grams;
    private readonly HashSet<string> places;
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
        places = organisations.Select(organisation => FoldedText.Of(organisation.Municipality ?? "")).Where(place => place.Length > 0).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The organisations that a question names, the surest first, then by the longer name, then by number.</summary>
    public IReadOnlyList<NameMatch> Resolve(string question)
    {
        var text = new FoldedText(question);
        var found = new Dictionary<int, Found>();
        foreach (var one in Outermost(Exact(text, question).Concat(Misspelt(text, question))))
        {
            ref var best = ref CollectionsMarshal.GetValueRefOrAddDefault(found, one.Organisation, out var known);
            if (!known || one.Rank > best.Rank) best = one;
        }
        return [.. found.Values.OrderByDescending(one => one.Confidence * Math.Min(one.Length, Certain)).ThenByDescending(one => one.Confidence).ThenByDescending(one => one.Length).ThenBy(one => one.Organisation)
            .Select(one => new NameMatch(one.Organisation, one.Confidence, Written(question, text, one)))];
    }

    /// <summary>The organisations of which this is a name, an alias or the short name, letter by letter, or else what such a one is called too.</summary>
    internal IReadOnlyList<int> Called(string name) =>
        NameVariants.Of(name).Select(variant => Known(FoldedText.Of(variant))).FirstOrDefault(known => known.Count > 0, []);

    /// <summary>The organisations of a kind that has its own in many towns, by what they are called: <c>tingsrätten</c> (i Luleå, i Umeå).</summary>
    internal IReadOnlyList<int> InEveryTown(string kind)
    {
        var beginning = FoldedText.Of(kind + " i ");
        return [.. names.Where(name => name.Letters.StartsWith(beginning, StringComparison.Ordinal)).Select(name => name.Organisation).Distinct()];
    }

    private List<int> Known(string letters) => exact.TryGetValue(letters, out var named) || shortNames.TryGetValue(letters, out named) ? named : [];

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
        var many = new Lazy<bool>(() => Tokens.Of(question).Skip(FewWords).Any());
        for (var from = 0; from < text.Letters.Length; from++)
        {
            if (!text.BeginsWord(from)) continue;
            for (var to = from; to < text.Letters.Length && to - from < longest; to++)
            {
                if (!text.EndsWord(to)) continue;
                var run = text.Letters.AsSpan(from, to - from + 1);
                if (runs.TryGetValue(run, out var named)) found.AddRange(named.Select(number => new Found(number, 1, from, to)));
                if (initials.TryGetValue(run, out named)) found.AddRange(named.Select(number => new Found(number, Meant(question, text, from, to, many), from, to)));
                // Swedish and English put an s behind whose it is.
                if (run[^1] == 's' && runs.TryGetValue(run[..^1], out named)) found.AddRange(named.Select(number => new Found(number, 1, from, to)));
            }
        }
        return found;
    }

    private static double Meant(string question, FoldedText text, int from, int to, Lazy<bool> many)
    {
        var written = question[text.Places[from]..(text.Places[to] + 1)];
        var capitals = !written.Any(char.IsLower) && question.Any(char.IsLower);
        var word = written.ToLowerInvariant();
        if (capitals || !IsWord(word)) return ShortName;
        return (IsFunctionWord(word) ? FunctionWordAsShortName : WordAsShortName) * (many.Value ? AmongMany : 1);
    }

    private IEnumerable<Found> Misspelt(FoldedText whole, string question)
    {
        var length = Math.Min(whole.Letters.Length, MisspeltWithin);
        var shared = new int[names.Count];
        foreach (var gram in Grams(whole, length))
        {
            if (!namesByGram.TryGetValue(gram, out var having)) continue;
            foreach (var name in having) shared[name]++;
        }
        for (var name = 0; name < shared.Length; name++)
        {
            var own = names[name].Letters;
            var edits = Math.Max(1, own.Length / LettersAnEdit);
            if (shared[name] < grams[name] - (GramsAnEdit * edits)) continue;
            if (NearestRun.Of(own, whole, length, edits, (from, to) => IsOther(own, whole, question, from, to)) is not { } run) continue;
            yield return new Found(names[name].Organisation, 1 - ((double)run.Edits / own.Length), run.From, run.To) { Edits = run.Edits };
        }
    }

    // Whether a run that is not a name letter by letter says something else, rightly spelt.
    private bool IsOther(string name, FoldedText text, string question, int from, int to)
    {
        for (var (first, last) = (from, from); last <= to; last++)
        {
            if (!text.EndsWord(last)) continue;
            if (first == from && last == to && IsWord(question[text.Places[from]..(text.Places[to] + 1)].ToLowerInvariant())) return true;
            if (IsOtherPlace(text.Letters[first..(last + 1)], name)) return true;
            first = last + 1;
        }
        return false;
    }

    private bool IsOtherPlace(string word, string name)
    {
        if (places.Contains(word)) return !name.Contains(word, StringComparison.Ordinal);
        return word[^1] == 's' && places.Contains(word[..^1]) && !name.Contains(word[..^1], StringComparison.Ordinal);
    }

    private static bool IsWord(string word) => IsFunctionWord(word) || Words.Value.Contains(word);

    private static bool IsFunctionWord(string word) => StopWords.Has(word, Language.Swedish) || StopWords.Has(word, Language.English);

    // A name inside a longer one counts as much as it covers of that, where the rest of the longer one is there too.
    private static IEnumerable<Found> Outermost(IEnumerable<Found> all)
    {
        var outer = default(Found);
        foreach (var one in all.OrderBy(one => one.From).ThenByDescending(one => one.To).ThenByDescending(one => one.Confidence))
        {
            // Of the runs that begin no later, the one that reaches furthest holds this one if any does.
            if (outer.Confidence > 0 && one.To <= outer.To) yield return one.IsPartOf(outer) ? one with { Confidence = one.Confidence * one.Length / outer.Length } : one;
            else yield return outer = one;
        }
    }

    // The runs of three letters of a name, its borders among them, each once.
    private static HashSet<long> Grams(string letters)
    {
        var found = Inside(letters, letters.Length);
        found.Add(Packed(Border, letters[0], letters[1]));
        found.Add(Packed(letters[^2], letters[^1], Border));
        return found;
    }

    // The same of a text, in which a name may begin and end with every word.
    private static HashSet<long> Grams(FoldedText text, int length)
    {
        var found = Inside(text.Letters, length);
        for (var at = 1; at < length; at++)
        {
            if (text.BeginsWord(at - 1)) found.Add(Packed(Border, text.Letters[at - 1], text.Letters[at]));
            if (text.EndsWord(at)) found.Add(Packed(text.Letters[at - 1], text.Letters[at], Border));
        }
        return found;
    }

    private static HashSet<long> Inside(string letters, int length)
    {
        var found = new HashSet<long>();
        for (var at = 0; at + Gram <= length; at++) found.Add(Packed(letters[at], letters[at + 1], letters[at + 2]));
        return found;
    }

    private static long Packed(char first, char second, char third) => ((long)first << 32) | ((long)second << 16) | third;

    private static string Written(string question, FoldedText text, Found found) => question[text.Places[found.From]..(text.Places[found.To] + 1)];

    private readonly record struct Found(int Organisation, double Confidence, int From, int To)
    {
        internal int Length => To - From + 1;

        internal int Edits { get; init; }

        internal double Rank => Confidence * Length;

        internal bool IsPartOf(Found outer) => Length < outer.Length && (outer.Edits - Edits) * LettersAnEdit <= outer.Length - Length;
    }
}
