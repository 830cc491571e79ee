namespace Matching.Gatherings;

/// <summary>
/// What a set of guests is worth: F(S) = Σ rel + λ Σ_g w_g (1 − 2^(−count_g)), over groups g (sectors, organisations) with count_g
/// guests, measured from those who are coming anyway.
/// </summary>
/// <remarks>
/// Monotone and submodular: a sum of a modular part and of concave functions of counts, with weights ≥ 0. Each guest of a group is worth
/// half of the one before, so that variety is sought and nobody is shut out by a quota.
/// </remarks>
internal sealed class Coverage
{
    private readonly IReadOnlyList<double> relevance;
    private readonly IReadOnlyList<IReadOnlyList<int>> groups;
    private readonly IReadOnlyList<double> weights;
    private readonly double lambda;
    private readonly int[] counts;

    /// <param name="relevance">rel, one a person, ≥ 0.</param>
    /// <param name="groups">The groups of each person.</param>
    /// <param name="weights">w, one a group, ≥ 0.</param>
    /// <param name="lambda">λ, ≥ 0: what variety weighs against relevance.</param>
    internal Coverage(IReadOnlyList<double> relevance, IReadOnlyList<IReadOnlyList<int>> groups, IReadOnlyList<double> weights, double lambda)
    {
        this.relevance = relevance;
        this.groups = groups;
        this.weights = weights;
        this.lambda = lambda;
        counts = new int[weights.Count];
    }

    /// <summary>F of those who were added.</summary>
    internal double Value { get; private set; }

    /// <summary>Counts somebody who comes anyway: what she covers is covered already.</summary>
    internal void Seat(IEnumerable<int> groupsOfGuest)
    {
        foreach (var group in groupsOfGuest) counts[group]++;
    }

    /// <summary>How much F would rise with the person.</summary>
    internal double Gain(int person) => relevance[person] + (lambda * groups[person].Sum(group => weights[group] * Half(counts[group] + 1)));

    /// <summary>How much F would fall without the person, who is in.</summary>
    internal double Loss(int person) => relevance[person] + (lambda * groups[person].Sum(group => weights[group] * Half(counts[group])));

    internal void Add(int person)
    {
        Value += Gain(person);
        foreach (var group in groups[person]) counts[group]++;
    }

    internal void Remove(int person)
    {
        Value -= Loss(person);
        foreach (var group in groups[person]) counts[group]--;
    }

    private static double Half(int count) => double.Exp2(-count);
}
