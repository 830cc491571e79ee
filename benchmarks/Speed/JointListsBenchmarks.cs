using BenchmarkDotNet.Attributes;
using Matching.Markets;
using Matching.Tests.Markets;

namespace Matching.Benchmarks.Speed;

/// <summary>The published example market, 30 × 20: 6.10 matches by own liking, 15.45 by match probability, 16.51 the best published.</summary>
[MemoryDiagnoser]
public class JointListsBenchmarks
{
    private readonly JointMarket market = PublishedMarket.Of();

    [Benchmark(Description = "JointLists.ByMatchProbability", Baseline = true)]
    public JointLists ByMatchProbability() => JointLists.ByMatchProbability(market);

    [Benchmark(Description = "JointLists.Of")]
    public JointLists Of() => JointLists.Of(market);
}
