using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Matching.Vectors;

/// <summary>
/// The factor A = LLᵀ of a dense symmetric positive definite matrix (Golub and Van Loan, Matrix Computations, §4.2), and what is solved
/// with it. About n³/3 operations once, in rows of <see cref="Block"/> that stay in the cache, on all cores; n² a right-hand side.
/// </summary>
/// <remarks>
/// Every number is a dot product of two rows, summed in one fixed order of four lanes, so that the answer is the same to the last bit
/// on any hardware and with any number of threads.
/// </remarks>
internal sealed class Cholesky
{
    // 64 rows of 600 doubles are 300 kB: they stay in a second-level cache while every row below passes over them.
    private const int Block = 64;

    private readonly double[][] factor;

    private Cholesky(double[][] factor) => this.factor = factor;

    /// <summary>Factors a matrix of which the lower triangle is given row by row; null where it is not positive definite.</summary>
    internal static Cholesky? Of(double[][] lower)
    {
        var rows = lower.Select((row, i) => row[..(i + 1)]).ToArray();
        for (var start = 0; start < rows.Length; start += Block)
        {
            var (from, end) = (start, Math.Min(start + Block, rows.Length));
            for (var i = from; i < end; i++)
            {
                if (!FactorRow(rows, i, from, i + 1)) return null;
            }
            Parallel.For(end, rows.Length, i => FactorRow(rows, i, from, end));
        }
        return new Cholesky(rows);
    }

    /// <summary>The natural logarithm of the determinant of A.</summary>
    internal double LogDeterminant() => 2 * factor.Select((row, i) => Math.Log(row[i])).Sum();

    /// <summary>L⁻¹b: what makes values with covariance A independent, with variance 1.</summary>
    internal double[] Whiten(ReadOnlySpan<double> b)
    {
        var x = b.ToArray();
        for (var i = 0; i < x.Length; i++) x[i] = (x[i] - Dot(factor[i].AsSpan(0, i), x.AsSpan(0, i))) / factor[i][i];
        return x;
    }

    /// <summary>A⁻¹b.</summary>
    internal double[] Solve(ReadOnlySpan<double> b)
    {
        var x = Whiten(b);
        for (var i = x.Length - 1; i >= 0; i--)
        {
            x[i] /= factor[i][i];
            for (var j = 0; j < i; j++) x[j] -= factor[i][j] * x[i];
        }
        return x;
    }

    /// <summary>The columns of L⁻¹; what lies before the diagonal is 0. A⁻¹ is their inner products.</summary>
    internal double[][] InverseFactor()
    {
        var columns = new double[factor.Length][];
        Parallel.For(0, columns.Length, c =>
        {
            var column = columns[c] = new double[factor.Length];
            column[c] = 1 / factor[c][c];
            for (var i = c + 1; i < column.Length; i++) column[i] = -Dot(factor[i].AsSpan(c, i - c), column.AsSpan(c, i - c)) / factor[i][i];
        });
        return columns;
    }

    /// <summary>A⁻¹, row by row.</summary>
    internal double[][] Inverse()
    {
        var columns = InverseFactor();
        var inverse = columns.Select(_ => new double[columns.Length]).ToArray();
        Parallel.For(0, (columns.Length + Block - 1) / Block, block =>
        {
            var (from, end) = (block * Block, Math.Min((block + 1) * Block, columns.Length));
            for (var i = 0; i < end; i++)
            {
                for (var j = Math.Max(i, from); j < end; j++) inverse[i][j] = inverse[j][i] = Dot(columns[i].AsSpan(j), columns[j].AsSpan(j));
            }
        });
        return inverse;
    }

    /// <summary>Σ x_k·y_k, in the order of four lanes.</summary>
    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var lanes = Vector256<double>.Zero;
        var whole = x.Length - (x.Length % Vector256<double>.Count);
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        // Two roundings and no fused step: what a machine without one does too.
        for (var k = 0; k < whole; k += Vector256<double>.Count) lanes += Vector256.LoadUnsafe(ref left, (nuint)k) * Vector256.LoadUnsafe(ref right, (nuint)k);
        var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
        for (var k = whole; k < x.Length; k++) sum += x[k] * y[k];
        return sum;
    }

    private static bool FactorRow(double[][] rows, int i, int from, int end)
    {
        for (var j = from; j < end; j++)
        {
            var rest = rows[i][j] - Dot(rows[i].AsSpan(0, j), rows[j].AsSpan(0, j));
            if (i == j && !(rest > 0)) return false;
            rows[i][j] = i == j ? Math.Sqrt(rest) : rest / rows[j][j];
        }
        return true;
    }
}
