namespace Matching.Contacts;

/// <summary>A run of a text, and how many letters it is from a name.</summary>
internal readonly record struct NearestRun(int Edits, int From, int To)
{
    /// <summary>
    /// The run from the beginning of a word to the end of one that is nearest to a name, within the first <paramref name="length"/> letters;
    /// null when none is within <paramref name="most"/> edits. A run that <paramref name="isOther"/> says is something else than the name
    /// (from its first letter to its last) is passed over. Of equals the first to end.
    /// </summary>
    internal static NearestRun? Of(string name, FoldedText text, int length, int most, Func<int, int, bool> isOther)
    {
        // One column a letter of the text; a run may begin free of charge where a word does.
        var (old, before, now) = (new Cell[name.Length + 1], new Cell[name.Length + 1], new Cell[name.Length + 1]);
        NearestRun? best = null;
        before[0] = Begin(0, new Cell(Cell.Never, 0), text, length);
        for (var k = 1; k <= name.Length; k++) before[k] = before[k - 1].Plus(1);
        for (var at = 0; at < length; at++)
        {
            now[0] = Begin(at + 1, before[0].Plus(1), text, length);
            for (var k = 1; k <= name.Length; k++)
            {
                var least = before[k - 1].Plus(name[k - 1] == text.Letters[at] ? 0 : 1);
                least = Cell.Less(least, Cell.Less(before[k].Plus(1), now[k - 1].Plus(1)));
                if (k > 1 && at > 0 && name[k - 1] == text.Letters[at - 1] && name[k - 2] == text.Letters[at]) least = Cell.Less(least, old[k - 2].Plus(1));
                now[k] = least;
            }
            var end = now[name.Length];
            if (end.Edits <= most && end.From <= at && text.EndsWord(at) && (best is null || end.Edits < best.Value.Edits) && !isOther(end.From, at))
                best = new NearestRun(end.Edits, end.From, at);
            (old, before, now) = (before, now, old);
        }
        return best;
    }

    private static Cell Begin(int at, Cell longer, FoldedText text, int length) => at < length && text.BeginsWord(at) ? new Cell(0, at) : longer;

    private readonly record struct Cell(int Edits, int From)
    {
        internal const int Never = 1 << 20;

        internal Cell Plus(int edits) => this with { Edits = Edits + edits };

        internal static Cell Less(Cell x, Cell y) => y.Edits < x.Edits ? y : x;
    }
}
