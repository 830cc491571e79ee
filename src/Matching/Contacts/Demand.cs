using Matching.Words;

namespace Matching.Contacts;

/// <summary>A question that was asked: when, about what, and whether nobody present could answer.</summary>
public sealed record AskedQuestion(DateOnly Month, IReadOnlyList<string> Concepts, bool Unmet);

/// <summary>An authority that would answer for a matter.</summary>
/// <param name="Organisation">Its id; null for one that is not among the organisations.</param>
/// <param name="Name">Its name.</param>
/// <param name="Present">Whether somebody of it is in the hub.</param>
public sealed record DemandOwner(string? Organisation, string Name, bool Present);

/// <summary>What was asked for of one matter in one month. Counts alone: nobody's words.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Concept">Id of the concept; null for what none is known of.</param>
/// <param name="Swedish">What it is called.</param>
/// <param name="English">The same in English.</param>
/// <param name="Questions">How many questions spoke of it.</param>
/// <param name="UnmetQuestions">How many of them nobody present could answer.</param>
/// <param name="UnmetNeeds">How many members need it while nobody of another organisation offers it; counted in the last month.</param>
/// <param name="Owners">Who would answer, the most responsible first, at most three.</param>
public sealed record DemandLine(
    DateOnly Month, string? Concept, string Swedish, string English, int Questions, int UnmetQuestions, int UnmetNeeds, IReadOnlyList<DemandOwner> Owners);

/// <summary>What members and businesses ask for that nobody present answers, and which authority would: the case for whom to invite.</summary>
public static class Demand
{
    private const int MostOwners = 3;

    /// <summary>
    /// The lines of a hub, by month, the most unmet first, then the most asked for. Members' needs as they stand count in
    /// <paramref name="lastMonth"/>.
    /// </summary>
    public static IReadOnlyList<DemandLine> Of(
        HubSnapshot hub, ContactSearch search, IReadOnlyList<AskedQuestion> questions, DateOnly lastMonth)
    {
        var known = search.Concepts;
        var counts = new Dictionary<(DateOnly Month, string Concept), (int Questions, int Unmet, int Needs)>();
        foreach (var question in questions)
        {
            foreach (var concept in OrOther(question.Concepts.Where(id => known.Find(id) is not null)))
                Add(counts, (question.Month, concept), (1, question.Unmet ? 1 : 0, 0));
        }
        foreach (var member in Enumerable.Range(0, hub.Count))
        {
            foreach (var concept in UnmetNeeds(hub, member).SelectMany(need => OrOther(known.MentionsIn(need).Select(mention => mention.Concept.Id))).Distinct(StringComparer.Ordinal))
                Add(counts, (lastMonth, concept), (0, 0, 1));
        }
        var present = Enumerable.Range(0, hub.Count).SelectMany(person => new[] { hub.Members[person].Organisation, hub.OrganisationOf(person).Id }).ToHashSet(StringComparer.Ordinal);
        return [.. counts.Select(entry => Line(entry.Key.Month, entry.Key.Concept, entry.Value, hub.Hub.Municipality, present, search, known))
            .OrderBy(line => line.Month)
            .ThenByDescending(line => line.UnmetQuestions + line.UnmetNeeds)
            .ThenByDescending(line => line.Questions)
            .ThenBy(line => line.Concept is null)
            .ThenBy(line => line.Concept, StringComparer.Ordinal)];
    }

    // "" stands for what no concept is known of.
    private static IEnumerable<string> OrOther(IEnumerable<string> concepts) => concepts.Distinct(StringComparer.Ordinal).DefaultIfEmpty("");

    private static void Add(Dictionary<(DateOnly, string), (int Questions, int Unmet, int Needs)> counts, (DateOnly, string) key, (int Questions, int Unmet, int Needs) more)
    {
        var sum = counts.GetValueOrDefault(key);
        counts[key] = (sum.Questions + more.Questions, sum.Unmet + more.Unmet, sum.Needs + more.Needs);
    }

    private static IEnumerable<string> UnmetNeeds(HubSnapshot hub, int member) => hub.Members[member].Challenges
        .Zip(hub.Fit.Givers(member))
        .Where(need => !need.Second.Any(other => hub.Members[other].Matchable && hub.Groups.Organisation[other] != hub.Groups.Organisation[member]))
        .Select(need => need.First);

    private static DemandLine Line(DateOnly month, string id, (int Questions, int Unmet, int Needs) count, string? municipality, HashSet<string> present, ContactSearch search, ConceptList known)
    {
        var concept = known.Find(id);
        return new DemandLine(
            month, concept?.Id, concept?.Swedish ?? "övrigt", concept?.English ?? "other", count.Questions, count.Unmet, count.Needs,
            concept is null ? [] : [.. Owners(concept, municipality, present, search).Take(MostOwners)]);
    }

    private static IEnumerable<DemandOwner> Owners(Concept concept, string? municipality, HashSet<string> present, ContactSearch search)
    {
        var found = search.OwnersOf(concept.Id, municipality).Select(number => search.Organisations[number]).ToList();
        if (found.Count == 0) return concept.Authorities.Select(name => new DemandOwner(null, name, false));
        return found.Select(organisation => new DemandOwner(organisation.Id, organisation.Name, present.Contains(organisation.Id)));
    }
}
