using Matching.Profiles;
using Matching.Words;

namespace Matching.Contacts;

/// <summary>
/// Which of an organisation's own texts says most of a question: a keyword, a matter of its people, a piece of its remit, or a name. Where a
/// model has read them, also which one means most of it (<see cref="OfferMeanings"/>): a piece of a remit is as near as the whole of it.
/// </summary>
internal sealed class OwnTexts
{
    // Read at a glance.
    private const int LongestPiece = 240;

    private readonly List<string> texts = [];
    private readonly int[] first;
    private readonly LexicalIndex index;
    private readonly OfferMeanings meanings;

    /// <summary>Reads the organisations; <paramref name="matters"/> are those that each one's people answer for.</summary>
    internal OwnTexts(
        IReadOnlyList<Organisation> organisations, Func<Organisation, IReadOnlyList<string>> matters, CompoundSplitter splitter, TextVectorIndex vectors)
    {
        first = new int[organisations.Count + 1];
        var meant = new List<float[]?[]>();
        for (var number = 0; number < organisations.Count; number++)
        {
            var one = organisations[number];
            IReadOnlyList<string> telling = [.. one.Keywords, .. matters(one)];
            texts.AddRange([.. telling, .. Pieces(one.Remit ?? ""), one.Name, .. one.Aliases]);
            meant.Add([.. telling.Select(vectors.Offer), vectors.Offer(one.Remit ?? "")]);
            first[number + 1] = texts.Count;
        }
        index = LexicalIndex.Build(texts, splitter);
        meanings = new OfferMeanings(meant);
    }

    /// <summary>
    /// Of each organisation that a question means, the text that is nearest and how near, in (0, 1]; <paramref name="vector"/> is what the model
    /// made of the question, null for none.
    /// </summary>
    internal IReadOnlyDictionary<int, (string Text, double Similarity)> Meant(float[]? vector) => meanings.Meet(vector)
        .GroupBy(met => met.Owner)
        .ToDictionary(met => met.Key, met => met.MaxBy(one => one.Similarity) is var best ? (texts[first[met.Key] + best.Offer], best.Similarity) : default);

    /// <summary>How near each text is to a question; what <see cref="Best"/> asks for.</summary>
    internal double[] Likenesses(string question) => index.Likenesses(question);

    /// <summary>The nearest text that shares a whole word with the question, and those words as the asker wrote them; null where none does.</summary>
    internal ContactEvidence? Best(int organisation, string question, double[] likenesses) =>
        Enumerable.Range(first[organisation], first[organisation + 1] - first[organisation])
            .Where(text => likenesses[text] > 0)
            .OrderByDescending(text => likenesses[text])
            .Select(text => new ContactEvidence(texts[text], index.MatchedWords(question, text)))
            .FirstOrDefault(evidence => evidence.Matched.Count > 0);

    /// <summary>The sentences of a text, the longer ones cut between words; a cut is marked.</summary>
    internal static IEnumerable<string> Pieces(string text)
    {
        foreach (var sentence in text.Split(". ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var rest = sentence;
            while (rest.Length > LongestPiece)
            {
                var cut = rest.LastIndexOf(' ', LongestPiece) is > 0 and var space ? space : LongestPiece;
                yield return $"{rest[..cut]}…";
                rest = rest[cut..].TrimStart();
            }
            if (rest.Length > 0) yield return rest;
        }
    }
}
