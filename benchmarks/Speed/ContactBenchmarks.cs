using BenchmarkDotNet.Attributes;
using Matching.Contacts;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Benchmarks.Speed;

/// <summary>A thousand organisations and ten thousand members: read once, then asked. Texts are drawn from the list of concepts.</summary>
[MemoryDiagnoser]
public class ContactBenchmarks
{
    private const string Question = "Vi behöver besked om anslutning till stamnätet innan vi kan bestämma oss för tomten.";
    private const int OrganisationCount = 1_000;
    private const int MemberCount = 10_000;
    private const int MattersEach = 2;
    private const int RemitTerms = 60;

    private ContactRecords records = null!;
    private string[] matters = null!;
    private OrganisationRanking ranking = null!;
    private LexicalIndex people = null!;

    [GlobalSetup]
    public void Generate()
    {
        var random = new Random(1);
        string[] terms = [.. ConceptList.Standard.Concepts.SelectMany(concept => concept.SwedishTerms)];
        string Some(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => terms[random.Next(terms.Length)]));
        records = new ContactRecords
        {
            Organisations = [.. Enumerable.Range(0, OrganisationCount).Select(number => new Organisation
            {
                Id = $"o{number:0000}",
                Name = $"Myndigheten för {Some(2)}",
                Sector = Sector.Agency,
                ShortName = $"M{number}",
                Aliases = [Some(2), $"Agency {number} for {Some(1)}"],
                Keywords = [Some(1), Some(1), Some(1)],
                Remit = Some(RemitTerms),
            })],
        };
        matters = [.. Enumerable.Range(0, MemberCount * MattersEach).Select(_ => Some(3))];
        ranking = Organisations();
        people = Members();
    }

    [Benchmark(Description = "Index of 1,000 organisations")]
    public OrganisationRanking Organisations() => new(records, _ => [], ContactSearch.Standard, CompoundSplitter.Swedish);

    [Benchmark(Description = "Index of 10,000 members' matters")]
    public LexicalIndex Members() => LexicalIndex.Build(matters, CompoundSplitter.Swedish);

    [Benchmark(Description = "A question: organisations ranked, people's matters compared")]
    public int Ask() => ranking.Rank(Question).Count + people.Likenesses(Question).Length;
}
