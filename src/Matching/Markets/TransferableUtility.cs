namespace Matching.Markets;

/// <summary>
/// Equilibrium of a two-sided market with transferable utility and unseen tastes: how likely each pair is to match when everybody's
/// capacity counts, and what each person's time is worth there.
/// </summary>
/// <remarks>
/// Choo and Siow (2006): μ_ij = exp(Φ_ij / 2β) · √(μ_i0 · μ_0j), with the joint surplus Φ_ij = p_ij + q_ji and μ_i0 the capacity that stays
/// free, so that Σ_j μ_ij + μ_i0 = n_i on both sides. Solved by iterative proportional fitting (Galichon and Salanié 2022, §5): with
/// A_i = √μ_i0 each side in turn solves A² + s·A = n, where s = Σ_j exp(Φ_ij / 2β)·B_j. The price of a person is −2β·ln(A_i / √n_i): what she
/// has above being alone.
/// </remarks>
internal sealed class TransferableUtility
{
    private const int MostSweeps = 1000;
    private const double Converged = 1e-12;

    private readonly JointPair[] pairs;
    private readonly double[] kernel;
    private readonly double[] left;
    private readonly double[] right;

    internal TransferableUtility(JointMarket market, JointPair[] pairs)
    {
        this.pairs = pairs;
        kernel = Array.ConvertAll(pairs, pair => Math.Exp((pair.LeftLikes + pair.RightLikes) / (2 * market.Beta)));
        left = [.. market.LeftCapacity.Select(Math.Sqrt)];
        right = [.. market.RightCapacity.Select(Math.Sqrt)];
        Fit(market);
        Probability = [.. pairs.Select((pair, at) => kernel[at] * left[pair.Left] * right[pair.Right])];
        LeftPrice = Prices(market.LeftCapacity, left, market.Beta);
        RightPrice = Prices(market.RightCapacity, right, market.Beta);
    }

    /// <summary>μ of each pair; a person's add up to at most her capacity.</summary>
    internal double[] Probability { get; }

    internal double[] LeftPrice { get; }

    internal double[] RightPrice { get; }

    // A turn of the one side fits it exactly; the other is fitted when it no longer moves.
    private void Fit(JointMarket market)
    {
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            Solve(left, market.LeftCapacity, Sums(left.Length, pair => pair.Left, pair => right[pair.Right]));
            var moved = Solve(right, market.RightCapacity, Sums(right.Length, pair => pair.Right, pair => left[pair.Left]));
            if (moved < Converged) return;
        }
    }

    private double[] Sums(int size, Func<JointPair, int> own, Func<JointPair, double> other)
    {
        var sums = new double[size];
        for (var at = 0; at < pairs.Length; at++) sums[own(pairs[at])] += kernel[at] * other(pairs[at]);
        return sums;
    }

    private static double Solve(double[] side, IReadOnlyList<double> capacity, double[] sums)
    {
        var moved = 0.0;
        for (var person = 0; person < side.Length; person++)
        {
            // 2n / (s + √(s² + 4n)) is the positive root without subtracting two numbers that are nearly the same.
            var root = capacity[person] == 0 ? 0 : 2 * capacity[person] / (sums[person] + Math.Sqrt((sums[person] * sums[person]) + (4 * capacity[person])));
            moved = Math.Max(moved, Math.Abs(root - side[person]));
            side[person] = root;
        }
        return moved;
    }

    private static double[] Prices(IReadOnlyList<double> capacity, double[] side, double beta) =>
        [.. side.Select((root, person) => capacity[person] == 0 ? 0 : Math.Max(0, -2 * beta * Math.Log(root / Math.Sqrt(capacity[person]))))];
}
