using Matching.Profiles;

namespace Matching.Introductions;

/// <summary>Every pair of a hub that could be suggested: gates open, good enough, with something to say. The pool that slates draw from.</summary>
internal sealed class Candidates
{
    private readonly HubSnapshot hub;
    private readonly long seed;
    private readonly bool[] hasOpenPair;
    private readonly bool[] hasGoodPair;

    internal Candidates(HubSnapshot hub, long seed, PairLift? lift)
    {
        this.hub = hub;
        this.seed = seed;
        Judgement = new PairJudgement(hub, lift);
        hasOpenPair = new bool[hub.Count];
        hasGoodPair = new bool[hub.Count];
        (Pairs, Withheld) = Find();
    }

    internal PairJudgement Judgement { get; }

    /// <summary>In order of (I, J).</summary>
    internal IReadOnlyList<SlatePair> Pairs { get; }

    /// <summary>Good pairs that the hub keeps apart for comparison, in order of (I, J).</summary>
    internal IReadOnlyList<SlatePair> Withheld { get; }

    /// <summary>Whether some gate is open to the person.</summary>
    internal bool HasOpenPair(int person) => hasOpenPair[person];

    /// <summary>Whether some pair of the person is good enough.</summary>
    internal bool HasGoodPair(int person) => hasGoodPair[person];

    /// <summary>The pair as a slate weighs it, whether or not it is good enough.</summary>
    internal SlatePair Pair(int i, int j)
    {
        var (score, open) = Judgement.Score.ForSlate(i, j);
        return Pair(i, j, score, open);
    }

    private SlatePair Pair(int i, int j, double score, double open) =>
        new(i, j, Judgement.Score.Bridging.Saturation.OrganisationPair(i, j), score - open, open, Judgement.RankFactor(i, j), Order(i, j));

    private (List<SlatePair> Good, List<SlatePair> Withheld) Find()
    {
        var rows = new Row[hub.Count];
        Parallel.For(0, hub.Count, i => rows[i] = Weigh(i));
        for (var i = 0; i < hub.Count; i++)
        {
            foreach (var j in rows[i].Open) hasOpenPair[i] = hasOpenPair[j] = true;
            foreach (var pair in rows[i].Good) hasGoodPair[i] = hasGoodPair[pair.J] = true;
        }
        return ([.. rows.SelectMany(row => row.Good)], [.. rows.SelectMany(row => row.Withheld)]);
    }

    private Row Weigh(int i)
    {
        var row = new Row([], [], []);
        for (var j = i + 1; j < hub.Count; j++)
        {
            var gate = Judgement.Gates.Of(i, j);
            if (gate == Gate.Open) row.Open.Add(j);
            if (gate is not (Gate.Open or Gate.Withheld) || !Judgement.Reasons.Suffice(i, j)) continue;
            var (score, open) = Judgement.Score.ForSlate(i, j);
            if (score >= PairScore.Least) (gate == Gate.Open ? row.Good : row.Withheld).Add(Pair(i, j, score, open));
        }
        return row;
    }

    private sealed record Row(List<int> Open, List<SlatePair> Good, List<SlatePair> Withheld);

    // Spreads exact ties evenly over the pairs.
    private ulong Order(int i, int j) => seed == 0 ? 0 : Chance.Bits(seed, hub.Members[i].Id, hub.Members[j].Id);
}
