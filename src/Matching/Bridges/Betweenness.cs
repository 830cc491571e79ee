using Matching.Ties;

namespace Matching.Bridges;

/// <summary>
/// Betweenness of people and of ties: for how many pairs of others the shortest paths lead through, each path of a pair counting its
/// share (Freeman 1977; ties: Girvan and Newman 2002), by Brandes 2001 (J. Math. Sociology 25:163). Unweighted; every unordered pair
/// counts once. O(n·m) time, O(n + m) memory.
/// </summary>
public sealed class Betweenness
{
    private readonly TieGraph graph;
    private readonly double[] people;

    // By person and place among the person's contacts: what flows over the tie towards the contact.
    private readonly double[][] ties;

    /// <summary>Computes all of them.</summary>
    public Betweenness(TieGraph graph)
    {
        this.graph = graph;
        people = new double[graph.Count];
        ties = [.. Enumerable.Range(0, graph.Count).Select(person => new double[graph.Neighbours(person).Length])];
        var walk = new Walk(graph);
        for (var source = 0; source < graph.Count; source++)
        {
            walk.From(source);
            Gather(walk);
        }
    }

    /// <summary>Betweenness of a person, ≥ 0; 0 for an isolate.</summary>
    public double OfPerson(int person) => people[person] / 2;

    /// <summary>As a share of the pairs of others, (n−1)(n−2)/2, in [0, 1]; null with fewer than three people.</summary>
    public double? OfPersonNormalised(int person) =>
        graph.Count < 3 ? null : people[person] / ((graph.Count - 1.0) * (graph.Count - 2.0));

    /// <summary>Betweenness of a tie, ≥ 1; null where there is none.</summary>
    public double? OfTie(int i, int j)
    {
        var there = graph.Neighbours(i).BinarySearch(j);
        return there < 0 ? null : (ties[i][there] + ties[j][graph.Neighbours(j).BinarySearch(i)]) / 2;
    }

    /// <summary>As a share of all pairs, n(n−1)/2, in (0, 1]; null where there is no tie.</summary>
    public double? OfTieNormalised(int i, int j) => OfTie(i, j) / (graph.Count * (graph.Count - 1.0) / 2);

    // Dependencies flow back from the farthest person to the source (Brandes 2001, theorem 6), who stands first and gets none.
    private void Gather(Walk walk)
    {
        for (var at = walk.Order.Count - 1; at > 0; at--)
        {
            var person = walk.Order[at];
            var contacts = graph.Neighbours(person);
            for (var k = 0; k < contacts.Length; k++)
            {
                var contact = contacts[k];
                if (walk.Distance[contact] != walk.Distance[person] - 1) continue;
                var share = walk.Paths[contact] / walk.Paths[person] * (1 + walk.Dependency[person]);
                ties[person][k] += share;
                walk.Dependency[contact] += share;
            }
            people[person] += walk.Dependency[person];
        }
    }

    /// <summary>Distances and numbers of shortest paths from one person; its arrays are used again for the next.</summary>
    private sealed class Walk(TieGraph graph)
    {
        internal List<int> Order { get; } = [];
        internal int[] Distance { get; } = new int[graph.Count];
        internal double[] Paths { get; } = new double[graph.Count];
        internal double[] Dependency { get; } = new double[graph.Count];

        internal void From(int source)
        {
            Order.Clear();
            Array.Fill(Distance, -1);
            Array.Clear(Paths);
            Array.Clear(Dependency);
            Distance[source] = 0;
            Paths[source] = 1;
            Order.Add(source);
            for (var at = 0; at < Order.Count; at++) Visit(Order[at]);
        }

        private void Visit(int person)
        {
            foreach (var contact in graph.Neighbours(person))
            {
                if (Distance[contact] < 0)
                {
                    Distance[contact] = Distance[person] + 1;
                    Order.Add(contact);
                }
                if (Distance[contact] == Distance[person] + 1) Paths[contact] += Paths[person];
            }
        }
    }
}
