using System.Reflection;

namespace Matching.Words;

/// <summary>
/// The matters of the public sector in the words that people use for them, Swedish and English, with the authorities that answer for each.
/// It carries a question to an authority where the two share no word: anbudsförfrågan to upphandling, växa to bostadsbrist.
/// </summary>
/// <remarks>The standard list is the project's own file <c>concepts.csv</c>, made to be edited; a host adds a file of her own by <see cref="With"/>.</remarks>
public sealed class ConceptList
{
    private static readonly Lazy<ConceptList> LazyStandard = new(ReadStandard);

    private readonly Dictionary<string, Concept> byId;
    private readonly ConceptIndex index;
    private readonly JoinedTerms joined;
    private readonly CompoundSplitter? splitter;

    private ConceptList(IReadOnlyList<Concept> concepts, CompoundSplitter? splitter)
    {
        Concepts = concepts;
        this.splitter = splitter;
        byId = concepts.ToDictionary(concept => concept.Id, StringComparer.Ordinal);
        index = new ConceptIndex(concepts);
        joined = new JoinedTerms(concepts);
    }

    private ConceptList(ConceptList other, CompoundSplitter? splitter) =>
        (Concepts, byId, index, joined, this.splitter) = (other.Concepts, other.byId, other.index, other.joined, splitter);

    /// <summary>The project's own list.</summary>
    public static ConceptList Standard => LazyStandard.Value;

    /// <summary>Every concept, in the order of the ids.</summary>
    public IReadOnlyList<Concept> Concepts { get; }

    /// <summary>
    /// Reads a list: a header row <c>id;sv;en;sv_terms;en_terms;broader;owner;authorities;note</c>, one concept a line, lists by <c>|</c>.
    /// A broader concept may stand in the list that this one will be added to.
    /// </summary>
    /// <exception cref="FormatException">The file is not so; the message names line and column and says what would be right.</exception>
    public static ConceptList Read(TextReader file) => new(Sorted(ConceptFile.Read(file)), null);

    /// <summary>
    /// This list and a host's own. A concept that both have is extended: names and broader concept are the host's, and her terms, owners and
    /// authorities come before those of this list. Compounds are read as this list reads them.
    /// </summary>
    /// <exception cref="FormatException">A concept's broader concept is in neither list, or is below it.</exception>
    public ConceptList With(ConceptList hostsOwn)
    {
        var kept = Concepts.Where(concept => hostsOwn.Find(concept.Id) is null);
        var both = new ConceptList(Sorted(kept.Concat(hostsOwn.Concepts.Select(own => Find(own.Id) is { } known ? Extended(known, own) : own))), splitter);
        foreach (var concept in both.Concepts) both.CheckBroader(concept);
        return both;
    }

    /// <summary>The same list, which also finds a term at the beginning or the end of a compound as <paramref name="splitter"/> reads it.</summary>
    public ConceptList Splitting(CompoundSplitter splitter) => new(this, splitter);

    /// <summary>The concept with this id, or null.</summary>
    public Concept? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>
    /// Where the text speaks of which concepts, in its order: the longest terms from the left. Mentions do not overlap, but a term of two
    /// concepts mentions both in one place. Takes time linear in the text's length.
    /// </summary>
    public IReadOnlyList<ConceptMention> MentionsIn(string text)
    {
        var composed = new ComposedText(text);
        var words = Tokens.Placed(composed.Text).ToList();
        var mentions = new List<ConceptMention>();
        for (var at = 0; at < words.Count;)
        {
            var (concepts, length) = index.Longest(composed.Text, words, at);
            var found = length > 0 ? [(concepts, words[at].Start, words[at + length - 1].End)] : Within(words[at]);
            foreach (var (meant, start, end) in found)
            {
                var (place, extent) = composed.Written(start, end - start);
                mentions.AddRange(meant.Select(concept => new ConceptMention(concept, text.Substring(place, extent), place, extent)));
            }
            at += Math.Max(1, length);
        }
        return mentions;
    }

    // A word that is no term itself may be terms written together, or a compound that begins or ends with one.
    private IEnumerable<(IReadOnlyList<Concept> Concepts, int Start, int End)> Within(PlacedToken placed)
    {
        var word = placed.Token.Word;
        var inside = joined.Cover(word);
        if (inside.Count == 0 && splitter is not null) inside = CompoundEnds.Of(word, splitter.Parts(word.ToLowerInvariant()), index.Word);
        return inside.Select(found => (found.Concepts, placed.Start + found.Start, placed.Start + found.Start + found.Length));
    }

    private void CheckBroader(Concept concept)
    {
        var steps = 0;
        for (var at = concept; at.Broader is { } broader; at = byId[broader])
        {
            if (!byId.ContainsKey(broader))
                throw new FormatException($"Concept '{at.Id}', column broader: no list has '{broader}'; write the id of a concept, or leave the cell empty.");
            if (++steps > byId.Count)
                throw new FormatException($"Concept '{concept.Id}', column broader: the broader concepts lead round in a circle; leave the cell empty in one of them.");
        }
    }

    private static Concept Extended(Concept known, Concept own) => own with
    {
        SwedishTerms = [.. own.SwedishTerms.Union(known.SwedishTerms, StringComparer.Ordinal)],
        EnglishTerms = [.. own.EnglishTerms.Union(known.EnglishTerms, StringComparer.Ordinal)],
        Owners = [.. own.Owners.Union(known.Owners, StringComparer.Ordinal)],
        Authorities = [.. own.Authorities.Union(known.Authorities, StringComparer.Ordinal)],
    };

    private static Concept[] Sorted(IEnumerable<Concept> concepts) => [.. concepts.OrderBy(concept => concept.Id, StringComparer.Ordinal)];

    private static ConceptList ReadStandard()
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("concepts.csv")!);
        return Read(file);
    }
}
