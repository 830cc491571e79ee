using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// What a tie between two people would change in the whole network, exactly: the yardstick for the cheap surrogates that the pair score
/// uses. Every change is the value with the tie less the value without, and 0 where the two are tied. Unweighted.
/// </summary>
/// <remarks>
/// Takes the distances of all pairs at once, and the Laplacian's spectrum, O(n³), only if it is asked for. The best set of ties for the
/// shortest paths is NP-hard to find (Parotsidis, Pitoura and Tsaparas 2015), so pairs are valued one by one.
/// </remarks>
public sealed class HypotheticalTie
{
    // Unweighted measures see that a tie is there and nothing else of it.
    private const double AnyStrength = 1;

    private readonly TieGraph graph;
    private readonly Distances distances;
    private readonly Lazy<Spectrum> spectrum;

    /// <summary>Prepares for pairs of a graph. O(n·(n + m)).</summary>
    public HypotheticalTie(TieGraph graph)
    {
        this.graph = graph;
        distances = new Distances(graph);
        spectrum = new Lazy<Spectrum>(() => new Spectrum(graph));
    }

    /// <summary>Change in global efficiency, in [0, 1]. O(n²).</summary>
    public double EfficiencyChange(int i, int j)
    {
        CheckPair(i, j);
        var sum = 0.0;
        Shortened(i, j, (before, after) => sum += (1.0 / after) - (before == Distances.Unreachable ? 0 : 1.0 / before));
        return sum / Pairs;
    }

    /// <summary>Change in the average shortest path length, ≤ 0; null when some cannot reach others without the tie. O(n²).</summary>
    public double? PathLengthChange(int i, int j)
    {
        CheckPair(i, j);
        if (distances.From(i).Contains(Distances.Unreachable)) return null;
        long sum = 0;
        Shortened(i, j, (before, after) => sum += after - before);
        return sum / Pairs;
    }

    /// <summary>
    /// People whom <paramref name="i"/> would newly reach in exactly two steps, over <paramref name="j"/>, who is not counted. O(k_j).
    /// </summary>
    public int NewTwoHopPeople(int i, int j)
    {
        CheckPair(i, j);
        var count = 0;
        foreach (var person in graph.Neighbours(j))
        {
            if (person != i && distances.Of(i, person) > 2) count++;
        }
        return count;
    }

    /// <summary>Constraint of <paramref name="i"/> with the tie, over the whole network; in (0, 1.125]. O(m).</summary>
    public double ConstraintAfter(int i, int j)
    {
        CheckPair(i, j);
        return Constraint.WholeNetwork(With(i, j), i)!.Value;
    }

    /// <summary>
    /// Change in the constraint of <paramref name="i"/>, over the whole network; null where i is an isolate now. A tie that closes a
    /// triangle can raise it. O(m).
    /// </summary>
    public double? ConstraintChange(int i, int j) => ConstraintAfter(i, j) - Constraint.WholeNetwork(graph, i);

    /// <summary>Change in λ2, the algebraic connectivity, ≥ 0 up to rounding. O(n³).</summary>
    public double ConnectivityChange(int i, int j)
    {
        CheckPair(i, j);
        return (new Spectrum(With(i, j)).AlgebraicConnectivity - spectrum.Value.AlgebraicConnectivity)!.Value;
    }

    /// <inheritdoc cref="Spectrum.KirchhoffChange"/>
    public double? KirchhoffChange(int i, int j)
    {
        CheckPair(i, j);
        return spectrum.Value.KirchhoffChange(i, j);
    }

    /// <inheritdoc cref="Spectrum.Resistance"/>
    public double Resistance(int i, int j)
    {
        CheckPair(i, j);
        return spectrum.Value.Resistance(i, j);
    }

    /// <inheritdoc cref="Spectrum.FiedlerSquaredDifference"/>
    public double? FiedlerSquaredDifference(int i, int j)
    {
        CheckPair(i, j);
        return spectrum.Value.FiedlerSquaredDifference(i, j);
    }

    private double Pairs => graph.Count * (graph.Count - 1.0) / 2;

    private TieGraph With(int i, int j) => graph.With([(i, j)], AnyStrength);

    /// <summary>Visits the pairs that the tie brings nearer: d'(u, v) = min(d_uv, d_ui + 1 + d_jv, d_uj + 1 + d_iv).</summary>
    private void Shortened(int i, int j, Action<int, int> visit)
    {
        var fromI = distances.From(i);
        var fromJ = distances.From(j);
        for (var u = 0; u < graph.Count; u++)
        {
            var row = distances.From(u);
            for (var v = u + 1; v < graph.Count; v++)
            {
                var over = Math.Min(Over(fromI[u], fromJ[v]), Over(fromJ[u], fromI[v]));
                if (over != int.MaxValue && (row[v] == Distances.Unreachable || over < row[v])) visit(row[v], over);
            }
        }
    }

    private static int Over(int before, int after) =>
        before == Distances.Unreachable || after == Distances.Unreachable ? int.MaxValue : before + 1 + after;

    private void CheckPair(int i, int j)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(i, j);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)graph.Count, nameof(i));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)j, (uint)graph.Count, nameof(j));
    }
}
