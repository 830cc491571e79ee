namespace Matching.Words;

/// <summary>How well an offer meets a need, with the words that met.</summary>
/// <param name="Need">Index of the need among its owner's needs.</param>
/// <param name="Offer">Index of the offer among its owner's offers.</param>
/// <param name="Similarity">In [0, 1]; see <see cref="TextFit"/>.</param>
public readonly record struct TextMatch(int Need, int Offer, double Similarity);

/// <summary>
/// Compares every need with every offer in a hub. This is the seam behind which the reading of words grows: whoever asks sees
/// only a similarity in [0, 1] and the words that met.
/// </summary>
/// <remarks>
/// The cosine of stem vectors, each stem weighted by ln(1 + N/df) over the hub's own texts (Spärck Jones 1972), stretched to what it
/// means: 0 at a cosine of 0.15, 1 at 0.60. Read over the best matches between organisations in the sample hubs, hardly one in ten with
/// a cosine under <see cref="Floor"/> is about one matter, most are from 0.25, nearly all from 0.30. A similarity of ½ is a cosine of
/// 0.375: two sentences of eight telling words that share three.
/// </remarks>
public sealed class TextFit
{
    /// <summary>Least cosine that counts at all.</summary>
    public const double Floor = 0.20;

    private const double Nothing = 0.15;
    private const double Everything = 0.60;

    private readonly WordVector[][] needs;
    private readonly WordVector[][] offers;
    private readonly Dictionary<int, TextMatch>[] matches;

    private TextFit(WordVector[][] needs, WordVector[][] offers)
    {
        this.needs = needs;
        this.offers = offers;
        matches = Match();
    }

    /// <summary>
    /// Reads the texts of all owners; <paramref name="needs"/> and <paramref name="offers"/> are parallel, one list an owner. The words of
    /// <paramref name="place"/>, where all of them are, tell nothing and are passed over.
    /// </summary>
    public static TextFit Build(IReadOnlyList<IReadOnlyList<string>> needs, IReadOnlyList<IReadOnlyList<string>> offers, string? place = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(offers.Count, needs.Count);
        var stems = new StemWeights(needs.Concat(offers).SelectMany(texts => texts), place);
        return new TextFit(Vectors(needs, stems), Vectors(offers, stems));
    }

    /// <summary>The best meeting of a need of <paramref name="needer"/> with an offer of <paramref name="giver"/>, or null when no words meet.</summary>
    public TextMatch? Best(int needer, int giver) => matches[needer].TryGetValue(giver, out var match) ? match : null;

    /// <summary>The words of the need that the offer has too, as the need's author wrote them, in their order.</summary>
    public IReadOnlyList<string> SharedWords(int needer, int giver, TextMatch match)
    {
        var offered = offers[giver][match.Offer].Stems;
        return [.. needs[needer][match.Need].Words
            .Where(token => Array.BinarySearch(offered, token.Stem, StringComparer.Ordinal) >= 0)
            .DistinctBy(token => token.Stem)
            .Select(token => token.Word)];
    }

    internal static double Calibrate(double cosine) => cosine < Floor ? 0 : Math.Min(1, (cosine - Nothing) / (Everything - Nothing));

    private static WordVector[][] Vectors(IReadOnlyList<IReadOnlyList<string>> texts, StemWeights stems) =>
        [.. texts.Select(own => own.Select(stems.Vector).ToArray())];

    // One walk over an inverted index of the offers: only pairs of texts that share a stem are ever touched.
    private Dictionary<int, TextMatch>[] Match()
    {
        var postings = new Dictionary<string, List<(int Owner, int Offer, double Weight)>>(StringComparer.Ordinal);
        for (var owner = 0; owner < offers.Length; owner++)
        {
            for (var offer = 0; offer < offers[owner].Length; offer++)
            {
                var vector = offers[owner][offer];
                for (var k = 0; k < vector.Stems.Length; k++)
                {
                    if (!postings.TryGetValue(vector.Stems[k], out var list)) postings[vector.Stems[k]] = list = [];
                    list.Add((owner, offer, vector.Weights[k]));
                }
            }
        }
        var result = new Dictionary<int, TextMatch>[needs.Length];
        Parallel.For(0, needs.Length, needer => result[needer] = MatchOne(needer, postings));
        return result;
    }

    private Dictionary<int, TextMatch> MatchOne(int needer, Dictionary<string, List<(int Owner, int Offer, double Weight)>> postings)
    {
        var best = new Dictionary<int, TextMatch>();
        for (var need = 0; need < needs[needer].Length; need++)
        {
            var cosines = new SortedDictionary<(int Owner, int Offer), double>();
            var vector = needs[needer][need];
            for (var k = 0; k < vector.Stems.Length; k++)
            {
                foreach (var (owner, offer, weight) in postings.GetValueOrDefault(vector.Stems[k]) ?? [])
                {
                    if (owner != needer) cosines[(owner, offer)] = cosines.GetValueOrDefault((owner, offer)) + (vector.Weights[k] * weight);
                }
            }
            foreach (var ((owner, offer), cosine) in cosines)
            {
                if (cosine < Floor) continue;
                var similarity = Calibrate(cosine);
                if (!best.TryGetValue(owner, out var known) || similarity > known.Similarity) best[owner] = new TextMatch(need, offer, similarity);
            }
        }
        return best;
    }
}

/// <summary>A text as a unit vector over stems, sorted by stem, with its words kept for the person who reads the reason.</summary>
internal readonly record struct WordVector(string[] Stems, double[] Weights, Token[] Words);

/// <summary>How telling a stem is among a set of texts, and which stems are one word.</summary>
/// <remarks>
/// Snowball leaves the neuter article on (elnätet, elnät): a stem in -et whose rest is a stem of these texts too is folded into it.
/// </remarks>
internal sealed class StemWeights
{
    private const string NeuterArticle = "et";
    private const int ShortestFolded = 6;

    private readonly HashSet<string> passedOver;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> documents = new(StringComparer.Ordinal);
    private readonly int count;

    internal StemWeights(IEnumerable<string> texts, string? place)
    {
        passedOver = Tokens.Of(place ?? "").Select(token => token.Stem).ToHashSet(StringComparer.Ordinal);
        var stems = texts.Select(text => Telling(text).Select(token => token.Stem).ToArray()).ToList();
        count = stems.Count;
        foreach (var text in stems) known.UnionWith(text);
        foreach (var stem in stems.SelectMany(text => text.Select(Fold).Distinct(StringComparer.Ordinal)))
            documents[stem] = documents.GetValueOrDefault(stem) + 1;
    }

    internal WordVector Vector(string text)
    {
        var words = Telling(text).Select(token => token with { Stem = Fold(token.Stem) }).ToArray();
        var stems = words.Select(token => token.Stem).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var weights = stems.Select(stem => Math.Log(1 + ((double)count / documents[stem]))).ToArray();
        var norm = Math.Sqrt(weights.Sum(weight => weight * weight));
        for (var k = 0; k < weights.Length; k++) weights[k] /= norm;
        return new WordVector(stems, weights, words);
    }

    private IEnumerable<Token> Telling(string text) => Tokens.Of(text).Where(token => !passedOver.Contains(token.Stem));

    private string Fold(string stem) =>
        stem.Length >= ShortestFolded && stem.EndsWith(NeuterArticle, StringComparison.Ordinal) && known.Contains(stem[..^NeuterArticle.Length])
            ? stem[..^NeuterArticle.Length]
            : stem;
}
