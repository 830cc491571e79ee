using BenchmarkDotNet.Attributes;
using Matching.Contacts;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Benchmarks.Speed;

/// <summary>A thousand organisations and the largest hub, with ten thousand matters: read once, then asked. Texts are drawn from the list of concepts.</summary>
[MemoryDiagnoser]
public class ContactBenchmarks
{
    private const string Question = "Vi behöver besked om anslutning till stamnätet innan vi kan bestämma oss för tomten.";
    private const int OrganisationCount = 1_000;
    private const int MemberCount = HubSnapshot.LargestHub;
    private const int MattersEach = 2;
    private const int RemitTerms = 60;

    private ContactRecords records = null!;
    private HubSnapshot hub = null!;
    private NameIndex names = null!;
    private ContactSearch search = null!;

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
        hub = HubSnapshot.Build(new HubRecords
        {
            Hub = new Hub { Id = "hub", Name = "Hub" },
            Organisations = records.Organisations,
            Members = [.. Enumerable.Range(0, MemberCount).Select(number => new Member
            {
                Id = $"m{number:00000}",
                Name = $"Namn{number} Efternamn",
                Organisation = $"o{number % OrganisationCount:0000}",
                Hub = "hub",
                ContactFor = [.. Enumerable.Range(0, MattersEach).Select(_ => Some(3))],
            })],
        }, GeneratedHub.Monday);
        names = new NameIndex(records.Organisations);
        search = Build();
    }

    [Benchmark(Description = "Index of 1,000 organisations")]
    public OrganisationRanking Organisations() => new(records, _ => [], ContactSearch.Standard, CompoundSplitter.Swedish);

    [Benchmark(Description = "ContactSearch.Build: those and 5,000 members")]
    public ContactSearch Build() => ContactSearch.Build(hub, records);

    [Benchmark(Description = "NameIndex.Resolve")]
    public int Resolve() => names.Resolve(Question).Count;

    [Benchmark(Description = "ContactSearch.Find: five organisations with people and evidence")]
    public int Find() => search.Find(new ContactQuestion { Text = Question }).Items.Count;
}
