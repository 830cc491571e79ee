namespace Matching.Bridges;

/// <summary>
/// Eigenvalues and eigenvectors of a dense symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, §8.5).
/// </summary>
/// <remarks>
/// Slow (O(n³) a sweep, about ten sweeps) but short and accurate to the last digits, also for small eigenvalues: meant for networks of a
/// few hundred people, in reports and tests.
/// </remarks>
public sealed class SymmetricEigen
{
    // Convergence is quadratic; ten sweeps are enough in practice, so this bound is met only by a matrix with NaN in it.
    private const int MostSweeps = 60;

    // The squared weight off the diagonal, as a share of the whole, that rounding leaves in any case.
    private const double Converged = 1e-30;

    private readonly double[] values;
    private readonly double[][] vectors;

    /// <summary>Decomposes a symmetric matrix, which is left as it was. O(n³).</summary>
    /// <exception cref="ArgumentException">The matrix is not square, not symmetric, or not finite.</exception>
    public SymmetricEigen(double[,] matrix)
    {
        var rows = Copy(matrix);
        var turned = Identity(rows.Length);
        Diagonalise(rows, turned);
        var order = Enumerable.Range(0, rows.Length).OrderBy(k => rows[k][k]).ToArray();
        values = [.. order.Select(k => rows[k][k])];
        vectors = [.. order.Select(k => turned[k])];
    }

    /// <summary>The eigenvalues, smallest first.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>The eigenvector of the eigenvalue at place <paramref name="k"/>, of length 1. Its sign has no meaning.</summary>
    public ReadOnlySpan<double> Vector(int k) => vectors[k];

    private static double[][] Copy(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var columns = matrix.GetLength(1);
        if (columns != n) throw new ArgumentException($"The matrix has {n} rows and {columns} columns.", nameof(matrix));
        var rows = new double[n][];
        for (var i = 0; i < n; i++)
        {
            rows[i] = new double[n];
            for (var j = 0; j < n; j++)
            {
                if (!double.IsFinite(matrix[i, j]) || matrix[i, j] != matrix[j, i])
                    throw new ArgumentException($"The matrix is not finite and symmetric at ({i}, {j}).", nameof(matrix));
                rows[i][j] = matrix[i, j];
            }
        }
        return rows;
    }

    private static double[][] Identity(int n)
    {
        var rows = new double[n][];
        for (var i = 0; i < n; i++)
        {
            rows[i] = new double[n];
            rows[i][i] = 1;
        }
        return rows;
    }

    private static void Diagonalise(double[][] a, double[][] vectors)
    {
        var whole = a.Sum(row => row.Sum(x => x * x));
        for (var sweep = 0; sweep < MostSweeps && OffDiagonal(a) > Converged * whole; sweep++)
        {
            for (var p = 0; p < a.Length; p++)
            {
                for (var q = p + 1; q < a.Length; q++) Rotate(a, vectors, p, q);
            }
        }
    }

    private static double OffDiagonal(double[][] a)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < i; j++) sum += 2 * a[i][j] * a[i][j];
        }
        return sum;
    }

    /// <summary>Turns the plane of p and q so that a_pq becomes 0.</summary>
    private static void Rotate(double[][] a, double[][] vectors, int p, int q)
    {
        if (a[p][q] == 0) return;
        var theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        var t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        Turn(a[p], a[q], c, s);
        foreach (var row in a) (row[p], row[q]) = ((c * row[p]) - (s * row[q]), (s * row[p]) + (c * row[q]));
        a[p][q] = a[q][p] = 0;
        Turn(vectors[p], vectors[q], c, s);
    }

    private static void Turn(double[] x, double[] y, double c, double s)
    {
        for (var k = 0; k < x.Length; k++) (x[k], y[k]) = ((c * x[k]) - (s * y[k]), (s * x[k]) + (c * y[k]));
    }
}
