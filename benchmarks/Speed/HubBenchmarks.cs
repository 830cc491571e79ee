using BenchmarkDotNet.Attributes;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Benchmarks.Speed;

/// <summary>A weekly round from records to draft, and its parts.</summary>
[MemoryDiagnoser]
public class HubBenchmarks
{
    private HubRecords records = null!;
    private HubRecords recordsWithoutTexts = null!;
    private HubSnapshot hub = null!;
    private IReadOnlyList<IReadOnlyList<string>> needs = null!;
    private IReadOnlyList<IReadOnlyList<string>> offers = null!;

    /// <summary>A small hub, a large one, and the largest that is meant to have every pair scored each week.</summary>
    [Params(60, 500, 2000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        records = GeneratedHub.Of(Members, seed: 1);
        recordsWithoutTexts = records with { Members = [.. records.Members.Select(member => member with { Challenges = [], Skills = [] })] };
        hub = HubSnapshot.Build(records, GeneratedHub.Monday);
        needs = [.. records.Members.Select(member => member.Challenges)];
        offers = [.. records.Members.Select(HubSnapshot.Offers)];
    }

    [Benchmark(Description = "HubSnapshot.Build")]
    public HubSnapshot Build() => HubSnapshot.Build(records, GeneratedHub.Monday);

    [Benchmark(Description = "HubSnapshot.Build without texts: the tie graph")]
    public HubSnapshot BuildTies() => HubSnapshot.Build(recordsWithoutTexts, GeneratedHub.Monday);

    [Benchmark(Description = "TextFit.Build")]
    public TextFit BuildFit() => TextFit.Build(needs, offers);

    [Benchmark(Description = "Round.Draw")]
    public RoundDraft Draw() => Round.Draw(hub, new RoundOptions { Seed = 1 });
}
