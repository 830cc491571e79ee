namespace Matching.Introductions;

/// <summary>A member's candidate, before any slate.</summary>
/// <param name="Member">Whose list it is.</param>
/// <param name="Candidate">Whom she might meet.</param>
/// <param name="Rank">1 for the best.</param>
/// <param name="Score">The pair score, in [0, 1].</param>
/// <param name="Parts">Its factors.</param>
/// <param name="Gate">What closes the pair, or <see cref="Gate.Open"/>.</param>
/// <param name="Reasons">What can be said; empty for a closed pair.</param>
public sealed record RankedCandidate(
    string Member, string Candidate, int Rank, double Score, ScoreParts Parts, Gate Gate, IReadOnlyList<Reason> Reasons)
{
    /// <summary>Whether the score is too low for a suggestion.</summary>
    public bool BelowLeast => Score < PairScore.Least;
}

/// <summary>A pair, with every part of its score or the gate that closes it: the answer to "why not her?".</summary>
/// <param name="Gate">What closes the pair, or <see cref="Gate.Open"/>.</param>
/// <param name="Explanation">The score, taken apart.</param>
/// <param name="Parts">The factors of score and rank.</param>
/// <param name="Rank">What the pair is ranked by: the score times fairness, plausibility and the host's preference.</param>
/// <param name="Kind">New, or a faded tie.</param>
/// <param name="Reasons">What can be said.</param>
public sealed record PairVerdict(Gate Gate, PairExplanation Explanation, ScoreParts Parts, double Rank, SuggestionKind Kind, IReadOnlyList<Reason> Reasons);

/// <summary>Ranks the people whom each member might meet, by score times fairness, plausibility and the host's preference, then id.</summary>
/// <param name="hub">The hub.</param>
/// <param name="lift">How likely pairs are to meet; null where nothing is known of it.</param>
public sealed class Rankings(HubSnapshot hub, PairLift? lift = null)
{
    private readonly PairJudgement judgement = new(hub, lift);

    /// <summary>
    /// A member's candidates, best first, at most <paramref name="top"/>. Closed pairs and those below the least score only when
    /// <paramref name="all"/>; closed ones come last.
    /// </summary>
    /// <exception cref="ArgumentException">The hub has no such member.</exception>
    public IReadOnlyList<RankedCandidate> For(string member, int top, bool all = false)
    {
        var i = Number(member);
        return [.. Enumerable.Range(0, hub.Count)
            .Where(j => j != i)
            .Select(j => (J: j, Gate: judgement.Gates.Of(i, j), Score: judgement.Score.Score(i, j)))
            .Where(entry => all || (entry.Gate == Gate.Open && entry.Score >= PairScore.Least))
            .OrderBy(entry => entry.Gate != Gate.Open)
            .ThenByDescending(entry => entry.Score * judgement.RankFactor(i, entry.J))
            .ThenBy(entry => entry.J)
            .Take(top)
            .Select((entry, index) => Describe(i, entry.J, index + 1, entry.Gate))];
    }

    /// <summary>Everything about one pair.</summary>
    /// <exception cref="ArgumentException">The hub lacks one of the members, or they are the same.</exception>
    public PairVerdict Why(string a, string b)
    {
        var (i, j) = (Number(a), Number(b));
        if (i == j) throw new ArgumentException("A pair is of two people.", nameof(b));
        var explanation = judgement.Score.Explain(i, j);
        return new PairVerdict(
            judgement.Gates.Of(i, j), explanation, judgement.Parts(i, j, explanation), explanation.Score * judgement.RankFactor(i, j), judgement.Kind(i, j), judgement.Reasons.Of(i, j));
    }

    private int Number(string member) =>
        hub.Find(member) ?? throw new ArgumentException($"Hub '{hub.Hub.Id}' has no member '{member}'.", nameof(member));

    private RankedCandidate Describe(int i, int j, int rank, Gate gate)
    {
        var explanation = judgement.Score.Explain(i, j);
        return new RankedCandidate(
            hub.Members[i].Id,
            hub.Members[j].Id,
            rank,
            explanation.Score,
            judgement.Parts(i, j, explanation),
            gate,
            gate == Gate.Open ? judgement.Reasons.Of(i, j) : []);
    }
}
