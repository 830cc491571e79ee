namespace Matching.Measures;

/// <summary>Whose choice an item in an interleaved list is.</summary>
public enum Team
{
    /// <summary>The first ranker's.</summary>
    A,

    /// <summary>The second ranker's.</summary>
    B,
}

/// <summary>
/// Team-draft interleaving (Radlinski, Kurup and Joachims 2008, CIKM, alg. 2): two rankings in one list, each item credited to the ranker
/// that put it there, so that both are judged by the same people in the same week.
/// </summary>
public static class Interleaving
{
    /// <summary>
    /// Drafts a list of at most <paramref name="length"/>. In every round one ranker takes its best item that is not yet taken, then the
    /// other; a coin says who is first. Ends early when either has nothing left to take. O(|A| + |B|).
    /// </summary>
    /// <param name="a">The first ranking, best first, without repeats.</param>
    /// <param name="b">The second ranking, best first, without repeats.</param>
    /// <param name="length">The most items.</param>
    /// <param name="coins">One throw a round, ⌈length/2⌉ at most: the team that takes first.</param>
    /// <exception cref="ArgumentException">There are fewer coins than rounds.</exception>
    public static IReadOnlyList<(T Item, Team Team)> TeamDraft<T>(
        IReadOnlyList<T> a, IReadOnlyList<T> b, int length, IReadOnlyList<Team> coins)
        where T : notnull
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var rounds = (length + 1) / 2;
        if (coins.Count < rounds) throw new ArgumentException($"{length} items need {rounds} throws, not {coins.Count}.", nameof(coins));
        var drafted = new List<(T Item, Team Team)>();
        var taken = new HashSet<T>();
        int nextOfA = 0, nextOfB = 0;
        while (drafted.Count < length)
        {
            while (nextOfA < a.Count && taken.Contains(a[nextOfA])) nextOfA++;
            while (nextOfB < b.Count && taken.Contains(b[nextOfB])) nextOfB++;
            if (nextOfA == a.Count || nextOfB == b.Count) break;
            var team = drafted.Count % 2 == 0 ? coins[drafted.Count / 2] : Other(drafted[^1].Team);
            var item = team == Team.A ? a[nextOfA] : b[nextOfB];
            taken.Add(item);
            drafted.Add((item, team));
        }
        return drafted;
    }

    private static Team Other(Team team) => team == Team.A ? Team.B : Team.A;
}
