using System.Buffers;
using System.Globalization;
using System.Text;

namespace Matching.Ingest.Wording;

/// <summary>Text from a file inside a message: short, in quotation marks, and nothing that a terminal would obey.</summary>
internal static class Quotes
{
    private const int Longest = 60;
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_./:;,+@()|#åäöÅÄÖéÉ");

    /// <summary>The text as <c>'…'</c>, without personal identity numbers.</summary>
    internal static string Of(string text)
    {
        text = IdentityNumber.Mask(text);
        if (text.Length > Longest) text = text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)] + "…";
        return "'" + Clean(text) + "'";
    }

    /// <summary>The text with control and formatting characters written as <c>U+001B</c>.</summary>
    internal static string Clean(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(Plain) < 0) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                clean.Append(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
            }
            else
            {
                clean.Append(rune.ToString());
            }
        }
        return clean.ToString();
    }
}
