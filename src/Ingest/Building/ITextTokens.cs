using Microsoft.ML.Tokenizers;

namespace Matching.Ingest.Building;

/// <summary>Takes a text apart into the numbers that a model was trained on.</summary>
internal interface ITextTokens
{
    /// <summary>The number that fills a batch up; the model is told to pass over it.</summary>
    int Padding { get; }

    /// <summary>What the model was trained to see before needs and offers.</summary>
    (string Need, string Offer) Prefixes { get; }

    /// <summary>The numbers of a text with its begin and its end, cut to <paramref name="most"/> in all.</summary>
    int[] Encode(string text, int most);
}

/// <summary>
/// The tokens of XLM-RoBERTa, which multilingual E5 was trained on: SentencePiece, whose numbers are shifted by one since the fairseq
/// library that trained it put its own words first (&lt;s&gt; 0, &lt;pad&gt; 1, &lt;/s&gt; 2, &lt;unk&gt; 3).
/// </summary>
internal sealed class SentencePieceTokens(SentencePieceTokenizer pieces) : ITextTokens
{
    private const int Begin = 0, End = 2, Unknown = 3, Shift = 1;

    public int Padding => 1;

    // Wang et al. 2024, "Multilingual E5 Text Embeddings", §3.
    public (string Need, string Offer) Prefixes => ("query: ", "passage: ");

    internal static SentencePieceTokens Read(Stream model) =>
        new(SentencePieceTokenizer.Create(model, addBeginningOfSentence: false, addEndOfSentence: false));

    public int[] Encode(string text, int most)
    {
        var ids = pieces.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false);
        return [Begin, .. ids.Take(most - 2).Select(id => id == pieces.UnknownId ? Unknown : id + Shift), End];
    }
}

/// <summary>The tokens of a BERT that tells capitals and å, ä, ö apart, as the Swedish ones of the National Library do.</summary>
internal sealed class WordPieceTokens(BertTokenizer pieces) : ITextTokens
{
    public int Padding => pieces.PaddingTokenId;

    public (string Need, string Offer) Prefixes => ("", "");

    internal static WordPieceTokens Read(Stream vocabulary) =>
        new(BertTokenizer.Create(vocabulary, new BertOptions { LowerCaseBeforeTokenization = false, RemoveNonSpacingMarks = false }));

    public int[] Encode(string text, int most)
    {
        var ids = pieces.EncodeToIds(text, addSpecialTokens: false);
        return [pieces.ClassificationTokenId, .. ids.Take(most - 2), pieces.SeparatorTokenId];
    }
}
