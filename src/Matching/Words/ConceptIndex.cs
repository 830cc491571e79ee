namespace Matching.Words;

/// <summary>The terms of a concept list as a trie over stems.</summary>
/// <remarks>
/// A term is found by the stems of its words in order. It is found as well when it is written in one word and when its letters lack
/// their marks (arbetsratt), as in addresses and tags; what another term says as it stands goes before that.
/// </remarks>
internal sealed class ConceptIndex
{
    // Shorter stems become other words when å, ä and ö lose their marks (åldrande, aldrig).
    private const int ShortestFolded = 5;
    private const int ShortestRoot = 3;
    private const int ShortestInflected = 5;

    // What the Swedish stemmer leaves on: elnät-et, skol-an, energi-n, digital-t, and English plurals in -ers, -ars and -ors.
    private static readonly string[] Endings = ["et", "an", "n", "t", "er", "ar", "or"];

    private readonly Node root = new();

    internal ConceptIndex(IReadOnlyList<Concept> concepts)
    {
        var known = Wordings(concepts).SelectMany(pair => Keys(pair.Wording)).ToHashSet(StringComparer.Ordinal);
        foreach (var (concept, wording) in Wordings(concepts)) Add(Keys(wording), concept, asWritten: true);
        foreach (var (concept, wording) in Wordings(concepts))
        {
            foreach (var form in OtherForms(wording)) Add(Keys(form), concept, asWritten: false);
            // Among other words an ending is safely one: internet alone must not become intern.
            if (Keys(wording) is { Length: > 1 } keys) Add([.. keys.Select(key => Bare(key, known) ?? key)], concept, asWritten: false);
        }
    }

    /// <summary>What a wording is compared by: a key for each word that is no stop word.</summary>
    internal static string[] Keys(string wording) => [.. Tokens.Placed(Tokens.Composed(wording)).Select(placed => Key(placed.Token))];

    /// <summary>Lower-case letters without marks: å and ä to a, ö to o, é to e.</summary>
    internal static string Folded(string text) => Marks.Off(text.ToLowerInvariant());

    /// <summary>The letters and digits of a wording, lower-case, in one word.</summary>
    internal static string Joined(string wording) => string.Concat(wording.ToLowerInvariant().Where(char.IsLetterOrDigit));

    /// <summary>The concepts of the longest term that begins with the word at <paramref name="first"/>, and of how many words it is; 0 for none.</summary>
    internal (IReadOnlyList<Concept> Concepts, int Words) Longest(string text, List<PlacedToken> words, int first)
    {
        (IReadOnlyList<Concept> Concepts, int Words) best = ([], 0);
        var node = root;
        for (var at = first; at < words.Count && (at == first || Adjacent(text, words[at - 1], words[at])); at++)
        {
            if (Next(node, Key(words[at].Token)) is not { } next) break;
            node = next;
            if (node.Concepts.Count > 0) best = (node.Concepts, at - first + 1);
        }
        return best;
    }

    /// <summary>The concepts that have this one word as a term.</summary>
    internal IReadOnlyList<Concept> Word(string word) => Keys(word) is [var key] && Next(root, key) is { } node ? node.Concepts : [];

    internal static IEnumerable<(Concept Concept, string Wording)> Wordings(IReadOnlyList<Concept> concepts) =>
        concepts.SelectMany(concept => concept.Wordings.Select(wording => (concept, wording)));

    // The stemmer takes -ighet and -lig off as well: a property (fastighet) would be whatever is firm (fast), and what is cheap (billig) a car (bil).
    private static string Key(Token token)
    {
        var (word, stem) = (token.Word.ToLowerInvariant(), token.Stem);
        if (word.IndexOf("ighet", Math.Min(stem.Length, word.Length), StringComparison.Ordinal) >= 0) return stem + "ighet";
        return stem.Length <= ShortestRoot && word.StartsWith(stem + "lig", StringComparison.Ordinal) ? stem + "lig" : stem;
    }

    private static IEnumerable<string> OtherForms(string wording)
    {
        var folded = Folded(wording);
        // A word may become a stop word without its marks (gode män).
        if (Keys(folded) is var keys && keys is not [{ Length: < ShortestFolded }] && keys.Length == Keys(wording).Length) yield return folded;
        if (!wording.Any(letter => !char.IsLetterOrDigit(letter))) yield break;
        yield return Joined(wording);
        yield return Joined(folded);
    }

    // Between the words of a term stand only stop words, spaces, commas and hyphens; it does not reach over a full stop or a new line.
    private static bool Adjacent(string text, PlacedToken left, PlacedToken right)
    {
        foreach (var letter in text.AsSpan(left.End, right.Start - left.End))
        {
            if (!char.IsLetterOrDigit(letter) && !" ,\u00A0-\u2013'\u2019/&".Contains(letter, StringComparison.Ordinal)) return false;
        }
        return true;
    }

    private static Node? Next(Node node, string key)
    {
        if (node.Children.TryGetValue(key, out var exact)) return exact;
        return Bare(key, node.Children.Keys) is { } bare ? node.Children[bare] : null;
    }

    /// <summary>The key without an ending that the stemmer left on, or null when that is none of the known keys.</summary>
    private static string? Bare(string key, ICollection<string> known)
    {
        if (key.Length < ShortestInflected) return null;
        foreach (var ending in Endings)
        {
            if (key.EndsWith(ending, StringComparison.Ordinal) && known.Contains(key[..^ending.Length])) return key[..^ending.Length];
        }
        // English plurals: authorities lose -es and keep an i.
        return key[^1] == 'i' && known.Contains(key[..^1] + "y") ? key[..^1] + "y" : null;
    }

    private void Add(string[] keys, Concept concept, bool asWritten)
    {
        var node = root;
        foreach (var key in keys)
        {
            if (!node.Children.TryGetValue(key, out var next)) node.Children[key] = next = new Node();
            node = next;
        }
        if (node == root || node.Concepts.Contains(concept) || (node.AsWritten && !asWritten)) return;
        node.AsWritten = asWritten;
        node.Concepts.Add(concept);
    }

    private sealed class Node
    {
        internal Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);
        internal List<Concept> Concepts { get; } = [];

        /// <summary>Whether its concepts have the term in these very words.</summary>
        internal bool AsWritten { get; set; }
    }
}
