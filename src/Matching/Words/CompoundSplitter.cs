namespace Matching.Words;

/// <summary>One part of a compound.</summary>
/// <param name="Text">The part as it stands in the word, linking letters and a hyphen behind it included.</param>
/// <param name="Word">The word that it is: without linking letters, in base form where that is known.</param>
public readonly record struct CompoundPart(string Text, string Word);

/// <summary>
/// Takes Swedish compounds apart: kompetensförsörjning → kompetens + försörjning. The cheapest reading of the whole word wins, found by
/// dynamic programming over its letters (Viterbi 1967), in time linear in the word's length.
/// </summary>
/// <remarks>
/// Every part has a cost, so that few parts win over many and a word that is known stays whole. One unknown part may stand beside known
/// ones at a cost that grows with its length; a long word in which nothing is known stays whole.
/// </remarks>
public sealed class CompoundSplitter
{
    private const char Hyphen = '-';

    private static readonly Lazy<CompoundSplitter> Own = new(() => new CompoundSplitter(new PartLexicon(SwedishWords.Read())));

    private readonly PartLexicon lexicon;

    private CompoundSplitter(PartLexicon lexicon) => this.lexicon = lexicon;

    /// <summary>The splitter that knows the project's own word list.</summary>
    public static CompoundSplitter Swedish => Own.Value;

    /// <summary>
    /// A splitter that knows the words of a corpus too, with how often each occurs. Words that this splitter takes apart already add
    /// nothing, so that a compound does not become whole by being frequent.
    /// </summary>
    public CompoundSplitter With(IEnumerable<(string Word, int Count)> corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return new CompoundSplitter(lexicon.With(corpus.Where(entry => IsNew(entry.Word))));
    }

    /// <summary>
    /// The parts of a lower-case, composed (NFC) word, in order; their texts together are the word. A word that is no compound gives
    /// itself alone. A hyphen always ends a part and belongs to it. No part of several is a word of the barred list.
    /// </summary>
    public IReadOnlyList<CompoundPart> Parts(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var parts = new List<CompoundPart>();
        for (var start = 0; start < word.Length;)
        {
            var end = PieceEnd(word, start);
            parts.AddRange(Piece(word[start..end]));
            start = end;
        }
        Particles.Join(parts);
        return parts.Count <= 1 ? [new CompoundPart(word, word)] : BarredJoined(parts);
    }

    private bool IsNew(string word) =>
        word.Length is >= PartLexicon.ShortestOfCorpus and <= PartLexicon.Longest && !BarredParts.Has(word) && Parts(word).Count == 1;

    // Behind the hyphens that follow the next letters.
    private static int PieceEnd(string word, int start)
    {
        var end = start;
        while (end < word.Length && word[end] == Hyphen) end++;
        while (end < word.Length && word[end] != Hyphen) end++;
        while (end < word.Length && word[end] == Hyphen) end++;
        return end;
    }

    private CompoundPart[] Piece(string piece)
    {
        var core = piece.Trim(Hyphen);
        if (core.Length == 0) return [new CompoundPart(piece, piece)];
        var parts = new CompoundReading(core, lexicon, isFirst: piece[^1] == Hyphen).Parts().ToArray();
        parts[0] = parts[0] with { Text = piece[..piece.IndexOf(core[0], StringComparison.Ordinal)] + parts[0].Text };
        parts[^1] = parts[^1] with { Text = parts[^1].Text + piece[piece.TrimEnd(Hyphen).Length..] };
        return parts;
    }

    private static List<CompoundPart> BarredJoined(List<CompoundPart> parts)
    {
        for (var at = parts.FindIndex(IsBarred); at >= 0 && parts.Count > 1; at = parts.FindIndex(IsBarred))
        {
            var left = Math.Min(at, parts.Count - 2);
            var text = parts[left].Text + parts[left + 1].Text;
            parts[left] = new CompoundPart(text, text.Trim(Hyphen));
            parts.RemoveAt(left + 1);
        }
        return parts;
    }

    private static bool IsBarred(CompoundPart part) => BarredParts.Has(part.Word) || BarredParts.Has(part.Text.AsSpan().Trim(Hyphen));
}
