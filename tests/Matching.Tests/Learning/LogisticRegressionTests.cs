using CsCheck;
using Matching.Learning;

namespace Matching.Tests.Learning;

public sealed class LogisticRegressionTests
{
    private static readonly Gen<(double[][] Rows, bool[] Labels, double Ridge)> GenData =
        from rows in Gen.Int[-300, 300].Select(hundredths => hundredths / 100.0).Array[3].Array[4, 40]
        from labels in Gen.Bool.Array[rows.Length]
        from ridge in Gen.Double[0.1, 20]
        where labels.Contains(true) && labels.Contains(false)
        select (rows, labels, ridge);

    [Fact]
    public void A_feature_that_says_nothing_leaves_the_share_of_the_label()
    {
        var model = LogisticRegression.Fit([[1], [1], [1], [1]], [true, false, false, false], 1);
        Assert.Equal(0.25, model.Probability([1]), 1e-9);
        Assert.Equal(0.25, model.Probability([7]), 1e-9);
    }

    [Fact]
    public void A_feature_that_differs_by_rounding_alone_says_nothing()
    {
        var model = LogisticRegression.Fit([[0.1], [0.1], [0.1]], [true, false, false], 1);
        Assert.Equal(1 / 3.0, model.Probability([7]), 1e-9);
    }

    [Fact]
    public void Without_shrinkage_two_groups_get_their_own_shares()
    {
        double[][] rows = [[0], [0], [0], [0], [1], [1], [1], [1]];
        var model = LogisticRegression.Fit(rows, [true, false, false, false, true, true, true, false], 1e-9);
        Assert.Equal(0.25, model.Probability([0]), 1e-6);
        Assert.Equal(0.75, model.Probability([1]), 1e-6);
    }

    [Fact]
    public void Data_that_a_plane_separates_get_finite_weights_and_the_right_order()
    {
        var model = LogisticRegression.Fit([[-2, 1], [-1, 0], [1, 0], [2, 1]], [false, false, true, true], 0.01);
        Assert.All(model.Weights.ToArray(), weight => Assert.True(double.IsFinite(weight)));
        Assert.True(model.Probability([-1, 0]) < 0.1);
        Assert.True(model.Probability([1, 0]) > 0.9);
    }

    [Fact]
    public void More_ridge_pulls_every_chance_towards_the_share()
    {
        double[][] rows = [[0], [1], [2], [3]];
        bool[] labels = [false, false, true, true];
        var distances = new[] { 0.1, 1, 10, 100 }.Select(ridge => Math.Abs(LogisticRegression.Fit(rows, labels, ridge).Probability([3]) - 0.5)).ToList();
        Assert.Equal(distances.OrderDescending(), distances);
    }

    [Fact]
    public void At_the_optimum_the_gradient_is_nought() => GenData.Sample(data =>
    {
        var (rows, labels, ridge) = data;
        var model = LogisticRegression.Fit(rows, labels, ridge);
        var weights = model.Weights;
        for (var k = 0; k < weights.Length; k++)
        {
            var gradient = k < weights.Length - 1 ? ridge * weights[k] : 0;
            for (var r = 0; r < rows.Length; r++) gradient += (model.Probability(rows[r]) - (labels[r] ? 1 : 0)) * Scaled(rows, r, k);
            Assert.Equal(0, gradient, 1e-5);
        }
    });

    [Fact]
    public void Moving_and_stretching_a_feature_changes_nothing() => GenData.Sample(data =>
    {
        var (rows, labels, ridge) = data;
        var model = LogisticRegression.Fit(rows, labels, ridge);
        var moved = rows.Select(row => row.Select(value => (value * 40) - 3).ToArray()).ToArray();
        var twin = LogisticRegression.Fit(moved, labels, ridge);
        for (var r = 0; r < rows.Length; r++) Assert.Equal(model.Probability(rows[r]), twin.Probability(moved[r]), 1e-8);
    });

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Throws<ArgumentException>("labels", () => LogisticRegression.Fit([[1]], [], 1));
        Assert.Throws<ArgumentException>("features", () => LogisticRegression.Fit([[1], [1, 2]], [true, false], 1));
        Assert.Throws<ArgumentOutOfRangeException>("ridge", () => LogisticRegression.Fit([[1]], [true], 0));
        Assert.Throws<ArgumentOutOfRangeException>("features", () => LogisticRegression.Fit([[1]], [true], 1).Probability([1, 2]));
    }

    // By the definition of mean and variance, one number at a time; the intercept's column is 1.
    private static double Scaled(double[][] rows, int row, int feature)
    {
        if (feature == rows[0].Length) return 1;
        var column = rows.Select(other => other[feature]).ToList();
        var mean = column.Average();
        var deviation = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
        return deviation == 0 ? 0 : (rows[row][feature] - mean) / deviation;
    }
}
