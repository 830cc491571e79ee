namespace Matching.Words;

/// <summary>
/// Which offers a need means, though they may share no word: by the vectors of a model, how far the cosine of need and offer stands out
/// among the cosines of that need with all offers. Immutable; any number of threads may ask.
/// </summary>
/// <remarks>
/// Models differ in where their cosines lie (those of multilingual E5 between 0.7 and 1), and needs in how usual they are, so a cosine alone
/// says nothing. With z = (cosine − mean) / standard deviation over the n offers, similarity is 0 up to √(2 ln n), which the best of n
/// unrelated ones reaches by chance (the expected maximum of n standard normals; Embrechts, Klüppelberg and Mikosch 1997, "Modelling
/// Extremal Events", example 3.3.29), and 1 from <see cref="Certain"/> above it.
/// </remarks>
internal sealed class OfferMeanings
{
    // Of fewer nobody can say what is usual.
    private const int Fewest = 30;

    private const double Certain = 2;

    private readonly (int Owner, int Number, float[] Vector)[] offers;
    private readonly double chance;

    /// <summary>Takes one list of offers an owner; those without a vector (null) are never meant.</summary>
    internal OfferMeanings(IEnumerable<IReadOnlyList<float[]?>> offers)
    {
        this.offers = [.. offers.SelectMany((own, owner) => own.Select((vector, number) => (owner, number, vector!))).Where(offer => offer.Item3 is not null)];
        chance = Math.Sqrt(2 * Math.Log(Math.Max(1, this.offers.Length)));
    }

    /// <summary>Every offer that a need means, in order, with its similarity in (0, 1]. The need's vector may be null: then none.</summary>
    internal IEnumerable<(int Owner, int Offer, double Similarity)> Meet(float[]? need)
    {
        if (need is null || offers.Length < Fewest) return [];
        var cosines = Array.ConvertAll(offers, offer => (double)TextVectorIndex.Dot(need, offer.Vector));
        var mean = cosines.Average();
        var deviation = Math.Sqrt(cosines.Average(cosine => (cosine - mean) * (cosine - mean)));
        return Above(cosines, mean, deviation);
    }

    // Where all are equally near, none stands out.
    private IEnumerable<(int Owner, int Offer, double Similarity)> Above(double[] cosines, double mean, double deviation)
    {
        for (var k = 0; k < cosines.Length; k++)
        {
            var beyond = cosines[k] - mean - (chance * deviation);
            if (beyond > 0) yield return (offers[k].Owner, offers[k].Number, Math.Min(1, beyond / (Certain * deviation)));
        }
    }
}
