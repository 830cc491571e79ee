using System.Numerics;

namespace Matching.Learning;

/// <summary>
/// Values y ~ N(0, K) that were seen together: how likely they are, what each was to be expected from the others, and what is to be expected
/// elsewhere (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, algorithm 2.1 and §5.4.2).
/// </summary>
/// <remarks>O(n³/3) once, by row-wise Cholesky over vectors; n is some hundreds to some thousands.</remarks>
internal sealed class GaussianPosterior
{
    private readonly double[][] factor;
    private readonly double[] values;

    private GaussianPosterior(double[][] factor, double[] values) => (this.factor, this.values) = (factor, values);

    /// <summary>Takes the covariance row by row up to the diagonal; null where it is not positive definite.</summary>
    internal static GaussianPosterior? Of(double[][] covariance, double[] values)
    {
        var l = new double[covariance.Length][];
        for (var i = 0; i < l.Length; i++)
        {
            l[i] = new double[i + 1];
            for (var j = 0; j < i; j++) l[i][j] = (covariance[i][j] - Dot(l[i], l[j], 0, j)) / l[j][j];
            var rest = covariance[i][i] - Dot(l[i], l[i], 0, i);
            if (!(rest > 0)) return null;
            l[i][i] = Math.Sqrt(rest);
        }
        return new GaussianPosterior(l, values);
    }

    /// <summary>log p(y), algorithm 2.1.</summary>
    internal double LogLikelihood()
    {
        var white = Whiten(values);
        var sum = -values.Length / 2.0 * Math.Log(2 * Math.PI);
        for (var i = 0; i < white.Length; i++) sum -= (white[i] * white[i] / 2) + Math.Log(factor[i][i]);
        return sum;
    }

    /// <summary>Mean and covariance of two further values, from their covariances with those seen and with each other.</summary>
    internal ExpectedTwo Expect(double[] first, double[] second, double varianceOfFirst, double covariance, double varianceOfSecond)
    {
        var (y, u, v) = (Whiten(values), Whiten(first), Whiten(second));
        var n = y.Length;
        return new ExpectedTwo(Dot(u, y, 0, n), Dot(v, y, 0, n),
            varianceOfFirst - Dot(u, u, 0, n), covariance - Dot(u, v, 0, n), varianceOfSecond - Dot(v, v, 0, n));
    }

    /// <summary>
    /// For each two values, what was to be expected of them from all the others, exactly as if the two had never been seen: with Q = K⁻¹
    /// and B the two, μ = y_B − (Q_BB)⁻¹ (Qy)_B and Σ = (Q_BB)⁻¹ (§5.4.2, for blocks).
    /// </summary>
    internal IReadOnlyList<ExpectedTwo> LeaveTwoOut(IReadOnlyList<(int First, int Second)> blocks)
    {
        var columns = InverseFactor();
        var n = values.Length;
        double Q(int i, int j) => Dot(columns[i], columns[j], Math.Max(i, j), n);
        var white = Whiten(values);
        var pull = columns.Select((column, i) => Dot(column, white, i, n)).ToArray();
        return [.. blocks.AsParallel().AsOrdered().Select(block =>
        {
            var (i, j) = block;
            var (a, b, c) = (Q(i, i), Q(i, j), Q(j, j));
            var determinant = (a * c) - (b * b);
            var (ii, ij, jj) = (c / determinant, -b / determinant, a / determinant);
            return new ExpectedTwo(values[i] - (ii * pull[i]) - (ij * pull[j]), values[j] - (ij * pull[i]) - (jj * pull[j]), ii, ij, jj);
        })];
    }

    // L⁻¹x.
    private double[] Whiten(double[] x)
    {
        var white = x.ToArray();
        for (var i = 0; i < white.Length; i++) white[i] = (white[i] - Dot(factor[i], white, 0, i)) / factor[i][i];
        return white;
    }

    // The columns of L⁻¹: K⁻¹ is their inner products.
    private double[][] InverseFactor()
    {
        var columns = new double[factor.Length][];
        Parallel.For(0, columns.Length, j =>
        {
            var column = columns[j] = new double[factor.Length];
            column[j] = 1 / factor[j][j];
            for (var i = j + 1; i < column.Length; i++) column[i] = -Dot(factor[i], column, j, i) / factor[i][i];
        });
        return columns;
    }

    private static double Dot(double[] x, double[] y, int from, int to)
    {
        var lanes = Vector<double>.Zero;
        var k = from;
        for (; k <= to - Vector<double>.Count; k += Vector<double>.Count) lanes += new Vector<double>(x, k) * new Vector<double>(y, k);
        var sum = Vector.Sum(lanes);
        for (; k < to; k++) sum += x[k] * y[k];
        return sum;
    }
}

/// <summary>Mean and covariance of two values.</summary>
internal readonly record struct ExpectedTwo(double First, double Second, double VarianceOfFirst, double Covariance, double VarianceOfSecond);
