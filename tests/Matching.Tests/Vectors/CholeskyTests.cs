using CsCheck;
using Matching.Vectors;

namespace Matching.Tests.Vectors;

public sealed class CholeskyTests
{
    // M·Mᵀ + I/2 is positive definite whatever M is; sizes on both sides of a block.
    private static readonly Gen<double[][]> Definite =
        from n in Gen.OneOf(Gen.Int[1, 12], Gen.Int[60, 70])
        from m in Gen.Double[-1, 1].Array[n].Array[n]
        select Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n)
            .Select(j => Enumerable.Range(0, n).Sum(k => m[i][k] * m[j][k]) + (i == j ? 0.5 : 0)).ToArray()).ToArray();

    [Fact]
    public void What_is_solved_gives_the_right_hand_side_back() => Definite.Sample(
        matrix =>
        {
            var b = matrix.Select((_, i) => Math.Sin(i + 1)).ToArray();
            var x = Cholesky.Of(matrix)!.Solve(b);
            for (var i = 0; i < b.Length; i++) Assert.Equal(b[i], matrix[i].Zip(x, (a, c) => a * c).Sum(), 1e-8);
        },
        iter: 60);

    [Fact]
    public void The_inverse_times_the_matrix_is_one() => Definite.Sample(
        matrix =>
        {
            var inverse = Cholesky.Of(matrix)!.Inverse();
            for (var i = 0; i < matrix.Length; i++)
            {
                for (var j = 0; j < matrix.Length; j++)
                    Assert.Equal(i == j ? 1 : 0, matrix[i].Select((a, k) => a * inverse[k][j]).Sum(), 1e-8);
            }
        },
        iter: 30);

    [Fact]
    public void White_values_have_the_length_that_the_inverse_gives_them() => Definite.Sample(
        matrix =>
        {
            var b = matrix.Select((_, i) => Math.Cos(i)).ToArray();
            var factor = Cholesky.Of(matrix)!;
            Assert.Equal(Cholesky.Dot(b, factor.Solve(b)), Cholesky.Dot(factor.Whiten(b), factor.Whiten(b)), 1e-8);
        },
        iter: 60);

    [Fact]
    public void The_determinant_of_two_by_two_is_the_one_of_school()
    {
        double[][] matrix = [[4, 1], [1, 3]];
        Assert.Equal(Math.Log(11), Cholesky.Of(matrix)!.LogDeterminant(), 1e-12);
    }

    [Fact]
    public void What_is_not_positive_definite_has_no_factor()
    {
        Assert.Null(Cholesky.Of([[1, 2], [2, 1]]));
        Assert.Null(Cholesky.Of([[double.NaN]]));
    }
}
