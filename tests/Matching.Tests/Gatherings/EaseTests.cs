using CsCheck;
using Matching.Gatherings;

namespace Matching.Tests.Gatherings;

public sealed class EaseTests
{
    private static readonly Gen<(int Items, List<(int Member, int Item, double Weight)> Rows, double Lambda)> Any =
        from items in Gen.Int[1, 90]
        from rows in Gen.Select(Gen.Int[0, 29], Gen.Int[0, items - 1], Gen.Double[0.1, 3]).List[0, 200]
        from lambda in Gen.Double[0.5, 60]
        select (items, rows, lambda);

    [Fact]
    public void It_equals_a_plain_dense_twin() => Any.Sample((items, rows, lambda) =>
    {
        var ease = Ease.Fit(30, items, rows, lambda);
        var inverse = GaussJordan(Gram(items, rows, lambda));
        for (var i = 0; i < items; i++)
        {
            for (var j = 0; j < items; j++) Assert.Equal(i == j ? 0 : -inverse[i, j] / inverse[j, j], ease.Weight(i, j), 1e-9);
        }
    }, iter: 60);

    [Fact]
    public void Each_column_is_the_ridge_regression_of_its_item_on_all_others() => Any.Sample((items, rows, lambda) =>
    {
        var ease = Ease.Fit(30, items, rows, lambda);
        var gram = Gram(items, rows, lambda);
        for (var j = 0; j < items; j++)
        {
            for (var i = 0; i < items; i++)
            {
                if (i == j) continue;
                var residual = -gram[i, j];
                for (var k = 0; k < items; k++) residual += gram[i, k] * ease.Weight(k, j);
                Assert.Equal(0, residual, 1e-7);
            }
        }
    }, iter: 20);

    [Fact]
    public void The_same_entries_in_any_order_give_the_same_bits() => Any.Sample((items, rows, lambda) =>
    {
        var (forth, back) = (Ease.Fit(30, items, rows, lambda), Ease.Fit(30, items, [.. rows.AsEnumerable().Reverse()], lambda));
        (int, double)[] own = [(0, 1), (items - 1, 0.5)];
        Assert.Equal(forth.Scores(own), back.Scores(own));
    }, iter: 40);

    [Fact]
    public void Scores_are_the_members_row_times_the_weights()
    {
        var ease = Ease.Fit(3, 3, [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1), (2, 2, 1)], 1);
        Assert.Equal([ease.Weight(0, 0), ease.Weight(0, 1), ease.Weight(0, 2)], ease.Scores([(0, 1)]));
        Assert.True(ease.Weight(0, 1) > 0.5);
        Assert.Equal(0, ease.Weight(0, 2), 12);
    }

    [Fact]
    public void Items_of_one_theme_lean_on_each_other_before_anybody_went_to_both()
    {
        (int, int)[] attendance = [(0, 0), (1, 1), (2, 2)];
        Assert.True(Ease.FitBalanced(3, 3, attendance, [[0, 1]]).Weight(0, 1) > 0);
        Assert.Equal(0, Ease.FitBalanced(3, 3, attendance, []).Weight(0, 1), 12);
        Assert.Empty(Ease.FitBalanced(2, 0, [], []).Scores([]));
    }

    [Fact]
    public void To_have_gone_sixteen_times_speaks_twice_as_loud_as_once()
    {
        var ease = Ease.FitBalanced(2, 3, [(0, 0), (0, 1), (1, 1), (1, 2)], []);
        var (once, often) = (ease.BalancedScores([(0, 1)]), ease.BalancedScores([(0, 16)]));
        Assert.Equal(ease.Scores([(0, 1)]), once);
        for (var item = 0; item < 3; item++) Assert.Equal(2 * once[item], often[item], 12);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_its_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>("lambda", () => Ease.Fit(1, 1, [], 0));
        Assert.Throws<ArgumentException>("attendance", () => Ease.Fit(1, 1, [(0, 1, 1)], 1));
        Assert.Throws<ArgumentException>("attendance", () => Ease.Fit(1, 1, [(0, 0, double.NaN)], 1));
        Assert.Throws<ArgumentOutOfRangeException>("memberItems", () => Ease.Fit(1, 1, [(0, 0, 1)], 1).Scores([(1, 1)]));
    }

    private static double[,] Gram(int items, List<(int Member, int Item, double Weight)> rows, double lambda)
    {
        var x = new double[30, items];
        var gram = new double[items, items];
        // Entries of one member and item count one by one, as products with every other entry.
        foreach (var (member, item, weight) in rows) x[member, item] += weight;
        for (var i = 0; i < items; i++)
        {
            for (var j = 0; j < items; j++)
            {
                for (var member = 0; member < 30; member++) gram[i, j] += x[member, i] * x[member, j];
            }
            gram[i, i] += lambda;
        }
        return gram;
    }

    private static double[,] GaussJordan(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var inverse = new double[n, n];
        for (var i = 0; i < n; i++) inverse[i, i] = 1;
        for (var pivot = 0; pivot < n; pivot++)
        {
            var divisor = matrix[pivot, pivot];
            for (var j = 0; j < n; j++) (matrix[pivot, j], inverse[pivot, j]) = (matrix[pivot, j] / divisor, inverse[pivot, j] / divisor);
            for (var i = 0; i < n; i++)
            {
                if (i == pivot) continue;
                var factor = matrix[i, pivot];
                for (var j = 0; j < n; j++)
                {
                    matrix[i, j] -= factor * matrix[pivot, j];
                    inverse[i, j] -= factor * inverse[pivot, j];
                }
            }
        }
        return inverse;
    }
}
