namespace Matching.Introductions;

/// <summary>All that is said of a pair, in one place: whether it may be, what it is worth, how it ranks, what can be said aloud.</summary>
internal sealed class PairJudgement
{
    private readonly HubSnapshot hub;
    private readonly PairLift? lift;

    internal PairJudgement(HubSnapshot hub, PairLift? lift)
    {
        this.hub = hub;
        this.lift = lift;
        Score = new PairScore(hub);
        Gates = new Gates(hub);
        Fairness = new Fairness(hub, Gates);
        Reasons = new Reasons(hub, Score.Bridging.Saturation);
    }

    internal PairScore Score { get; }
    internal Gates Gates { get; }
    internal Fairness Fairness { get; }
    internal Reasons Reasons { get; }

    /// <summary>What the score is multiplied by for the rank: equal exposure, how plausible a meeting is, and the host's preference.</summary>
    internal double RankFactor(int i, int j) => Fairness.Of(i, j) * PlausibilityOf(i, j) * (Gates.IsPreferred(i, j) ? Gates.Preference : 1);

    internal SuggestionKind Kind(int i, int j) => hub.Ties.IsDormant(i, j) ? SuggestionKind.Reconnect : SuggestionKind.New;

    internal ScoreParts Parts(int i, int j, PairExplanation explanation) =>
        new(explanation.Fit, explanation.Bridging.Score, explanation.Trust, explanation.Availability, Fairness.Of(i, j), explanation.Terms.Complexity, PlausibilityOf(i, j));

    private double PlausibilityOf(int i, int j) => lift is null ? 1 : Plausibility.Of(lift(i, j));
}
