using Matching.Profiles;
using Matching.Words;

namespace Matching.Contacts;

/// <summary>
/// Who at which authority can answer this question, and how to get there: the organisations (<see cref="OrganisationRanking"/>), then their
/// people in a hub (<see cref="ContactPeople"/>), then the way to the first of them (<see cref="WarmPath"/>); the function's address otherwise.
/// </summary>
/// <remarks>Immutable; any number of threads may ask. Works without any member: of a hub that is empty, or of none.</remarks>
public sealed class ContactSearch
{
    /// <summary>Score below which an organisation is not named: no answer is better than a poor one.</summary>
    public const double Least = 0.15;

    private readonly HubSnapshot? hub;
    private readonly IReadOnlyList<Organisation> organisations;
    private readonly OrganisationRanking ranking;
    private readonly OwnTexts texts;
    private readonly ContactPeople? people;

    private ContactSearch(HubSnapshot? hub, ContactRecords records, ConceptList concepts, CompoundSplitter splitter, TextVectorIndex vectors)
    {
        this.hub = hub;
        Concepts = concepts;
        organisations = records.Organisations;
        people = hub is null ? null : new ContactPeople(hub, organisations, concepts, splitter, vectors);
        IReadOnlyList<string> Matters(Organisation organisation) => people?.MattersOf(organisation.Id) ?? [];
        ranking = new OrganisationRanking(records, Matters, concepts, splitter);
        texts = new OwnTexts(organisations, Matters, splitter, vectors);
    }

    /// <summary>Reads the organisations and a hub's people once, for any number of questions.</summary>
    /// <param name="hub">The hub whose people may be named; null for none.</param>
    /// <param name="records">The organisations, and what was said of earlier answers.</param>
    /// <param name="concepts">A list of concepts that reads compounds; <see cref="Standard"/> where a host has none of her own.</param>
    /// <param name="vectors">What a model made of the organisations' and the people's texts; none when left out.</param>
    public static ContactSearch Build(HubSnapshot? hub, ContactRecords records, ConceptList? concepts = null, TextVectorIndex? vectors = null) =>
        new(hub, records, concepts ?? Standard, hub?.Splitter ?? CompoundSplitter.Swedish, vectors ?? TextVectorIndex.Empty);

    /// <summary>The project's concepts, found inside compounds too.</summary>
    public static ConceptList Standard { get; } = ConceptList.Standard.Splitting(CompoundSplitter.Swedish);

    /// <summary>The concepts that questions are read by.</summary>
    public ConceptList Concepts { get; }

    /// <summary>The organisations, numbered as the ranking numbers them.</summary>
    public IReadOnlyList<Organisation> Organisations => organisations;

    /// <summary>The answer to a question of any length, in time linear in it; an honest empty one where it says nothing that is known.</summary>
    public ContactAnswer Find(ContactQuestion question)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(question.Top, 1, nameof(question));
        var read = new ReadQuestion(question.Text, Concepts.MentionsIn(question.Text), ranking.Names(question.Text), texts.Likenesses(question.Text), texts.Meant(question.Vector));
        var asked = people?.Ask(question, read.Mentions);
        var municipality = question.Municipality ?? hub?.Hub.Municipality;
        var ranked = ranking.Rank(question.Text, read.Names, read.Mentions, one => read.Meant.GetValueOrDefault(one).Similarity)
            .Where(one => one.Score >= Least)
            .OrderByDescending(one => one.Score)
            .ThenByDescending(one => IsThere(one.Organisation, municipality))
            .ThenBy(one => organisations[one.Organisation].Id, StringComparer.Ordinal);
        // What nothing can be said for is not named, however it came to its score.
        var items = OneOfAKind(ranked, municipality)
            .Select(one => (One: one, Evidence: Evidence(one.Organisation, read).DistinctBy(evidence => evidence.Text, StringComparer.Ordinal).ToList()))
            .Where(one => one.Evidence.Count > 0)
            .Take(question.Top)
            .Select(one => Describe(one.One, one.Evidence, question.Asker, asked))
            .ToList();
        return new ContactAnswer(
            items,
            [.. read.Mentions.Select(mention => mention.Concept.Id).Distinct(StringComparer.Ordinal)],
            items.Count == 0 || items[0].Contacts.Count == 0);
    }

    /// <summary>
    /// The numbers of the organisations that answer for a concept, the most responsible first; of a kind that every town has its own of the one
    /// in <paramref name="municipality"/>, or else the first.
    /// </summary>
    internal IReadOnlyList<int> OwnersOf(string concept, string? municipality) => [.. ranking.OwnersOf(concept)
        .GroupBy(owner => ranking.KindOf(owner) ?? organisations[owner].Id, StringComparer.Ordinal)
        .Select(kind => kind.OrderByDescending(owner => IsThere(owner, municipality)).First())];

    // The courts and municipalities of the whole country would leave no place for anybody else: one stands for those that the question does not
    // name and that are neither where the matter lies nor in the hub.
    private IEnumerable<RankedOrganisation> OneOfAKind(IEnumerable<RankedOrganisation> ranked, string? municipality)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in ranked)
        {
            var isFirst = ranking.KindOf(one.Organisation) is not { } kind || seen.Add(kind);
            if (isFirst || one.Named > 0 || IsThere(one.Organisation, municipality) || people?.IsPresent(organisations[one.Organisation].Id) == true) yield return one;
        }
    }

    private bool IsThere(int organisation, string? municipality) =>
        municipality is not null && string.Equals(organisations[organisation].Municipality, municipality, StringComparison.OrdinalIgnoreCase);

    private ContactItem Describe(RankedOrganisation one, IReadOnlyList<ContactEvidence> evidence, string? asker, AskedOfPeople? asked)
    {
        var organisation = organisations[one.Organisation];
        var contacts = asked is null ? [] : people!.Of(organisation.Id, asked, one.Named);
        return new ContactItem(
            organisation.Id,
            organisation.Name,
            one.Score,
            evidence,
            contacts,
            contacts.Count == 0 ? [] : Way(asker, contacts[0].Member),
            organisation.FunctionAddress);
    }

    private IEnumerable<ContactEvidence> Evidence(int organisation, ReadQuestion question)
    {
        foreach (var name in question.Names.Where(match => match.Organisation == organisation)) yield return new ContactEvidence(organisations[organisation].Name, [name.Words]);
        foreach (var concept in question.Mentions.GroupBy(mention => mention.Concept.Id, StringComparer.Ordinal))
        {
            if (ranking.OwnersOf(concept.Key).Contains(organisation))
                yield return new ContactEvidence(concept.First().Concept.Swedish, [.. concept.Select(mention => WholeWords(question.Text, mention)).Distinct(StringComparer.OrdinalIgnoreCase)]);
        }
        if (texts.Best(organisation, question.Text, question.Likenesses) is { } own) yield return own;
        // No word of the question stands in it, so none is marked.
        if (question.Meant.TryGetValue(organisation, out var meant)) yield return new ContactEvidence(meant.Text, []);
    }

    // A term may be a part of a compound; a person reads whole words.
    private static string WholeWords(string question, ConceptMention mention)
    {
        var (from, to) = (mention.Start, mention.Start + mention.Length);
        while (from > 0 && char.IsLetterOrDigit(question[from - 1])) from--;
        while (to < question.Length && char.IsLetterOrDigit(question[to])) to++;
        return question[from..to];
    }

    private IReadOnlyList<PathStep> Way(string? asker, string to)
    {
        if (hub is null || asker is null || hub.Find(asker) is not { } from || hub.Find(to) is not { } end) return [];
        if (WarmPath.Between(hub.Ties, from, end) is not { } way) return [];
        return [.. way.People.Select(person => person == from || person == end || hub.Members[person].MayBeNamed
            ? new PathStep(hub.Members[person].Id, hub.Members[person].FirstName())
            : new PathStep(null, null))];
    }

    // A question with all that is read from it once, for any number of organisations.
    private sealed record ReadQuestion(
        string Text,
        IReadOnlyList<ConceptMention> Mentions,
        IReadOnlyList<NameMatch> Names,
        double[] Likenesses,
        IReadOnlyDictionary<int, (string Text, double Similarity)> Meant);
}
