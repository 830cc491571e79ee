using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Learning;

/// <summary>
/// How plausible it is that two people who have not met will meet by themselves: logistic regression on <see cref="PairTraces"/>, learnt
/// from a hub's own past.
/// </summary>
/// <remarks>
/// Plausibility, never the goal: what is foretold happens anyway, and choosing by it pulls towards cliques and the popular (Su, Sharma and
/// Goel 2016). It says whether an introduction across a border is likely to be taken up, beside what it would join.
/// </remarks>
public sealed class TieForecast
{
    /// <summary>Largest hub that a forecast is made for: its traces take n³ steps. Beyond it a round goes without.</summary>
    public const int LargestHub = 250;

    // Where the past is cut for practice, as shares of it: traces up to the first, labels up to the second. Each looks ahead about 0.4 of
    // what it looks back on. Of five ways to cut, none foretold better inside the past of a workplace's two weeks.
    private static readonly (double Traces, double Labels)[] Practice = [(0.4, 0.6), (0.5, 0.75), (0.6, 0.85), (0.7, 1)];

    // On the same validation 100 beat 300 and 1,000; less than 100 was worse with more traces.
    private const double Ridge = 100;

    private readonly PairTraces traces;
    private readonly FeatureScale scale;
    private readonly LogisticRegression model;
    private readonly double usual;

    private TieForecast(PairTraces traces, FeatureScale scale, LogisticRegression model, double usual) =>
        (this.traces, this.scale, this.model, this.usual) = (traces, scale, model, usual);

    /// <summary>
    /// Learns from a hub's records up to <paramref name="asOf"/>; nothing later is read. Null where the past holds no first meetings to
    /// learn from, and for hubs above <see cref="LargestHub"/>.
    /// </summary>
    public static TieForecast? Learn(HubRecords records, DateTimeOffset asOf) =>
        records.Members.Count > LargestHub ? null : Learn(EncounterLog.Of(records, asOf));

    /// <summary>Learns from a log.</summary>
    public static TieForecast? Learn(EncounterLog past)
    {
        var lessons = Practice.SelectMany(cut => Lessons(past, cut.Traces, cut.Labels)).ToList();
        if (!lessons.Any(lesson => lesson.Met)) return null;
        var model = LogisticRegression.Fit([.. lessons.Select(lesson => lesson.Traces)], [.. lessons.Select(lesson => lesson.Met)], Ridge);
        var now = new PairTraces(past);
        return new TieForecast(now, FeatureScale.Of([.. now.Strangers().Select(pair => now.Of(pair.Low, pair.High))]), model, lessons.Average(lesson => lesson.Met ? 1.0 : 0));
    }

    /// <summary>Every pair of people who were seen but not with each other: those whom the forecast is about.</summary>
    public IEnumerable<(int I, int J)> Strangers() => traces.Strangers().Select(pair => (pair.Low, pair.High));

    /// <summary>
    /// The chance that the two meet in the time that follows, as long as practice looked ahead: some two fifths of the log. In (0, 1);
    /// symmetric; for members numbered as in the snapshot.
    /// </summary>
    public double Probability(int i, int j) => model.Probability(scale.Apply(traces.Of(i, j)));

    /// <summary>
    /// <see cref="Probability"/> over the share of strangers who met in practice: what a round weighs as <see cref="Plausibility"/>. 1 for
    /// those who have met, or of whom one was never seen: the forecast is not about them.
    /// </summary>
    public double Lift(int i, int j) => traces.AreStrangers(i, j) ? Probability(i, j) / usual : 1;

    private static IEnumerable<(double[] Traces, bool Met)> Lessons(EncounterLog past, double tracesUntil, double labelsUntil)
    {
        var known = past.First((int)(past.Encounters.Count * tracesUntil));
        var later = past.First((int)(past.Encounters.Count * labelsUntil)).Encounters.Select(encounter => UnorderedPair.Of(encounter.I, encounter.J)).ToHashSet();
        var traces = new PairTraces(known);
        var strangers = traces.Strangers().ToList();
        var rows = strangers.Select(pair => traces.Of(pair.Low, pair.High)).ToList();
        // Within each moment by itself: a network grows, and contacts that are many in its first week are few in its second.
        var scale = FeatureScale.Of(rows);
        return rows.Zip(strangers, (row, pair) => (scale.Apply(row), later.Contains(pair)));
    }
}
