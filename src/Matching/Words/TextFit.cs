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
/// The cosine of vectors of stems and compound parts, each weighted by ln(1 + N/df) over the hub's own texts (Spärck Jones 1972), stretched to
/// what it means: 0 at a cosine of 0.15, 1 at 0.60. Read over the best matches between organisations in the sample hubs, hardly one in ten with
/// a cosine under <see cref="Floor"/> is about one matter, most are from 0.25, nearly all from 0.30. A similarity of ½ is a cosine of
/// 0.375: two sentences of eight telling words that share three. Where a model has read the texts, what it finds (<see cref="OfferMeanings"/>)
/// counts when it is more.
/// </remarks>
public sealed class TextFit
{
    /// <summary>Least cosine that counts at all.</summary>
    public const double Floor = 0.20;

    private const double Nothing = 0.15;
    private const double Everything = 0.60;

    private readonly TermVector[][] needs;
    private readonly TermVector[][] offers;
    private readonly float[]?[][] meant;
    private readonly OfferIndex index;
    private readonly OfferMeanings meanings;
    private readonly Dictionary<int, TextMatch>[] matches;

    private TextFit(TermVector[][] needs, TermVector[][] offers, int terms, float[]?[][] meant, OfferMeanings meanings)
    {
        this.needs = needs;
        this.offers = offers;
        this.meant = meant;
        this.meanings = meanings;
        matches = new Dictionary<int, TextMatch>[needs.Length];
        index = new OfferIndex(offers, terms);
        Parallel.For(0, needs.Length, index.Cosines, (needer, _, cosines) =>
        {
            matches[needer] = Match(needer, cosines);
            return cosines;
        }, _ => { });
    }

    /// <summary>
    /// Reads the texts of all owners; <paramref name="needs"/> and <paramref name="offers"/> are parallel, one list an owner. The words of
    /// <paramref name="place"/>, where all of them are, tell nothing and are passed over. Compounds are taken apart by <paramref name="splitter"/>,
    /// or by <see cref="CompoundSplitter.Swedish"/> when it is left out. <paramref name="vectors"/> are what a model made of the texts; none when
    /// left out.
    /// </summary>
    public static TextFit Build(
        IReadOnlyList<IReadOnlyList<string>> needs,
        IReadOnlyList<IReadOnlyList<string>> offers,
        string? place = null,
        CompoundSplitter? splitter = null,
        TextVectorIndex? vectors = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(offers.Count, needs.Count);
        var terms = new TermWeights([.. needs.Concat(offers).SelectMany(texts => texts)], place, splitter ?? CompoundSplitter.Swedish);
        var read = vectors ?? TextVectorIndex.Empty;
        return new TextFit(
            Vectors(needs, terms, 0),
            Vectors(offers, terms, needs.Sum(own => own.Count)),
            terms.Count,
            [.. needs.Select(own => own.Select(read.Need).ToArray())],
            new OfferMeanings(offers.Select(own => own.Select(read.Offer).ToArray())));
    }

    /// <summary>The best meeting of a need of <paramref name="needer"/> with an offer of <paramref name="giver"/>, or null when no words meet.</summary>
    public TextMatch? Best(int needer, int giver) => matches[needer].TryGetValue(giver, out var match) ? match : null;

    /// <summary>For each need of <paramref name="needer"/> the others who offer something that meets it, in order.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Givers(int needer)
    {
        var cosines = index.Cosines();
        return [.. needs[needer].Select((need, number) => (IReadOnlyList<int>)[.. index.Meet(need, cosines)
            .Where(met => met.Cosine >= Floor)
            .Select(met => met.Owner)
            .Concat(meanings.Meet(meant[needer][number]).Select(met => met.Owner))
            .Where(owner => owner != needer)
            .Distinct()
            .Order()])];
    }

    /// <summary>The words of the need that the offer has too, whole or as a part of a compound, as the need's author wrote them, in their order.</summary>
    public IReadOnlyList<string> SharedWords(int needer, int giver, TextMatch match)
    {
        var offered = offers[giver][match.Offer].Terms;
        return [.. needs[needer][match.Need].Words
            .Where(word => word.Terms.Any(term => Array.BinarySearch(offered, term) >= 0))
            .DistinctBy(word => word.Terms[0])
            .Select(word => word.Word)];
    }

    internal static double Calibrate(double cosine) => cosine < Floor ? 0 : Math.Min(1, (cosine - Nothing) / (Everything - Nothing));

    // The texts were read one list after another.
    private static TermVector[][] Vectors(IReadOnlyList<IReadOnlyList<string>> texts, TermWeights terms, int first)
    {
        var next = first;
        return [.. texts.Select(own => own.Select(_ => terms.Vector(next++)).ToArray())];
    }

    private Dictionary<int, TextMatch> Match(int needer, double[] cosines)
    {
        var best = new Dictionary<int, TextMatch>();
        for (var need = 0; need < needs[needer].Length; need++)
        {
            foreach (var (owner, offer, cosine) in index.Meet(needs[needer][need], cosines)) Raise(best, owner, new TextMatch(need, offer, Calibrate(cosine)));
            foreach (var (owner, offer, similarity) in meanings.Meet(meant[needer][need])) Raise(best, owner, new TextMatch(need, offer, similarity));
        }
        best.Remove(needer);
        return best;
    }

    private static void Raise(Dictionary<int, TextMatch> best, int owner, TextMatch match)
    {
        if (match.Similarity > 0 && (!best.TryGetValue(owner, out var known) || match.Similarity > known.Similarity)) best[owner] = match;
    }
}
