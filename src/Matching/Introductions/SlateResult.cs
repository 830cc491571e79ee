namespace Matching.Introductions;

/// <summary>A slate with the certificate of how good it is.</summary>
/// <param name="Picks">The chosen pairs, best first.</param>
/// <param name="Weight">The sum of their weights, saturation counted.</param>
/// <param name="Bound">No slate within the limits weighs more: the dual of the linear programme, see <see cref="SlatePrices"/>.</param>
public sealed record SlateResult(IReadOnlyList<Pick> Picks, double Weight, double Bound)
{
    /// <summary>Weight over bound, in [0, 1]; 1 when there is nothing to choose from. The true share of the optimum is at least this.</summary>
    public double ShareOfBound => Bound <= 0 ? 1 : Math.Min(1, Weight / Bound);
}
