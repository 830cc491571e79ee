using System.Globalization;
using System.Text;

namespace Matching.Contacts;

/// <summary>
/// A text as names are compared in it: letters and digits alone, lower-case, without accents (å and ä are a, ö is o), with the place of each
/// in the text and where words begin and end. Spaces are gone, since they are what is misplaced most.
/// </summary>
internal sealed class FoldedText
{
    private readonly bool[] begins;
    private readonly bool[] ends;

    internal FoldedText(string text)
    {
        var letters = new StringBuilder();
        var places = new List<int>();
        var (firsts, lasts) = (new List<bool>(), new List<bool>());
        var inside = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsLetterOrDigit(text[at]))
            {
                firsts.Add(!inside);
                lasts.Add(false);
                places.Add(at);
                letters.Append(Fold(text[at]));
                inside = true;
            }
            else if (inside && !IsWithinWord(text[at]))
            {
                lasts[^1] = true;
                inside = false;
            }
        }
        if (inside) lasts[^1] = true;
        (Letters, Places, begins, ends) = (letters.ToString(), [.. places], [.. firsts], [.. lasts]);
    }

    internal string Letters { get; }

    /// <summary>Where each letter stands in the text.</summary>
    internal IReadOnlyList<int> Places { get; }

    internal bool BeginsWord(int at) => begins[at];

    internal bool EndsWord(int at) => ends[at];

    /// <summary>The letters of a name alone.</summary>
    internal static string Of(string name) => new FoldedText(name).Letters;

    // An accent of its own (NFD), or a soft hyphen.
    private static bool IsWithinWord(char sign) => char.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;

    // One letter for one, so that places stay: the base of the decomposed letter (ø and ß have none and stay).
    private static char Fold(char letter)
    {
        var lower = char.ToLowerInvariant(letter);
        if (lower < 128) return lower;
        if (char.IsSurrogate(lower)) return lower;
        var first = lower.ToString().Normalize(NormalizationForm.FormD)[0];
        return CharUnicodeInfo.GetUnicodeCategory(first) == UnicodeCategory.NonSpacingMark ? lower : first;
    }
}
