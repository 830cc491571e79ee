using Matching.Bridges;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Contacts;

/// <summary>The people of a hub who answer for something, by organisation, with how well they suit a question and how free they are.</summary>
internal sealed class ContactPeople
{
    private const int MostNamed = 3;

    // An introduction waits two weeks for its answers, so that many weeks' worth may wait at once.
    private const int WeeksOpen = 2;

    // Who answers for something at an organisation that the question names can pass it on.
    private const double NamedFit = 0.3;

    // Least fit at which a person is named: below, the function's address serves better.
    private const double LeastFit = 0.2;

    private readonly HubSnapshot hub;
    private readonly Dictionary<string, List<int>> members = new(StringComparer.Ordinal);
    private readonly LexicalIndex matters;
    private readonly OfferMeanings meanings;
    private readonly int[] first;
    private readonly HashSet<string>[] topics;
    private readonly int[] open;

    internal ContactPeople(HubSnapshot hub, IReadOnlyList<Organisation> organisations, ConceptList concepts, CompoundSplitter splitter, TextVectorIndex vectors)
    {
        this.hub = hub;
        var parents = organisations.ToDictionary(organisation => organisation.Id, organisation => organisation.UnitOf, StringComparer.Ordinal);
        first = new int[hub.Count + 1];
        var texts = new List<string>();
        for (var person = 0; person < hub.Count; person++)
        {
            foreach (var organisation in Above(parents, hub.Members[person].Organisation))
            {
                if (!members.TryGetValue(organisation, out var list)) members[organisation] = list = [];
                list.Add(person);
            }
            texts.AddRange(HubSnapshot.Offers(hub.Members[person]));
            first[person + 1] = texts.Count;
        }
        matters = LexicalIndex.Build(texts, splitter);
        meanings = new OfferMeanings(hub.Members.Select(member => HubSnapshot.Offers(member).Select(vectors.Offer).ToArray()));
        topics = [.. Enumerable.Range(0, hub.Count).Select(person => texts[first[person]..first[person + 1]]
            .SelectMany(concepts.MentionsIn).Select(mention => mention.Concept.Id).ToHashSet(StringComparer.Ordinal))];
        open = hub.OpenIntroductions();
    }

    /// <summary>Whether anybody of the organisation is in the hub.</summary>
    internal bool IsPresent(string organisation) => members.ContainsKey(organisation);

    /// <summary>Compares a question with what each person offers, once for all organisations.</summary>
    internal AskedOfPeople Ask(ContactQuestion question, IReadOnlyList<ConceptMention> mentions)
    {
        var likeness = matters.Likenesses(question.Text);
        foreach (var (person, offer, similarity) in meanings.Meet(question.Vector))
            likeness[first[person] + offer] = Math.Max(likeness[first[person] + offer], similarity);
        return new AskedOfPeople(
            likeness,
            mentions.Select(mention => mention.Concept.Id).ToHashSet(StringComparer.Ordinal),
            question.Asker is null ? null : hub.Find(question.Asker));
    }

    /// <summary>What the organisation's people in the hub answer for; those who have not agreed to be found are not counted.</summary>
    internal IReadOnlyList<string> MattersOf(string organisation) =>
        [.. (members.GetValueOrDefault(organisation) ?? []).Where(IsToFind).SelectMany(person => hub.Members[person].ContactFor).Distinct(StringComparer.Ordinal)];

    /// <summary>The organisation's people who suit the question and are free, best first, one a unit; at most three.</summary>
    internal IReadOnlyList<ContactPerson> Of(string organisation, AskedOfPeople asked, double named)
    {
        if (members.GetValueOrDefault(organisation) is not { } own) return [];
        return [.. own.Where(person => person != asked.Asker && IsToFind(person))
            .Select(person => (Person: person, Score: Score(person, asked.Asker, Fit(person, asked, named))))
            .Where(one => one.Score > 0)
            .OrderByDescending(one => one.Score).ThenBy(one => one.Person)
            .DistinctBy(one => Unit(one.Person))
            .Take(MostNamed)
            .Select(one => new ContactPerson(
                hub.Members[one.Person].Id, hub.Members[one.Person].FirstName(), hub.Members[one.Person].ContactFor, one.Score, open[one.Person], Capacity(one.Person)))];
    }

    // A number of her unit; who is of none is one by herself. Two organisations may call their units alike.
    private int Unit(int person) => hub.Members[person].Unit is { Length: > 0 } ? hub.Groups.Unit[person] : -1 - person;

    // Who answers for matters has said so; who only has skills is asked when she is glad to help.
    private bool IsToFind(int person) =>
        hub.Members[person].Matchable && hub.Members[person].Capacity > 0 && (hub.Members[person].ContactFor.Count > 0 || hub.Members[person].HappyToHelp);

    private int Capacity(int person) => WeeksOpen * hub.Members[person].Capacity;

    private double Score(int person, int? asker, double fit)
    {
        if (fit < LeastFit) return 0;
        var availability = asker is { } other ? Availability.Of(hub.ShareLanguage(other, person), hub.DayOverlap(other, person)) : 1;
        return ContactScore.Of(fit, Mixing.BoundarySpanner(hub.Ties, hub.Groups.Organisation, person), availability, open[person], Capacity(person));
    }

    // What she answers for in words, or in the matter that they mean; and where the question names her organisation, that she answers for
    // anything at all.
    private double Fit(int person, AskedOfPeople asked, double named)
    {
        var words = 0.0;
        for (var text = first[person]; text < first[person + 1]; text++) words = Math.Max(words, asked.Likeness[text]);
        var matter = asked.Concepts.Count == 0 ? 0 : (double)asked.Concepts.Count(topics[person].Contains) / asked.Concepts.Count;
        var fit = 1 - ((1 - words) * (1 - matter));
        return hub.Members[person].ContactFor.Count > 0 ? Math.Max(fit, named * NamedFit) : fit;
    }

    private static IEnumerable<string> Above(Dictionary<string, string?> parents, string organisation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = organisation; at is not null && seen.Add(at); at = parents.GetValueOrDefault(at)) yield return at;
    }
}

/// <summary>A question as it meets the people of a hub.</summary>
/// <param name="Likeness">Its likeness to each of their offers, by words or in meaning, whichever is more.</param>
/// <param name="Concepts">Ids of the concepts that it speaks of.</param>
/// <param name="Asker">Number of who asks; null for somebody from outside.</param>
internal sealed record AskedOfPeople(double[] Likeness, HashSet<string> Concepts, int? Asker);
