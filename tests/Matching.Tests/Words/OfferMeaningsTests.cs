using CsCheck;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class OfferMeaningsTests
{
    private static readonly Gen<(int Seed, int Owners)> Cases = Gen.Select(Gen.Int[0, 10_000], Gen.Int[15, 60]);

    [Fact]
    public void An_offer_that_stands_out_from_the_others_is_meant_and_they_are_not()
    {
        var offers = Unrelated(1, 40);
        var need = offers[7][0]!;
        Assert.Equal([(7, 0, 1.0)], new OfferMeanings(offers).Meet(need));
    }

    [Fact]
    public void Where_all_offers_are_equally_near_or_too_few_none_stands_out()
    {
        float[] one = [1, 0];
        Assert.Empty(new OfferMeanings(Enumerable.Repeat<IReadOnlyList<float[]?>>([one], 50)).Meet(one));
        Assert.Empty(new OfferMeanings(Unrelated(1, 14)).Meet(Unrelated(1, 14)[0][0]));
        Assert.Empty(new OfferMeanings([]).Meet(one));
    }

    [Fact]
    public void A_need_or_an_offer_without_a_vector_is_passed_over()
    {
        var offers = Unrelated(1, 40);
        Assert.Empty(new OfferMeanings(offers).Meet(null));
        var missing = offers.ToList();
        missing.Insert(0, [null, offers[7][0]]);
        Assert.Equal([(0, 1), (8, 0)], new OfferMeanings(missing).Meet(offers[7][0]).Select(met => (met.Owner, met.Offer)));
    }

    [Fact]
    public void Similarity_is_how_far_beyond_chance_a_cosine_lies_by_the_plain_formula() => Cases.Sample((seed, owners) =>
    {
        var offers = Unrelated(seed, owners);
        var need = Unrelated(seed + 1, 1)[0][0]!;
        var met = new OfferMeanings(offers).Meet(need).ToDictionary(one => (one.Owner, one.Offer), one => one.Similarity);
        double[] cosines = [.. offers.SelectMany(own => own).Select(offer => need.Zip(offer!, (x, y) => (double)x * y).Sum())];
        var mean = cosines.Sum() / cosines.Length;
        var deviation = Math.Sqrt(cosines.Sum(cosine => Math.Pow(cosine - mean, 2)) / cosines.Length);
        for (var k = 0; k < cosines.Length; k++)
        {
            var z = (cosines[k] - mean) / deviation;
            var expected = Math.Clamp((z - Math.Sqrt(2 * Math.Log(cosines.Length))) / 2, 0, 1);
            Assert.Equal(expected, met.GetValueOrDefault((k / 2, k % 2)), 1e-4);
        }
    }, iter: 50);

    [Fact]
    public void Moving_all_cosines_closer_together_changes_nothing() => Cases.Sample((seed, owners) =>
    {
        // A common direction, as models give to all their texts.
        var plain = Unrelated(seed, owners);
        var need = Unrelated(seed + 1, 1)[0][0]!;
        static float[] Narrow(float[] vector) => [.. vector.Select(value => value * 0.6f), 0.8f];
        var narrow = plain.Select(own => (IReadOnlyList<float[]?>)own.Select(offer => Narrow(offer!)).ToArray());
        var (left, right) = (new OfferMeanings(plain).Meet(need).ToArray(), new OfferMeanings(narrow).Meet(Narrow(need)).ToArray());
        var all = left.Concat(right).Select(one => (one.Owner, one.Offer)).Distinct();
        foreach (var one in all) Assert.Equal(Of(left, one), Of(right, one), 1e-4);
    }, iter: 50);

    private static double Of((int Owner, int Offer, double Similarity)[] met, (int Owner, int Offer) one) =>
        met.FirstOrDefault(other => (other.Owner, other.Offer) == one).Similarity;

    // Two offers an owner in directions drawn at random; of the same seed the same.
    private static List<IReadOnlyList<float[]?>> Unrelated(int seed, int owners)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, owners).Select(_ => (IReadOnlyList<float[]?>)[Direction(random), Direction(random)])];
    }

    private static float[] Direction(Random random)
    {
        double[] values = [.. Enumerable.Range(0, 64).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
        var norm = Math.Sqrt(values.Sum(value => value * value));
        return [.. values.Select(value => (float)(value / norm))];
    }
}
