using Matching.Vectors;

namespace Matching.Learning;

/// <summary>
/// Logistic regression with a ridge: the weights that make −Σ log P(label) + ½λ·Σ w² least, by Newton's method (iteratively reweighted
/// least squares; Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, §4.4.1; le Cessie and van Houwelingen 1992).
/// </summary>
/// <remarks>
/// Features are centred and scaled to variance 1 first, so that one λ is fair to all; the intercept carries no penalty. With λ &gt; 0 the
/// optimum exists and is one, also for data that a plane separates.
/// </remarks>
public sealed class LogisticRegression
{
    // Newton doubles the correct digits a step: ten are enough in practice. The bound is for labels that are all alike, whose intercept
    // has no optimum, and for data with NaN in it.
    private const int MostSteps = 100;

    // Half the Newton decrement is what a step is about to gain (Boyd and Vandenberghe 2004, §9.5.1): when it is this small, the step that
    // is still taken leaves an error of its square. The loss itself cannot tell, being flat to rounding long before.
    private const double Converged = 1e-10;
    private const double Rounding = 1e-12;
    private const double ShortestStep = 1e-10;

    // Where all labels are alike the intercept runs away and its curvature with it; this keeps the system solvable.
    private const double LeastCurvature = 1e-10;

    private readonly FeatureScale scale;
    private readonly double[] weights;

    private LogisticRegression(FeatureScale scale, double[] weights) => (this.scale, this.weights) = (scale, weights);

    /// <summary>Weights of the scaled features, the intercept last.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>Fits the weights to rows of features with a label each.</summary>
    /// <exception cref="ArgumentException">There are no rows, or as many labels as rows do not stand there, or rows differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ridge"/> is not above 0.</exception>
    public static LogisticRegression Fit(IReadOnlyList<double[]> features, IReadOnlyList<bool> labels, double ridge)
    {
        if (features.Count == 0 || features.Count != labels.Count) throw new ArgumentException($"{features.Count} rows have {labels.Count} labels.", nameof(labels));
        if (features.Any(row => row.Length != features[0].Length)) throw new ArgumentException("Rows differ in length.", nameof(features));
        if (!(ridge > 0)) throw new ArgumentOutOfRangeException(nameof(ridge), ridge, "A ridge is above 0.");
        var scale = FeatureScale.Of(features);
        return new LogisticRegression(scale, Newton([.. features.Select(row => WithIntercept(scale.Apply(row)))], labels, ridge));
    }

    /// <summary>P(label) for a row of features. In (0, 1).</summary>
    public double Probability(ReadOnlySpan<double> features) => Sigmoid(Logit(features));

    /// <summary>Log odds of the label.</summary>
    public double Logit(ReadOnlySpan<double> features)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, scale.Count, nameof(features));
        return Dot(WithIntercept(scale.Apply(features)), weights);
    }

    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] WithIntercept(double[] row) => [.. row, 1];

    private static double[] Newton(double[][] rows, IReadOnlyList<bool> labels, double ridge)
    {
        var weights = new double[rows[0].Length];
        var loss = Loss(rows, labels, ridge, weights);
        for (var step = 0; step < MostSteps; step++)
        {
            var (direction, decrement) = Direction(rows, labels, ridge, weights);
            (weights, loss) = Shorten(weights, direction, trial => Loss(rows, labels, ridge, trial), loss);
            if (decrement <= Converged) break;
        }
        return weights;
    }

    // A full Newton step can overshoot where labels are nearly separated: halve it until the loss does not grow.
    private static (double[] Weights, double Loss) Shorten(double[] weights, double[] direction, Func<double[], double> loss, double before)
    {
        for (var length = 1.0; length > ShortestStep; length /= 2)
        {
            var trial = new double[weights.Length];
            for (var k = 0; k < trial.Length; k++) trial[k] = weights[k] + (length * direction[k]);
            var value = loss(trial);
            if (value <= before * (1 + Rounding)) return (trial, value);
        }
        return (weights, before);
    }

    private static double Loss(double[][] rows, IReadOnlyList<bool> labels, double ridge, double[] weights)
    {
        var sum = ridge / 2 * Dot(weights.AsSpan(..^1), weights.AsSpan(..^1));
        for (var r = 0; r < rows.Length; r++)
        {
            var z = Dot(rows[r], weights);
            // log(1 + e^∓z), without overflow.
            var x = labels[r] ? -z : z;
            sum += Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
        }
        return sum;
    }

    private static (double[] Direction, double Decrement) Direction(double[][] rows, IReadOnlyList<bool> labels, double ridge, double[] weights)
    {
        var n = weights.Length;
        var gradient = new double[n];
        var hessian = Enumerable.Range(0, n).Select(k => new double[k + 1]).ToArray();
        for (var k = 0; k < n - 1; k++)
        {
            gradient[k] = -ridge * weights[k];
            hessian[k][k] = ridge;
        }
        hessian[n - 1][n - 1] = LeastCurvature;
        for (var r = 0; r < rows.Length; r++) Add(rows[r], labels[r], weights, gradient, hessian);
        var direction = Cholesky.Of(hessian)!.Solve(gradient);
        return (direction, Dot(direction, gradient));
    }

    private static void Add(double[] row, bool label, double[] weights, double[] gradient, double[][] hessian)
    {
        var p = Sigmoid(Dot(row, weights));
        var (residual, curvature) = ((label ? 1 : 0) - p, p * (1 - p));
        for (var k = 0; k < row.Length; k++)
        {
            gradient[k] += residual * row[k];
            var weighted = curvature * row[k];
            for (var l = 0; l <= k; l++) hessian[k][l] += weighted * row[l];
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++) sum += x[k] * y[k];
        return sum;
    }
}
