using Matching.Ties;
using Matching.Vectors;

namespace Matching.Bridges;

/// <summary>
/// Personalised PageRank, (1 − α)(I − αPᵀ)⁻¹ e_i: where a walk is found that follows a tie with probability α and else begins again at
/// one person (Page et al. 1999; Liben-Nowell and Kleinberg 2007, §3, "rooted"). A baseline for comparison, never the objective.
/// Unweighted, not symmetric; each row is ≥ 0 and adds up to 1. O(n³) once, O(n²) a person.
/// </summary>
public sealed class PersonalisedPageRank
{
    private readonly double alpha;
    private readonly double[] rootDegree;
    private readonly Cholesky system;

    /// <summary>Prepares the exact index.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not in [0, 1).</exception>
    public PersonalisedPageRank(TieGraph graph, double alpha = 0.85)
    {
        if (!(alpha is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "α must be in [0, 1).");
        this.alpha = alpha;
        rootDegree = [.. Enumerable.Range(0, graph.Count).Select(person => Math.Sqrt(graph.Neighbours(person).Length))];
        // D^½ makes the system symmetric: I − αPᵀ = D^½ (I − αN) D^−½ with N = D^−½ A D^−½, and I − αN is positive definite for α < 1.
        system = Cholesky.Of(Lower(graph))!;
    }

    /// <summary>The walk's place when it begins at one person. An isolate keeps all of it: a walk that cannot go on begins again.</summary>
    public double[] From(int person)
    {
        var place = new double[rootDegree.Length];
        if (rootDegree[person] == 0)
        {
            place[person] = 1;
            return place;
        }
        place[person] = (1 - alpha) / rootDegree[person];
        place = system.Solve(place);
        for (var other = 0; other < place.Length; other++) place[other] *= rootDegree[other];
        return place;
    }

    private double[][] Lower(TieGraph graph)
    {
        var rows = new double[graph.Count][];
        for (var person = 0; person < rows.Length; person++)
        {
            rows[person] = new double[person + 1];
            rows[person][person] = 1;
            foreach (var contact in graph.Neighbours(person))
            {
                if (contact < person) rows[person][contact] = -alpha / (rootDegree[person] * rootDegree[contact]);
            }
        }
        return rows;
    }
}
