using System.Globalization;
using System.Text;

namespace Matching.Words;

/// <summary>A text composed for reading, which still knows where each of its letters stood in the text as it was written.</summary>
internal sealed class ComposedText
{
    // Place in the written text of each composed letter, and of the end; null when nothing moved.
    private readonly int[]? places;

    internal ComposedText(string written)
    {
        Text = Tokens.Composed(written);
        if (!string.Equals(Text, written, StringComparison.Ordinal)) (Text, places) = Traced(written);
    }

    internal string Text { get; }

    /// <summary>The stretch of the written text that a stretch of the composed text came from.</summary>
    internal (int Start, int Length) Written(int start, int length) =>
        places is null ? (start, length) : (places[start], places[start + length] - places[start]);

    // Composition never joins letters of two text elements, so that each can be composed alone (Unicode Standard Annex 29, section 3).
    private static (string Text, int[] Places) Traced(string written)
    {
        var text = new StringBuilder(written.Length);
        var places = new List<int>(written.Length + 1);
        for (var at = 0; at < written.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(written, at);
            var composed = Tokens.Composed(written.Substring(at, length));
            text.Append(composed);
            for (var k = 0; k < composed.Length; k++) places.Add(at + Math.Min(k, length - 1));
            at += length;
        }
        places.Add(written.Length);
        return (text.ToString(), [.. places]);
    }
}
