using Matching.Ties;
using Matching.Vectors;

namespace Matching.Bridges;

/// <summary>
/// Katz's index, S = (I − βA)⁻¹ − I = Σ β^l A^l: walks between two people, long ones counting less (Katz 1953, Psychometrika 18:39).
/// A baseline for comparison, never the objective. Unweighted, symmetric, ≥ 0. O(n³) once, O(n²) a person.
/// </summary>
public sealed class Katz
{
    private readonly int count;
    private readonly Cholesky system;

    /// <summary>Prepares the exact index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">β is negative, or not below 1/λ_max: the sum over walks has no limit.</exception>
    public Katz(TieGraph graph, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        count = graph.Count;
        // I − βA is positive definite exactly when β < 1/λ_max.
        system = Cholesky.Of(Lower(graph, beta)) ?? throw new ArgumentOutOfRangeException(
            nameof(beta), beta, "β must be less than 1/λ_max of the graph, see Spectrum.AdjacencyRadius.");
    }

    /// <summary>S from one person to everyone.</summary>
    public double[] From(int person)
    {
        var seed = new double[count];
        seed[person] = 1;
        var walks = system.Solve(seed);
        walks[person] -= 1;
        return walks;
    }

    /// <summary>
    /// Σ β^l (A^l)_ij for l = 1 … <paramref name="length"/>: walks of at most that many steps. Needs no bound on β. O(length·m).
    /// </summary>
    public static double Truncated(TieGraph graph, int i, int j, double beta, int length)
    {
        var walks = new double[graph.Count];
        walks[i] = 1;
        var sum = 0.0;
        for (var step = 1; step <= length; step++)
        {
            walks = Step(graph, walks, beta);
            sum += walks[j];
        }
        return sum;
    }

    private static double[] Step(TieGraph graph, double[] walks, double beta)
    {
        var next = new double[walks.Length];
        for (var person = 0; person < walks.Length; person++)
        {
            if (walks[person] == 0) continue;
            foreach (var contact in graph.Neighbours(person)) next[contact] += beta * walks[person];
        }
        return next;
    }

    private static double[][] Lower(TieGraph graph, double beta)
    {
        var rows = new double[graph.Count][];
        for (var person = 0; person < rows.Length; person++)
        {
            rows[person] = new double[person + 1];
            rows[person][person] = 1;
            foreach (var contact in graph.Neighbours(person))
            {
                if (contact < person) rows[person][contact] = -beta;
            }
        }
        return rows;
    }
}
