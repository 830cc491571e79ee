using CsCheck;
using Matching.Profiles;

namespace Matching.Tests;

/// <summary>Hubs for tests: small ones by hand, and any by chance.</summary>
internal static class Hubs
{
    internal static readonly DateTimeOffset Monday = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);

    internal static readonly Hub Lulea = new() { Id = "lulea", Name = "Samverket Luleå" };

    internal static Organisation Organisation(string id, Sector sector = Sector.Agency, string? unitOf = null) =>
        new() { Id = id, Name = $"Organisation {id}", Sector = sector, UnitOf = unitOf };

    internal static Member Member(string id, string organisation) => new() { Id = id, Name = $"{id} Andersson", Organisation = organisation, Hub = "lulea" };

    internal static HubRecords Records(IEnumerable<Member> members, params Organisation[] organisations)
    {
        var all = members.ToList();
        return new HubRecords
        {
            Hub = Lulea,
            Members = all,
            Organisations = organisations.Length > 0 ? organisations : [.. all.Select(member => member.Organisation).Distinct().Select(id => Organisation(id))],
        };
    }

    internal static Interaction Met(string a, string b, double daysAgo, double? minutes = null, Usefulness useful = Usefulness.Unknown) =>
        new() { A = a, B = b, Kind = InteractionKind.Met, At = Monday.AddDays(-daysAgo), Minutes = minutes, Useful = useful };

    private static readonly string[] Sentences =
    [
        "Vi har för många detaljplaner samtidigt", "Kan prioritera detaljplaner", "Anslutning till elnätet dröjer", "Kan elnät och anslutningar",
        "Studenter flyttar härifrån", "Ordnar praktik för studenter", "Bostäder saknas för inflyttade", "Bygger bostäder snabbt",
        "How do we reach the right authority", "Knows which authority answers for permits",
    ];

    private static readonly Gen<IReadOnlyList<string>> GenTexts = Gen.OneOf(Sentences).List[0, 2].Select(texts => (IReadOnlyList<string>)[.. texts.Distinct()]);

    private static readonly Gen<IReadOnlyList<Weekday>> GenDays = Gen.Enum<Weekday>().List[0, 4].Select(days => (IReadOnlyList<Weekday>)[.. days.Distinct()]);

    private static Gen<Member> GenMember(int number) =>
        from organisation in Gen.Int[0, 4]
        from unit in Gen.Int[0, 2]
        from challenges in GenTexts
        from skills in GenTexts
        from days in GenDays
        from languages in Gen.OneOf<IReadOnlyList<string>>([], ["sv"], ["sv", "en"], ["en"])
        from capacity in Gen.Frequency((8, Gen.Const(1)), (1, Gen.Const(0)), (1, Gen.Const(2)))
        from flags in Gen.Int[0, 15]
        from joined in Gen.Int[0, 400]
        select new Member
        {
            Id = $"m{number:000}",
            Name = $"Namn{number} Efternamn",
            Organisation = $"o{organisation}",
            Hub = "lulea",
            Unit = unit == 0 ? null : $"u{unit}",
            Challenges = challenges,
            Skills = skills,
            Days = days,
            Languages = languages,
            Capacity = capacity,
            HappyToHelp = (flags & 3) != 0,
            Matchable = flags != 8,
            Joined = (flags & 4) == 0 ? null : DateOnly.FromDateTime(Monday.UtcDateTime).AddDays(-joined),
        };

    private static Gen<Interaction> GenInteraction(int members) =>
        from a in Gen.Int[0, members - 1]
        from b in Gen.Int[0, members - 1]
        where a != b
        from kind in Gen.Enum<InteractionKind>()
        from hours in Gen.Int[-200, 12_000]
        from minutes in Gen.Int[0, 90]
        from useful in Gen.Enum<Usefulness>()
        select new Interaction { A = $"m{a:000}", B = $"m{b:000}", Kind = kind, At = Monday.AddHours(-hours), Minutes = minutes == 0 ? null : minutes, Useful = useful };

    private static Gen<PastIntroduction> GenPast(int members) =>
        from a in Gen.Int[0, members - 1]
        from b in Gen.Int[0, members - 1]
        where a != b
        from days in Gen.Int[0, 250]
        from fate in Gen.Int[0, 4]
        let sent = Monday.AddDays(-days)
        select new PastIntroduction
        {
            A = $"m{a:000}",
            B = $"m{b:000}",
            SentAt = fate == 0 ? null : sent,
            ExpiresAt = fate == 0 ? null : sent.AddDays(14),
            RejectedAt = fate == 0 ? sent : null,
            DeclinedAt = fate == 1 ? sent.AddHours(1) : null,
            AcceptedAt = fate >= 3 ? sent.AddHours(1) : null,
            MetAt = fate == 4 && days > 3 ? sent.AddDays(2) : null,
        };

    private static Gen<Rule> GenRule(int members) =>
        from kind in Gen.Enum<RuleKind>()
        from a in Gen.Int[0, members - 1]
        from b in Gen.Int[0, 4]
        from everyone in Gen.Int[0, 5]
        select new Rule { Kind = kind, A = $"m{a:000}", B = everyone == 0 ? null : $"o{b}" };

    /// <summary>Any hub of 2 to 40 members in up to five organisations of three sectors.</summary>
    internal static readonly Gen<HubRecords> Any =
        from count in Gen.Int[2, 40]
        from members in Gen.Int[0, 0].SelectMany(_ => Sequence(count))
        from interactions in GenInteraction(count).List[0, 120]
        from past in GenPast(count).List[0, 12]
        from rules in GenRule(count).List[0, 3]
        select new HubRecords
        {
            Hub = Lulea,
            Members = members,
            Organisations = [.. Enumerable.Range(0, 5).Select(k => Organisation($"o{k}", (Sector)(k % 3), k == 4 ? "o3" : null))],
            Interactions = interactions,
            History = past,
            Rules = rules,
        };

    private static Gen<List<Member>> Sequence(int count)
    {
        var gen = Gen.Const(new List<Member>());
        for (var number = 0; number < count; number++)
        {
            var at = number;
            gen = gen.Select(GenMember(at), (list, member) => new List<Member>(list) { member });
        }
        return gen;
    }
}
