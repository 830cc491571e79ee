namespace Matching.Bridges;

/// <summary>
/// Solves Ax = b for a dense symmetric positive definite A by its factor A = LLᵀ (Golub and Van Loan, Matrix Computations, §4.2).
/// O(n³/3) once, O(n²) a right-hand side.
/// </summary>
internal sealed class Cholesky
{
    private readonly double[][] factor;

    private Cholesky(double[][] factor) => this.factor = factor;

    /// <summary>Factors a matrix of which the lower triangle is given row by row; null where it is not positive definite.</summary>
    internal static Cholesky? Of(double[][] lower)
    {
        var l = new double[lower.Length][];
        for (var i = 0; i < l.Length; i++)
        {
            l[i] = new double[i + 1];
            for (var j = 0; j <= i; j++)
            {
                var rest = lower[i][j] - Dot(l[i], l[j], j);
                if (i == j && !(rest > 0)) return null;
                l[i][j] = i == j ? Math.Sqrt(rest) : rest / l[j][j];
            }
        }
        return new Cholesky(l);
    }

    /// <summary>x for one right-hand side.</summary>
    internal double[] Solve(ReadOnlySpan<double> b)
    {
        var x = b.ToArray();
        for (var i = 0; i < x.Length; i++) x[i] = (x[i] - Dot(factor[i], x, i)) / factor[i][i];
        for (var i = x.Length - 1; i >= 0; i--)
        {
            x[i] /= factor[i][i];
            for (var j = 0; j < i; j++) x[j] -= factor[i][j] * x[i];
        }
        return x;
    }

    private static double Dot(double[] x, double[] y, int length)
    {
        var sum = 0.0;
        for (var k = 0; k < length; k++) sum += x[k] * y[k];
        return sum;
    }
}
