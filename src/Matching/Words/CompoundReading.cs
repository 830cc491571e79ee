namespace Matching.Words;

/// <summary>The cheapest way to read one word without hyphens as a row of parts, of which at most one is unknown.</summary>
/// <param name="word">The word.</param>
/// <param name="lexicon">What is known.</param>
/// <param name="isFirst">Whether more of the compound follows behind a hyphen, so that the last part may have linking letters too.</param>
internal sealed class CompoundReading(string word, PartLexicon lexicon, bool isFirst)
{
    private const int ShortestStem = 3;

    // By place in the word and by whether the unknown part is used up.
    private readonly Step?[] known = new Step?[word.Length + 1];
    private readonly Step?[] withUnknown = new Step?[word.Length + 1];
    private readonly int? seam = lexicon.Seam(word);

    /// <summary>The parts in order; the word alone when no reading in parts is cheaper than an unknown word of its length.</summary>
    internal IReadOnlyList<CompoundPart> Parts() => Best() is { } last ? Walk(last) : [new CompoundPart(word, word)];

    /// <summary>What the cheapest reading costs.</summary>
    internal double Cost() => Best()?.Cost ?? UnknownPart.Cost(word.Length);

    private Step? Best()
    {
        known[0] = new Step(0, "", 0, false);
        for (var end = PartLexicon.Shortest; end <= word.Length; end++)
        {
            if (seam is not null && end != seam && end != word.Length) continue;
            for (var start = Math.Max(0, end - PartLexicon.Longest); start <= end - PartLexicon.Shortest; start++) Extend(start, end);
        }
        var (plain, mixed) = (known[word.Length], withUnknown[word.Length]);
        var best = Cost(plain) <= Cost(mixed) ? plain : mixed;
        return Cost(best) < UnknownPart.Cost(word.Length) ? best : null;
    }

    private static double Cost(Step? step) => step?.Cost ?? double.PositiveInfinity;

    private void Extend(int start, int end)
    {
        if (known[start] is null && withUnknown[start] is null) return;
        if (end == word.Length && start > 0 && start != seam && DerivedEnding.IsCut(word, start)) return;
        var text = word.AsSpan(start, end - start);
        if (Reading(text, end) is { } reading)
        {
            if (text.Length == word.Length && seam is not null) return;
            Keep(known, end, start, known[start], reading, false);
            Keep(withUnknown, end, start, withUnknown[start], reading, false);
        }
        else if (known[start] is not null && IsPlausible(start, end))
        {
            Keep(withUnknown, end, start, known[start], new PartReading(text.ToString(), UnknownPart.Cost(text.Length)), true);
        }
    }

    // An unknown last part must be more than an ending with a letter or two before it (facil-itering, medl-emskap).
    private bool IsPlausible(int start, int end)
    {
        var isLast = end == word.Length;
        return UnknownPart.IsPlausible(word.AsSpan(start, end - start), isLast) && !(isLast && DerivedEnding.IsCut(word, start + ShortestStem));
    }

    private PartReading? Reading(ReadOnlySpan<char> text, int end)
    {
        if (end < word.Length) return lexicon.First(text, word[end]);
        return lexicon.Last(text) ?? (isFirst ? lexicon.First(text, '-') : null);
    }

    private static void Keep(Step?[] steps, int end, int start, Step? before, PartReading reading, bool isUnknown)
    {
        if (before is not { } from) return;
        var cost = from.Cost + reading.Cost;
        // Of equal costs the longer first part stays: it was found earlier.
        if (cost < Cost(steps[end])) steps[end] = new Step(start, reading.Word, cost, isUnknown);
    }

    private List<CompoundPart> Walk(Step last)
    {
        var parts = new List<CompoundPart>();
        var inKnown = last == known[word.Length];
        for (var (end, step) = (word.Length, last); end > 0;)
        {
            parts.Add(new CompoundPart(word[step.Start..end], step.Word));
            inKnown |= step.IsUnknown;
            end = step.Start;
            step = (inKnown ? known : withUnknown)[end] ?? default;
        }
        parts.Reverse();
        return parts;
    }

    private readonly record struct Step(int Start, string Word, double Cost, bool IsUnknown);
}
