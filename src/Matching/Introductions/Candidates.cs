namespace Matching.Introductions;

/// <summary>Every pair of a hub that could be suggested: gates open, good enough, with something to say. The pool that slates draw from.</summary>
internal sealed class Candidates
{
    private readonly HubSnapshot hub;
    private readonly long seed;
    private readonly bool[] hasOpenPair;
    private readonly bool[] hasGoodPair;

    internal Candidates(HubSnapshot hub, long seed)
    {
        this.hub = hub;
        this.seed = seed;
        Judgement = new PairJudgement(hub);
        hasOpenPair = new bool[hub.Count];
        hasGoodPair = new bool[hub.Count];
        Pairs = Find();
    }

    internal PairJudgement Judgement { get; }

    /// <summary>In order of (I, J).</summary>
    internal IReadOnlyList<SlatePair> Pairs { get; }

    /// <summary>Whether some gate is open to the person.</summary>
    internal bool HasOpenPair(int person) => hasOpenPair[person];

    /// <summary>Whether some pair of the person is good enough.</summary>
    internal bool HasGoodPair(int person) => hasGoodPair[person];

    /// <summary>The pair as a slate weighs it, whether or not it is good enough.</summary>
    internal SlatePair Pair(int i, int j)
    {
        var explanation = Judgement.Score.Explain(i, j);
        // Score = [(1−w)F + wB]·T·A and B is linear in S, so the part that saturation takes from is w·¼(1−O)·S·T·A.
        var open = explanation.BridgingWeight * Bridges.Bridging.OpennessSlope(explanation.Bridging.Overlap)
            * explanation.Bridging.Openness * explanation.Trust * explanation.Availability;
        var border = Judgement.Score.Bridging.Saturation.OrganisationPair(i, j);
        return new SlatePair(i, j, border, explanation.Score - open, open, Judgement.RankFactor(i, j), Order(i, j));
    }

    private List<SlatePair> Find()
    {
        var rows = new List<SlatePair>[hub.Count];
        var openRows = new List<int>[hub.Count];
        Parallel.For(0, hub.Count, i => (rows[i], openRows[i]) = Row(i));
        for (var i = 0; i < hub.Count; i++)
        {
            foreach (var j in openRows[i]) hasOpenPair[i] = hasOpenPair[j] = true;
            foreach (var pair in rows[i]) hasGoodPair[i] = hasGoodPair[pair.J] = true;
        }
        return [.. rows.SelectMany(row => row)];
    }

    private (List<SlatePair> Good, List<int> Open) Row(int i)
    {
        List<SlatePair> good = [];
        List<int> open = [];
        for (var j = i + 1; j < hub.Count; j++)
        {
            if (Judgement.Gates.Of(i, j) != Gate.Open) continue;
            open.Add(j);
            if (Judgement.Reasons.Count(i, j) >= Reasons.Fewest && Judgement.Score.Score(i, j) >= PairScore.Least) good.Add(Pair(i, j));
        }
        return (good, open);
    }

    // FNV-1a over the seed and both ids, finished by SplitMix64: spreads exact ties evenly, the same on every machine.
    private ulong Order(int i, int j)
    {
        if (seed == 0) return 0;
        var hash = 14695981039346656037UL ^ (ulong)seed;
        foreach (var letter in hub.Members[i].Id) hash = (hash ^ letter) * 1099511628211UL;
        hash = (hash ^ '\0') * 1099511628211UL;
        foreach (var letter in hub.Members[j].Id) hash = (hash ^ letter) * 1099511628211UL;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }
}
