using System.Globalization;

namespace Matching.Ingest.Reading;

/// <summary>What readers say of rows that cannot be used.</summary>
internal static class RowFaults
{
    internal const string Unclosed =
        "a quotation mark (\") opens this cell and is never closed. Close it, or write \"\" for a quotation mark inside the text. "
        + "The lines after this one were read as rows of their own";

    internal const string AfterQuote =
        "text follows the closing quotation mark (\"). Put the whole cell in quotation marks and write \"\" for one inside the text";

    internal static string RecordTooLong(long bytes) => Say(
        $"the row is {bytes:N0} bytes long, and no row may be longer than {ReadingLimits.RecordBytes:N0}. Shorten the text, or close its quotation mark");

    internal const string HalfCharacter = "the row has an escape (\\u…) that is half a character. Write the character itself";

    internal static string LineTooLong =>
        Say($"the line is longer than {ReadingLimits.RecordBytes:N0} bytes, and no row may be. Shorten its texts");

    internal static string TooLong(int characters) => Say(
        $"the cell has {characters:N0} characters, and at most {ReadingLimits.CellCharacters:N0} are kept. Shorten it");

    internal static string Nul(int at) => Say($"a NUL character stands at character {at}. Write the cell anew without it");

    internal static string CellCount(int cells, int columns) => cells < columns
        ? Say($"the row has {cells} cells and the header has {columns}. Write an empty cell for each that is missing; has a line break split the row?")
        : Say($"the row has {cells} cells and the header has {columns}. Put a cell that contains the separator in quotation marks");

    internal static string BadByte(string place, byte value, int at, string guess) => Say(
        $"byte {at} of the {place} (0x{value:X2}) is not UTF-8; it would be '{guess}' in Windows-1252. Save the file as CSV UTF-8, or correct the letter");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
