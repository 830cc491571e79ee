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
    };

    private static readonly string[] Places = ["i", "på", "hos", "in", "at", "on"];

    private readonly Dictionary<string, (int Organisation, double Share)[]> owners = new(StringComparer.Ordinal);

    internal ConceptOwners(ConceptList concepts, IReadOnlyList<Organisation> organisations, NameIndex names, IReadOnlyList<AnswerRecord> answers)
    {
        var numbers = organisations.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var earned = answers.Where(answer => numbers.ContainsKey(answer.Organisation)).ToLookup(answer => answer.Concept, StringComparer.Ordinal);
        foreach (var concept in concepts.Concepts)
        {
            var shares = new Dictionary<int, double>();
            foreach (var (name, place) in concept.Authorities.Select((name, place) => (name, place)))
            {
                foreach (var one in Named(organisations, names, name)) Raise(shares, one, Place(place));
            }
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

    // What few answer for tells who; what half the country answers for does not.
    private double Telling(string concept) => 1 / Math.Log2(2 + owners[concept].Length);

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
    private static IEnumerable<int> Named(IReadOnlyList<Organisation> organisations, NameIndex names, string name) => Kinds.TryGetValue(name, out var kind)
        ? Enumerable.Range(0, organisations.Count).Where(one => organisations[one].Sector == kind && organisations[one].UnitOf is null)
        : names.Called(name);

    private static void Raise(Dictionary<int, double> shares, int one, double share)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(shares, one, out _);
        known = Math.Max(known, share);
    }
}
