using Matching.Profiles;

namespace Matching.Benchmarks.Speed;

/// <summary>A hub of any size by a seed: eight members an organisation, texts of a small vocabulary, twelve meetings a member.</summary>
internal static class GeneratedHub
{
    internal static readonly DateTimeOffset Monday = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);

    private const int PerOrganisation = 8;
    private const int MeetingsAMember = 12;

    private static readonly string[] Deeds = ["planera", "handlägga", "upphandla", "bygga", "granska", "samordna", "finansiera", "utreda"];

    private static readonly string[] Matters =
    [
        "detaljplaner", "bygglov", "elnät", "vattenskydd", "bostäder", "praktikplatser", "kollektivtrafik", "kulturmiljöer", "skredrisker", "vindkraft",
        "skolskjuts", "renbetesmarker", "hamnar", "digitala tjänster", "dataskydd", "jämställdhet", "integration", "besöksnäring", "gruvtillstånd", "skogsvård",
    ];

    internal static HubRecords Of(int members, int seed)
    {
        var random = new Random(seed);
        var organisations = Enumerable.Range(0, Math.Max(2, members / PerOrganisation)).Select(k => Organisation(k)).ToList();
        return new HubRecords
        {
            Hub = new Hub { Id = "hub", Name = "Hub" },
            Organisations = organisations,
            Members = [.. Enumerable.Range(0, members).Select(k => Member(k, organisations.Count, random))],
            Interactions = [.. Enumerable.Range(0, members * MeetingsAMember).Select(_ => Meeting(members, random)).OfType<Interaction>()],
        };
    }

    /// <summary>Texts as members write them.</summary>
    internal static IReadOnlyList<string> Texts(Random random) => [.. Enumerable.Range(0, 2).Select(_ =>
        $"Vi behöver {Deeds[random.Next(Deeds.Length)]} {Matters[random.Next(Matters.Length)]} tillsammans med {Matters[random.Next(Matters.Length)]}").Distinct()];

    private static Organisation Organisation(int number) => new() { Id = $"o{number}", Name = $"Organisation {number}", Sector = (Sector)(number % 5) };

    private static Member Member(int number, int organisations, Random random) => new()
    {
        Id = $"m{number:00000}",
        Name = $"Namn{number} Efternamn",
        Organisation = $"o{number % organisations}",
        Hub = "hub",
        Unit = $"u{random.Next(3)}",
        Challenges = Texts(random),
        Skills = Texts(random),
        Days = [(Weekday)random.Next(5), (Weekday)random.Next(5)],
    };

    // Most meet those whose numbers are near, so that the network has circles.
    private static Interaction? Meeting(int members, Random random)
    {
        var one = random.Next(members);
        var other = random.Next(5) > 0 ? (one + 1 + random.Next(12)) % members : random.Next(members);
        return one == other ? null : new Interaction
        {
            A = $"m{one:00000}",
            B = $"m{other:00000}",
            Kind = InteractionKind.Met,
            At = Monday.AddHours(-random.Next(1, 4000)),
            Minutes = random.Next(5, 60),
        };
    }
}
