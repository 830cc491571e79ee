using System.Globalization;

namespace Matching.Ingest.Wording;

/// <summary>
/// Finds Swedish personal identity numbers and coordination numbers in text: YYMMDD-NNNN or YYYYMMDD-NNNN with a hyphen, a
/// plus, a dash, a space or nothing between, a date that exists (60 more on the day for a coordination number) and a
/// right check digit. One in ten of other numbers with such a date has it too, so what is usual for telephones is let by.
/// </summary>
public static class IdentityNumber
{
    private const int Shortest = 10;

    /// <summary>Whether such a number stands in the text.</summary>
    public static bool IsIn(ReadOnlySpan<char> text) => Find(text, 0).Length > 0;

    /// <summary>The text with <see cref="RejectMarks.IdentityNumber"/> in place of each number.</summary>
    internal static string Mask(string text)
    {
        for (var from = 0; Find(text, from) is { Length: > 0 } found; from = found.Start + RejectMarks.IdentityNumber.Length)
        {
            text = string.Concat(text.AsSpan(0, found.Start), RejectMarks.IdentityNumber, text.AsSpan(found.Start + found.Length));
        }
        return text;
    }

    private static (int Start, int Length) Find(ReadOnlySpan<char> text, int from)
    {
        while (text.Length - from >= Shortest)
        {
            var start = text[from..].IndexOfAnyInRange('0', '9');
            if (start < 0) return default;
            start += from;
            var digits = DigitsAt(text, start);
            if (Length(text[start..], digits) is > 0 and var length) return (start, length);
            from = start + digits;
        }
        return default;
    }

    private static int DigitsAt(ReadOnlySpan<char> text, int start)
    {
        var end = text[start..].IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length - start : end;
    }

    // The length of the number that begins the text with this many digits, or 0.
    private static int Length(ReadOnlySpan<char> text, int digits)
    {
        if (digits is 10 or 12)
        {
            return IsNumber(text[..(digits - 4)], text.Slice(digits - 4, 4)) && !IsTelephone(text[..digits]) ? digits : 0;
        }
        if (digits is not (6 or 8) || text.Length < digits + 5 || text[digits] is not ('-' or '+' or ' ' or '\u2010' or '\u2011' or '\u2013' or '\u2212' or '\u00A0'))
        {
            return 0;
        }
        if (DigitsAt(text, digits + 1) != 4) return 0;
        if (text[digits] is ' ' or '\u00A0' && IsTelephone(text[..digits])) return 0;
        return IsNumber(text[..digits], text.Slice(digits + 1, 4)) ? digits + 5 : 0;
    }

    // Mobile numbers begin with 07. People born in 2007 are hardly at work, and with a hyphen theirs are found all the same.
    private static bool IsTelephone(ReadOnlySpan<char> digits) =>
        digits.Length is 10 or 6 && digits.StartsWith("07", StringComparison.Ordinal);

    private static bool IsNumber(ReadOnlySpan<char> date, ReadOnlySpan<char> serial)
    {
        if (date.Length == 8 && date[..2] is not ("18" or "19" or "20")) return false;
        return HasDate(date) && HasCheckDigit(date[^6..], serial);
    }

    private static bool HasDate(ReadOnlySpan<char> date)
    {
        var year = int.Parse(date[..^4], NumberStyles.None, CultureInfo.InvariantCulture);
        var month = Two(date[^4..]);
        var day = Two(date[^2..]) is > 60 and var moved ? moved - 60 : Two(date[^2..]);

        // Of two digits the century is unknown; 2000 has every day that any year has.
        if (date.Length == 6) year = year % 4 == 0 ? 2000 : 1900 + year;
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static int Two(ReadOnlySpan<char> digits) => ((digits[0] - '0') * 10) + digits[1] - '0';

    private static bool HasCheckDigit(ReadOnlySpan<char> date, ReadOnlySpan<char> serial)
    {
        var sum = 0;
        for (var i = 0; i < 10; i++)
        {
            var digit = (i < 6 ? date[i] : serial[i - 6]) - '0';
            sum += i % 2 == 0 ? (digit * 2 / 10) + (digit * 2 % 10) : digit;
        }
        return sum % 10 == 0;
    }
}
