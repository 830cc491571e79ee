using Matching.Profiles;

namespace Matching.Introductions;

/// <summary>
/// Equal exposure: X_ij = clamp(sqrt((1 + ē)² / ((1 + e_i)(1 + e_j))), 0.5, 1.5), where e_i is the number of introductions a person has
/// lately been part of. It weighs the rank of a pair and never its score, so it cannot make a poor pair good enough.
/// </summary>
public sealed class Fairness
{
    /// <summary>Days after which an introduction counts half.</summary>
    public const double HalfLifeDays = 28;

    private const double Least = 0.5;
    private const double Most = 1.5;

    private readonly double[] exposure;
    private readonly double mean;

    /// <summary>Counts the introductions that were sent before the snapshot's moment.</summary>
    public Fairness(HubSnapshot hub, Gates gates)
    {
        exposure = new double[hub.Count];
        foreach (var past in hub.History)
        {
            // A host's "too much for one" weighs like an introduction that was sent.
            var moment = past.RejectedFor == RejectionReason.TooMuchForOne ? past.RejectedAt : past.SentAt;
            if (moment is not { } sent || sent > hub.AsOf) continue;
            var weight = double.Exp2(-(hub.AsOf - sent).TotalDays / HalfLifeDays);
            if (hub.Find(past.A) is { } i) exposure[i] += weight;
            if (hub.Find(past.B) is { } j) exposure[j] += weight;
        }
        mean = Enumerable.Range(0, hub.Count).Where(person => gates.Of(person) == Gate.Open).Select(person => exposure[person]).DefaultIfEmpty().Average();
    }

    /// <summary>X of a pair, in [0.5, 1.5].</summary>
    public double Of(int i, int j) => Of(exposure[i], exposure[j], mean);

    /// <summary>The formula.</summary>
    public static double Of(double exposureI, double exposureJ, double mean) =>
        Math.Clamp(Math.Sqrt((1 + mean) * (1 + mean) / ((1 + exposureI) * (1 + exposureJ))), Least, Most);
}
