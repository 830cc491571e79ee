namespace Matching.Learning;

/// <summary>Centres features and scales them to variance 1, so that one ridge is fair to all.</summary>
internal sealed class FeatureScale
{
    // A column that is the same everywhere still spreads by the rounding of its mean, some 1e-16 of its size; dividing by that would
    // make a feature out of nothing.
    private const double Rounding = 1e-12;

    private readonly double[] mean;
    private readonly double[] factor;

    private FeatureScale(double[] mean, double[] factor) => (this.mean, this.factor) = (mean, factor);

    /// <summary>Number of features; 0 when there were no rows.</summary>
    internal int Count => mean.Length;

    /// <summary>The scale of rows of one length.</summary>
    internal static FeatureScale Of(IReadOnlyList<double[]> rows)
    {
        var columns = Enumerable.Range(0, rows.Count == 0 ? 0 : rows[0].Length).Select(k => rows.Select(row => row[k]).ToArray()).ToList();
        return new FeatureScale([.. columns.Select(column => column.Average())], [.. columns.Select(Factor)]);
    }

    /// <summary>The scaled row; a feature that is the same everywhere is 0.</summary>
    internal double[] Apply(ReadOnlySpan<double> row)
    {
        var scaled = new double[row.Length];
        for (var k = 0; k < scaled.Length; k++) scaled[k] = (row[k] - mean[k]) * factor[k];
        return scaled;
    }

    private static double Factor(double[] column)
    {
        var mean = column.Average();
        var deviation = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
        return deviation > Rounding * column.Max(Math.Abs) ? 1 / deviation : 0;
    }
}
