namespace Matching.Words;

/// <summary>The terms of a question, each once with the sum of its weights, and how long the question is as a text.</summary>
internal sealed record LexicalQuestion<TTerm>(WeightedTerm<TTerm>[] Terms, double Length)
    where TTerm : notnull
{
    /// <summary>The terms in order of first occurrence; those of words that are passed over count in the length alone.</summary>
    internal static LexicalQuestion<TTerm> Of(IEnumerable<WeightedTerm<TTerm>> asked, IEnumerable<WeightedTerm<TTerm>> whole)
    {
        var sums = new OrderedDictionary<TTerm, double>();
        foreach (var (term, weight) in asked) sums[term] = sums.GetValueOrDefault(term) + weight;
        return new([.. sums.Select(sum => new WeightedTerm<TTerm>(sum.Key, sum.Value))], whole.Sum(term => term.Weight));
    }
}
