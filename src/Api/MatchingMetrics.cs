using System.Diagnostics.Metrics;

namespace Matching.Api;

/// <summary>What is counted beside the requests themselves. No tag holds an id or a name: numbers here leave the installation.</summary>
internal sealed class MatchingMetrics
{
    /// <summary>The meter's name; the store has one of its own, <see cref="StoreMeter"/>.</summary>
    internal const string MeterName = "Matching";

    internal const string StoreMeter = "Matching.Storage";

    private readonly Counter<long> rounds;
    private readonly Counter<long> imports;
    private readonly Counter<long> rows;
    private readonly Counter<long> questions;
    private readonly Histogram<double> builds;

    public MatchingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        rounds = meter.CreateCounter<long>("matching.rounds.drawn", "{round}", "Rounds drawn and saved.");
        imports = meter.CreateCounter<long>("matching.imports", "{import}", "Imports that were committed.");
        rows = meter.CreateCounter<long>("matching.import.rows", "{row}", "Rows of imports, by whether they were accepted.");
        questions = meter.CreateCounter<long>("matching.questions", "{question}", "Questions answered, by whether nobody present answers them.");
        builds = meter.CreateHistogram<double>("matching.snapshot.build.duration", "s", "How long it took to read a hub from the store and number it.");
    }

    internal void RoundDrawn() => rounds.Add(1);

    internal void Imported(long accepted, long rejected)
    {
        imports.Add(1);
        rows.Add(accepted, new KeyValuePair<string, object?>("accepted", true));
        rows.Add(rejected, new KeyValuePair<string, object?>("accepted", false));
    }

    internal void QuestionAnswered(bool unmet) => questions.Add(1, new KeyValuePair<string, object?>("unmet", unmet));

    internal void SnapshotBuilt(TimeSpan took) => builds.Record(took.TotalSeconds);
}
