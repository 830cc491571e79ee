namespace Matching.Words;

/// <summary>Swedish nouns that change their vowel in the plural, which no suffix rule undoes: bostäder → bostad.</summary>
internal static class UmlautPlurals
{
    // Also as the last part of a compound: huvudstäder, skogsbränder. Plurals that are another word at the end of words (tänger, möter) stand
    // with as much of the compound as tells them apart, or are left out.
    private static readonly (string Plural, string Singular)[] Nouns =
    [
        ("böcker", "bok"), ("städer", "stad"), ("länder", "land"), ("händer", "hand"), ("nätter", "natt"), ("fötter", "fot"), ("rötter", "rot"),
        ("stränder", "strand"), ("bränder", "brand"), ("tänder", "tand"), ("bönder", "bonde"), ("söner", "son"), ("döttrar", "dotter"),
        ("ledamöter", "ledamot"), ("bokstäver", "bokstav"), ("fäder", "fader"), ("mödrar", "moder"), ("bröder", "broder"), ("tjänstemän", "tjänsteman"),
        ("ombudsmän", "ombudsman"), ("fackmän", "fackman"), ("talesmän", "talesman"),
    ];

    private static readonly string[] Endings = ["", "na", "nas", "s"];

    /// <summary>The singular of a lower-case word that ends in such a plural, in any of its forms; any other word unchanged.</summary>
    internal static string Singular(string word)
    {
        if (!word.AsSpan().ContainsAny('ä', 'ö')) return word;
        foreach (var (plural, singular) in Nouns)
        {
            foreach (var ending in Endings)
            {
                if (EndsIn(word, plural, ending)) return string.Concat(word.AsSpan(0, word.Length - plural.Length - ending.Length), singular);
            }
        }
        return word;
    }

    private static bool EndsIn(string word, string plural, string ending) =>
        word.EndsWith(ending, StringComparison.Ordinal) && word.AsSpan(0, word.Length - ending.Length).EndsWith(plural, StringComparison.Ordinal);
}
