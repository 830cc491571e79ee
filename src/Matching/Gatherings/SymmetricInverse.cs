using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Matching.Gatherings;

/// <summary>
/// The inverse of a dense symmetric positive definite matrix by its factor A = LLᵀ (Golub and Van Loan, Matrix Computations, §4.2):
/// A⁻¹ = L⁻ᵀL⁻¹. About n³ operations, in rows of <see cref="Block"/> that stay in the cache, on all cores.
/// </summary>
/// <remarks>
/// Every number is a dot product of two rows, summed in one fixed order of four lanes, so that the answer is the same to the last bit
/// on any hardware and with any number of threads.
/// </remarks>
internal static class SymmetricInverse
{
    // 64 rows of 600 doubles are 300 kB: they stay in a second-level cache while every row below passes over them.
    private const int Block = 64;

    /// <summary>Inverts a matrix given row by row, of which the lower triangle is read; the input is overwritten by its factor.</summary>
    /// <exception cref="ArgumentException">The matrix is not positive definite.</exception>
    internal static double[][] Of(double[][] matrix)
    {
        Factor(matrix);
        return Multiply(InvertFactor(matrix));
    }

    private static void Factor(double[][] rows)
    {
        for (var start = 0; start < rows.Length; start += Block)
        {
            var (from, end) = (start, Math.Min(start + Block, rows.Length));
            for (var i = from; i < end; i++) FactorRow(rows, i, from, i + 1);
            Parallel.For(end, rows.Length, i => FactorRow(rows, i, from, end));
        }
    }

    private static void FactorRow(double[][] rows, int i, int from, int end)
    {
        for (var j = from; j < end; j++)
        {
            var rest = rows[i][j] - Dot(rows[i].AsSpan(0, j), rows[j].AsSpan(0, j));
            if (i == j && !(rest > 0)) throw new ArgumentException("The matrix is not positive definite.");
            rows[i][j] = i == j ? Math.Sqrt(rest) : rest / rows[j][j];
        }
    }

    /// <summary>L⁻¹ with its columns as rows; what lies before the diagonal is 0.</summary>
    private static double[][] InvertFactor(double[][] factor)
    {
        var columns = new double[factor.Length][];
        Parallel.For(0, factor.Length, c =>
        {
            var column = columns[c] = new double[factor.Length];
            column[c] = 1 / factor[c][c];
            for (var i = c + 1; i < column.Length; i++) column[i] = -Dot(factor[i].AsSpan(c, i - c), column.AsSpan(c, i - c)) / factor[i][i];
        });
        return columns;
    }

    private static double[][] Multiply(double[][] columns)
    {
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

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
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
}
