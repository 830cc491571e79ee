using System.Runtime.InteropServices;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Contacts;

/// <summary>Which organisations answer for what a question speaks of.</summary>
internal sealed class ConceptOwners
{
    // The second authority named for a matter is half as likely to be the one, the third a third.
    private static double Place(int place) => 1.0 / (place + 1);

    // As many good answers as bad ones change nothing; one of either counts as much as what the list knew before (Laplace).
    private static double Earned(AnswerRecord record) => (record.Helped + 1.0) / (record.Wrong + 1.0);

    // Where something happens ("inbrott i butiken") tells less of who answers than what happens.
    private const double PlaceShare = 0.5;

    private static readonly Dictionary<string, Sector> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["kommunen"] = Sector.Municipality,
        ["regionen"] = Sector.Region,
        ["länsstyrelsen"] = Sector.CountyBoard,
        ["universitet"] = Sector.University,
        ["högskola"] = Sector.University,
    };

    private static readonly string[] Places = ["i", "på", "hos", "in", "at", "on"];

    private readonly IReadOnlyList<Organisation> organisations;
    private readonly NameIndex names;
    private readonly Dictionary<string, (int Organisation, double Share)[]> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> kinds = [];

    internal ConceptOwners(ConceptList concepts, IReadOnlyList<Organisation> organisations, NameIndex names, IReadOnlyList<AnswerRecord> answers)
    {
        (this.organisations, this.names) = (organisations, names);
        var numbers = organisations.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var earned = answers.Where(answer => numbers.ContainsKey(answer.Organisation)).ToLookup(answer => answer.Concept, StringComparer.Ordinal);
        foreach (var concept in concepts.Concepts)
        {
            var shares = Listed(concept);
            foreach (var answer in earned[concept.Id])
            {
                var one = numbers[answer.Organisation];
                shares[one] = Math.Min(1, shares.GetValueOrDefault(one, answer.Helped > answer.Wrong ? Place(1) : 0) * Earned(answer));
            }
            owners[concept.Id] = [.. shares.OrderByDescending(share => share.Value).ThenBy(share => share.Key).Select(share => (share.Key, share.Value))];
        }
    }

    /// <summary>The organisations that answer for the concepts that a question mentions, each with its share in (0, 1].</summary>
    internal IReadOnlyDictionary<int, double> Of(string question, IReadOnlyList<ConceptMention> mentions)
    {
        var weights = mentions
            .GroupBy(mention => mention.Concept.Id, StringComparer.Ordinal)
            .Select(group => (Concept: group.Key, Weight: Telling(group.Key) * group.Max(mention => IsPlace(question, mention) ? PlaceShare : 1)))
            .ToList();
        var total = weights.Sum(weight => weight.Weight);
        var shares = new Dictionary<int, double>();
        foreach (var (concept, weight) in weights)
        {
            foreach (var (organisation, share) in owners[concept])
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(shares, organisation, out _);
                sum += share * weight / total;
            }
        }
        return shares;
    }

    /// <summary>The organisations that answer for a concept, the most responsible first.</summary>
    internal IReadOnlyList<int> OwnersOf(string concept) => [.. (owners.GetValueOrDefault(concept) ?? []).Select(owner => owner.Organisation)];

    /// <summary>The kind of an organisation that every town has its own of, as the list calls it (<c>kommunen</c>); null for any other.</summary>
    internal string? KindOf(int organisation) => kinds.GetValueOrDefault(organisation);

    // What few answer for tells who; what half the country answers for does not. A kind counts once, however many towns have it.
    private double Telling(string concept) => 1 / Math.Log2(2 + counts[concept]);

    private Dictionary<int, double> Listed(Concept concept)
    {
        var shares = new Dictionary<int, double>();
        var count = 0;
        foreach (var (place, name) in concept.Authorities.Index())
        {
            var named = Named(name);
            count += named.Count > 0 ? 1 : 0;
            foreach (var one in named) Raise(shares, one, Place(place));
        }
        counts[concept.Id] = count;
        return shares;
    }

    private static bool IsPlace(string question, ConceptMention mention)
    {
        var before = question.AsSpan(0, mention.Start).TrimEnd();
        var word = before[(before.LastIndexOf(' ') + 1)..];
        foreach (var place in Places)
        {
            if (word.Equals(place, StringComparison.OrdinalIgnoreCase)) return before.Length < mention.Start;
        }
        return false;
    }

    // A name of the list is a whole name, or a kind of which every town has its own.
    private IReadOnlyList<int> Named(string name)
    {
        if (names.Called(name) is { Count: > 0 } called) return called;
        int[] own = [.. names.InEveryTown(name).Where(one => IsOne(organisations[one], name)).Union(OfSector(name))];
        foreach (var one in own) kinds.TryAdd(one, name);
        return own;
    }

    // By its own name: an authority may have the names of what it has taken over among its aliases.
    private static bool IsOne(Organisation organisation, string kind) =>
        NameVariants.Of(organisation.Name).Any(name => name.StartsWith($"{kind} i ", StringComparison.OrdinalIgnoreCase));

    private IEnumerable<int> OfSector(string name) => Kinds.TryGetValue(name, out var kind)
        ? Enumerable.Range(0, organisations.Count).Where(one => organisations[one].Sector == kind && organisations[one].UnitOf is null)
        : [];

    private static void Raise(Dictionary<int, double> shares, int one, double share)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(shares, one, out _);
        known = Math.Max(known, share);
    }
}
