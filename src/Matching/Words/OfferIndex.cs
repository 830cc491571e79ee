namespace Matching.Words;

/// <summary>The offers of all owners by the terms in them: only pairs of texts that share a term are ever touched.</summary>
internal sealed class OfferIndex
{
    private readonly int[] owners;
    private readonly int[] numbers;
    private readonly int[] starts;
    private readonly int[] texts;
    private readonly double[] weights;

    /// <summary>Indexes one list of offers an owner, over terms numbered from 0.</summary>
    internal OfferIndex(TermVector[][] offers, int terms)
    {
        owners = [.. offers.SelectMany((own, owner) => own.Select(_ => owner))];
        numbers = [.. offers.SelectMany(own => own.Select((_, number) => number))];
        starts = new int[terms + 1];
        foreach (var term in offers.SelectMany(own => own.SelectMany(offer => offer.Terms))) starts[term + 1]++;
        for (var term = 0; term < terms; term++) starts[term + 1] += starts[term];
        (texts, weights) = (new int[starts[terms]], new double[starts[terms]]);
        Fill([.. offers.SelectMany(own => own)]);
    }

    /// <summary>A place to add up cosines in; one thread's own.</summary>
    internal double[] Cosines() => new double[owners.Length];

    /// <summary>Every offer that shares a term with a need, in order, with the cosine. <paramref name="cosines"/> is left as it was found: all zero.</summary>
    internal IEnumerable<(int Owner, int Offer, double Cosine)> Meet(TermVector need, double[] cosines)
    {
        for (var k = 0; k < need.Terms.Length; k++)
        {
            for (var at = starts[need.Terms[k]]; at < starts[need.Terms[k] + 1]; at++) cosines[texts[at]] += need.Weights[k] * weights[at];
        }
        for (var text = 0; text < cosines.Length; text++)
        {
            if (cosines[text] == 0) continue;
            yield return (owners[text], numbers[text], cosines[text]);
            cosines[text] = 0;
        }
    }

    private void Fill(TermVector[] offers)
    {
        var next = starts[..^1];
        for (var text = 0; text < offers.Length; text++)
        {
            for (var k = 0; k < offers[text].Terms.Length; k++)
            {
                var place = next[offers[text].Terms[k]]++;
                (texts[place], weights[place]) = (text, offers[text].Weights[k]);
            }
        }
    }
}
