using Matching.Vectors;

namespace Matching.Learning;

/// <summary>
/// Values y ~ N(0, K) that were seen together: how likely they are, what each was to be expected from the others, and what is to be expected
/// elsewhere (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, algorithm 2.1 and §5.4.2).
/// </summary>
/// <remarks>n is some hundreds to some thousands.</remarks>
internal sealed class GaussianPosterior
{
    private readonly Cholesky factor;
    private readonly double[] values;

    private GaussianPosterior(Cholesky factor, double[] values) => (this.factor, this.values) = (factor, values);

    /// <summary>Takes the covariance row by row up to the diagonal; null where it is not positive definite.</summary>
    internal static GaussianPosterior? Of(double[][] covariance, double[] values) =>
        Cholesky.Of(covariance) is { } factor ? new GaussianPosterior(factor, values) : null;

    /// <summary>log p(y), algorithm 2.1.</summary>
    internal double LogLikelihood()
    {
        var white = factor.Whiten(values);
        return -(Cholesky.Dot(white, white) + factor.LogDeterminant() + (values.Length * Math.Log(2 * Math.PI))) / 2;
    }

    /// <summary>Mean and covariance of two further values, from their covariances with those seen and with each other.</summary>
    internal ExpectedTwo Expect(double[] first, double[] second, double varianceOfFirst, double covariance, double varianceOfSecond)
    {
        var (y, u, v) = (factor.Whiten(values), factor.Whiten(first), factor.Whiten(second));
        return new ExpectedTwo(Cholesky.Dot(u, y), Cholesky.Dot(v, y),
            varianceOfFirst - Cholesky.Dot(u, u), covariance - Cholesky.Dot(u, v), varianceOfSecond - Cholesky.Dot(v, v));
    }

    /// <summary>
    /// For each two values, what was to be expected of them from all the others, exactly as if the two had never been seen: with Q = K⁻¹
    /// and B the two, μ = y_B − (Q_BB)⁻¹ (Qy)_B and Σ = (Q_BB)⁻¹ (§5.4.2, for blocks).
    /// </summary>
    internal IReadOnlyList<ExpectedTwo> LeaveTwoOut(IReadOnlyList<(int First, int Second)> blocks)
    {
        var columns = factor.InverseFactor();
        double Q(int i, int j) => Cholesky.Dot(columns[i].AsSpan(Math.Max(i, j)), columns[j].AsSpan(Math.Max(i, j)));
        var white = factor.Whiten(values);
        var pull = columns.Select((column, i) => Cholesky.Dot(column.AsSpan(i), white.AsSpan(i))).ToArray();
        return [.. blocks.AsParallel().AsOrdered().Select(block =>
        {
            var (i, j) = block;
            var (a, b, c) = (Q(i, i), Q(i, j), Q(j, j));
            var determinant = (a * c) - (b * b);
            var (ii, ij, jj) = (c / determinant, -b / determinant, a / determinant);
            return new ExpectedTwo(values[i] - (ii * pull[i]) - (ij * pull[j]), values[j] - (ij * pull[i]) - (jj * pull[j]), ii, ij, jj);
        })];
    }
}

/// <summary>Mean and covariance of two values.</summary>
internal readonly record struct ExpectedTwo(double First, double Second, double VarianceOfFirst, double Covariance, double VarianceOfSecond);
