using Matching.Profiles;
using Matching.Words;

namespace Matching.Contacts;

/// <summary>An organisation, with how likely it is to answer a question.</summary>
/// <param name="Organisation">Its number.</param>
/// <param name="Score">In [0, 1], comparable between questions.</param>
/// <param name="Named">How sure it is that the question names it, in [0, 1].</param>
/// <param name="Text">How near its own words are to the question, in [0, 1].</param>
/// <param name="Concept">How much it answers for what the question speaks of, in [0, 1].</param>
public readonly record struct RankedOrganisation(int Organisation, double Score, double Named, double Text, double Concept);

/// <summary>
/// Which organisation answers a question: the one that it names, or the one whose words, or whose matters, it speaks of.
/// </summary>
/// <remarks>
/// Score = 1 − (1 − named)·(1 − 0.6·concept)·(1 − 0.9·text): three witnesses who may each be right alone (noisy-or), of whom only a name
/// convinces by itself; from 0.6 to 0.9 for either the order of Swedish authorities hardly moves. Text is the likeness of the question and the organisation's name, aliases, keywords, remit and its people's
/// matters; concept is the organisation's place among those that answer for what the question speaks of, by the list of concepts, and what
/// askers said of its earlier answers.
/// </remarks>
public sealed class OrganisationRanking
{
    private const double ConceptTrust = 0.6;
    private const double TextTrust = 0.9;

    // A name says what an organisation is, a keyword what it wants to be found by; a remit is long, and every word of it tells less.
    private const double NameWeight = 3;
    private const double KeywordWeight = 2;
    private const double MatterWeight = 2;
    private const double RemitWeight = 1;

    private readonly IReadOnlyList<Organisation> organisations;
    private readonly NameIndex names;
    private readonly LexicalIndex texts;
    private readonly ConceptList? concepts;
    private readonly ConceptOwners? owners;

    /// <summary>Reads the organisations; <paramref name="matters"/> are those that each one's people answer for.</summary>
    public OrganisationRanking(ContactRecords records, Func<Organisation, IReadOnlyList<string>> matters, ConceptList? concepts, CompoundSplitter? splitter)
    {
        organisations = records.Organisations;
        this.concepts = concepts;
        names = new NameIndex(organisations);
        texts = LexicalIndex.Build([.. organisations.Select(one => (IReadOnlyList<WeightedText>)[.. Texts(one, matters(one))])], splitter);
        owners = concepts is null ? null : new ConceptOwners(concepts, organisations, names, records.Answers);
    }

    /// <summary>Every organisation that has something to do with the question, the likeliest first; equals by id.</summary>
    public IReadOnlyList<RankedOrganisation> Rank(string question) => Rank(question, Names(question), concepts?.MentionsIn(question) ?? [], _ => 0);

    /// <summary>
    /// As <see cref="Rank(string)"/>, of a question whose names and mentions have been read. <paramref name="meant"/> is how near the question is
    /// to an organisation's texts in meaning, in [0, 1]; it counts when it is nearer than the words.
    /// </summary>
    internal IReadOnlyList<RankedOrganisation> Rank(
        string question, IReadOnlyList<NameMatch> said, IReadOnlyList<ConceptMention> mentions, Func<int, double> meant)
    {
        var named = said.ToDictionary(match => match.Organisation, match => match.Confidence);
        var text = texts.Likenesses(question);
        var concept = owners?.Of(question, mentions);
        return [.. Enumerable.Range(0, organisations.Count)
            .Select(one => Weigh(one, named.GetValueOrDefault(one), Math.Max(text[one], meant(one)), concept?.GetValueOrDefault(one) ?? 0))
            .Where(one => one.Score > 0)
            .OrderByDescending(one => one.Score).ThenBy(one => organisations[one.Organisation].Id, StringComparer.Ordinal)];
    }

    /// <summary>The numbers of the organisations that answer for a concept, the most responsible first.</summary>
    internal IReadOnlyList<int> OwnersOf(string concept) => owners?.OwnersOf(concept) ?? [];

    /// <summary>The kind of an organisation that every town has its own of; null for any other.</summary>
    internal string? KindOf(int organisation) => owners?.KindOf(organisation);

    /// <summary>The names that the question says.</summary>
    public IReadOnlyList<NameMatch> Names(string question) => names.Resolve(question);

    /// <summary>The formula.</summary>
    internal static double Score(double named, double text, double concept) => 1 - ((1 - named) * (1 - (ConceptTrust * concept)) * (1 - (TextTrust * text)));

    private static RankedOrganisation Weigh(int one, double named, double text, double concept) => new(one, Score(named, text, concept), named, text, concept);

    private static IEnumerable<WeightedText> Texts(Organisation one, IReadOnlyList<string> matters) =>
        one.Aliases.Prepend(one.Name).Select(name => new WeightedText(name, NameWeight))
            .Concat(one.Keywords.Select(keyword => new WeightedText(keyword, KeywordWeight)))
            .Concat(matters.Select(matter => new WeightedText(matter, MatterWeight)))
            .Append(new WeightedText(one.Remit ?? "", RemitWeight));
}
