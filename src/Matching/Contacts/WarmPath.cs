using Matching.Ties;

namespace Matching.Contacts;

/// <summary>
/// The way from one person to another over people who know each other: of all paths of a few ties the one whose
/// strengths multiply to the most (a path is as good as its ties are likely to carry it).
/// </summary>
/// <remarks>Bellman's recursion by number of hops, which finds the best path of each length; O(hops · ties).</remarks>
public static class WarmPath
{
    /// <summary>Friends of friends of friends: beyond, nobody vouches (Christakis and Fowler 2009, three degrees of influence).</summary>
    public const int MostHops = 3;

    /// <summary>
    /// The people of the best path, both ends included, with the product of its strengths, in (0, 1); null when there is no path. Of equal
    /// paths the shorter, then the one whose people come first by number.
    /// </summary>
    public static (IReadOnlyList<int> People, double Strength)? Between(TieGraph ties, int from, int to, int mostHops = MostHops)
    {
        if (from == to) return null;
        var best = new double[mostHops + 1, ties.Count];
        var before = new int[mostHops + 1, ties.Count];
        best[0, from] = 1;
        for (var hop = 1; hop <= mostHops; hop++)
        {
            for (var person = 0; person < ties.Count; person++)
            {
                if (best[hop - 1, person] > 0) Reach(ties, best, before, hop, person);
            }
        }
        var hops = Enumerable.Range(1, mostHops).MaxBy(hop => best[hop, to]);
        return best[hops, to] == 0 ? null : (Walk(before, hops, to), best[hops, to]);
    }

    private static void Reach(TieGraph ties, double[,] best, int[,] before, int hop, int person)
    {
        foreach (var next in ties.Neighbours(person))
        {
            var strength = best[hop - 1, person] * ties.Strength(person, next);
            if (strength <= best[hop, next]) continue;
            best[hop, next] = strength;
            before[hop, next] = person;
        }
    }

    private static int[] Walk(int[,] before, int hops, int to)
    {
        var people = new int[hops + 1];
        for (var (hop, person) = (hops, to); ; person = before[hop, person], hop--)
        {
            people[hop] = person;
            if (hop == 0) return people;
        }
    }
}
