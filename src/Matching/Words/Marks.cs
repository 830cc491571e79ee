using System.Globalization;
using System.Text;

namespace Matching.Words;

/// <summary>The marks on letters: what is left out most by who writes in haste or for a machine.</summary>
internal static class Marks
{
    /// <summary>The text without them: å and ä to a, ö to o, é to e.</summary>
    internal static string Off(string text) => Ascii.IsValid(text)
        ? text
        : string.Concat(text.Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark));
}
