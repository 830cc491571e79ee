using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// What the eigenvalues of the graph's Laplacian say: how well a network hangs together, and what a new tie would add to that.
/// Unweighted. O(n³) once, then O(n) a pair.
/// </summary>
public sealed class Spectrum
{
    // Eigenvalues nearer than this share of the greatest are one eigenvalue, parted by rounding.
    private const double SameValue = 1e-9;

    private readonly TieGraph graph;
    private readonly SymmetricEigen eigen;
    private readonly int[] component;
    private readonly int components;

    /// <summary>Decomposes the Laplacian of a graph.</summary>
    public Spectrum(TieGraph graph)
    {
        this.graph = graph;
        eigen = new SymmetricEigen(Laplacian(graph));
        component = Cohesion.ComponentOf(graph);
        components = Cohesion.Components(graph);
    }

    /// <summary>
    /// λ2, the algebraic connectivity (Fiedler 1973, Czech. Math. J. 23:298). In [0, n]; 0 when some cannot reach others; null with fewer
    /// than two people.
    /// </summary>
    public double? AlgebraicConnectivity => graph.Count < 2 ? null : components > 1 ? 0 : eigen.Values[1];

    /// <summary>
    /// Kirchhoff index, n·Σ 1/λ: the sum of the effective resistances of all pairs (Klein and Randić 1993, J. Math. Chem. 12:81). Infinite
    /// when some cannot reach others; null with fewer than two people.
    /// </summary>
    public double? KirchhoffIndex
    {
        get
        {
            if (graph.Count < 2) return null;
            if (components > 1) return double.PositiveInfinity;
            var sum = 0.0;
            for (var k = 1; k < graph.Count; k++) sum += 1 / eigen.Values[k];
            return graph.Count * sum;
        }
    }

    /// <summary>
    /// λ_max of the adjacency matrix, its spectral radius. In [0, n − 1]; null for an empty graph. Katz's index needs β below 1/λ_max.
    /// O(n³).
    /// </summary>
    public static double? AdjacencyRadius(TieGraph graph)
    {
        var matrix = new double[graph.Count, graph.Count];
        foreach (var (i, j, _) in graph.Ties()) matrix[i, j] = matrix[j, i] = 1;
        return graph.Count == 0 ? null : new SymmetricEigen(matrix).Values[^1];
    }

    /// <summary>
    /// Effective resistance, (e_i − e_j)ᵀ L⁺ (e_i − e_j): the distance of two people when every path helps (Klein and Randić 1993). ≥ 0;
    /// infinite where there is no path.
    /// </summary>
    public double Resistance(int i, int j) =>
        component[i] != component[j] ? double.PositiveInfinity : Sum(i, j, static value => 1 / value);

    /// <summary>
    /// What the Kirchhoff index would change by with a tie between the two, −n·‖L⁺(e_i − e_j)‖²/(1 + R_ij), by Sherman and Morrison's
    /// formula (1950). ≤ 0; 0 if they are tied; null when some cannot reach others.
    /// </summary>
    public double? KirchhoffChange(int i, int j)
    {
        if (components > 1) return null;
        if (graph.Strength(i, j) > 0) return 0;
        return -graph.Count * Sum(i, j, static value => 1 / (value * value)) / (1 + Resistance(i, j));
    }

    /// <summary>
    /// (v_i − v_j)² on the Fiedler vector: to first order what a tie would add to λ2, and no less than it (Ghosh and Boyd 2006, §II). In
    /// [0, 2]; null when some cannot reach others, and where λ2 is a repeated eigenvalue, since then no vector is the Fiedler vector.
    /// </summary>
    public double? FiedlerSquaredDifference(int i, int j)
    {
        if (graph.Count < 2 || components > 1 || IsRepeated) return null;
        var difference = eigen.Vector(1)[i] - eigen.Vector(1)[j];
        return difference * difference;
    }

    private bool IsRepeated => graph.Count > 2 && eigen.Values[2] - eigen.Values[1] <= SameValue * eigen.Values[^1];

    /// <summary>Σ f(λ)·(v_i − v_j)² over the eigenvalues that are not 0: of those there is one for each component.</summary>
    private double Sum(int i, int j, Func<double, double> f)
    {
        var sum = 0.0;
        for (var k = components; k < graph.Count; k++)
        {
            var difference = eigen.Vector(k)[i] - eigen.Vector(k)[j];
            sum += f(eigen.Values[k]) * difference * difference;
        }
        return sum;
    }

    private static double[,] Laplacian(TieGraph graph)
    {
        var matrix = new double[graph.Count, graph.Count];
        for (var person = 0; person < graph.Count; person++)
        {
            var contacts = graph.Neighbours(person);
            matrix[person, person] = contacts.Length;
            foreach (var contact in contacts) matrix[person, contact] = -1;
        }
        return matrix;
    }
}
