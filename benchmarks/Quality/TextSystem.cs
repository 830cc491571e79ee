using Matching.Words;

namespace Matching.Benchmarks.Quality;

/// <summary>A way to score all of some texts for a question.</summary>
/// <param name="Name">As it is printed.</param>
/// <param name="Build">Reads the texts; what it gives scores each of them for a question, for ranking.</param>
/// <param name="BuildLikeness">The same, comparable between questions where the system has such a measure.</param>
internal sealed record TextSystem(string Name, Func<IReadOnlyList<string>, Func<string, double[]>> Build, Func<IReadOnlyList<string>, Func<string, double[]>> BuildLikeness)
{
    private const int GramLength = 4;

    /// <summary>The product, its ablation and plain BM25 on three kinds of terms.</summary>
    internal static IReadOnlyList<TextSystem> All { get; } =
    [
        Plain("bm25 words", Words),
        Plain("bm25 stems", text => Tokens.Of(text).Select(token => token.Stem)),
        Plain("bm25 4-grams", Grams),
        Indexed("fused without compounds", null),
        Indexed(QualityRow.Product, CompoundSplitter.Swedish),
    ];

    private static TextSystem Plain(string name, Func<string, IEnumerable<string>> terms)
    {
        Func<string, double[]> Build(IReadOnlyList<string> texts) => new PlainBm25(texts, terms).Scores;
        return new TextSystem(name, Build, Build);
    }

    private static TextSystem Indexed(string name, CompoundSplitter? splitter) =>
        new(name, texts => LexicalIndex.Build(texts, splitter).Scores, texts => LexicalIndex.Build(texts, splitter).Likenesses);

    private static IEnumerable<string> Words(string text) =>
        new string([.. text.ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Grams(string text) =>
        Words(text).SelectMany(word => Enumerable.Range(0, Math.Max(1, word.Length - GramLength + 1)).Select(at => word[at..Math.Min(word.Length, at + GramLength)]));
}
