using System.Globalization;

namespace Matching.Ingest.Checking;

/// <summary>Reads times by ISO 8601 and dates. Each method returns what is wrong, to stand after the text itself, or null.</summary>
internal static class Moments
{
    internal const string TimeAdvice = "Write date, time and offset as text, as in 2026-11-24T09:00:00+01:00";
    internal const string DateAdvice = "Write year, month and day, as in 2026-11-24";

    // Before and after these years lies only what a program wrote for "no time".
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    /// <summary>A time with an offset: <c>2026-11-24T09:00:00+01:00</c>, <c>2026-11-24T08:00Z</c>, with a fraction or not.</summary>
    internal static string? ReadTime(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (!TryDigits(text, out var date) || text.Length < 11 || text[10] is not ('T' or 't' or ' ')) return Wrong(text);
        if (ReadDate(text[..10], out var day) is { } reason) return reason;
        var rest = text[11..];
        if (!TryClock(ref rest, out var clock)) return "is no time. " + TimeAdvice;
        if (rest.IsEmpty) return "has no offset from UTC. " + TimeAdvice;
        if (!TryOffset(rest, out var offset)) return "has no offset that exists. " + TimeAdvice;
        time = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue).Add(clock), offset);
        return null;
    }

    /// <summary>A date: <c>2026-11-24</c>.</summary>
    internal static string? ReadDate(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        if (!TryDigits(text, out var parts)) return "is no date. " + DateAdvice;
        if (text.Length > 10) return "is more than a date. " + DateAdvice;
        if (parts.Month is < 1 or > 12 || parts.Year < 1 || parts.Day < 1 || parts.Day > DateTime.DaysInMonth(parts.Year, parts.Month))
        {
            return "is a day that does not exist. Write one that does";
        }
        if (parts.Year is < FirstYear or > LastYear) return CheckedRow.Say($"is out of range. Write a year from {FirstYear} to {LastYear}");
        date = new DateOnly(parts.Year, parts.Month, parts.Day);
        return null;
    }

    private static string Wrong(ReadOnlySpan<char> text) =>
        text.Length == 10 && TryDigits(text, out _) ? "has no time of day. " + TimeAdvice : "is no time. " + TimeAdvice;

    private static bool TryDigits(ReadOnlySpan<char> text, out (int Year, int Month, int Day) date)
    {
        date = default;
        return text.Length >= 10 && text[4] == '-' && text[7] == '-'
            && TryNumber(text[..4], out date.Year) && TryNumber(text.Slice(5, 2), out date.Month) && TryNumber(text.Slice(8, 2), out date.Day);
    }

    // hh:mm, hh:mm:ss or hh:mm:ss.fffffff; what follows stays in the text.
    private static bool TryClock(ref ReadOnlySpan<char> text, out TimeSpan clock)
    {
        clock = default;
        if (text.Length < 5 || text[2] != ':' || !TryNumber(text[..2], out var hour) || !TryNumber(text.Slice(3, 2), out var minute))
        {
            return false;
        }
        text = text[5..];
        var second = 0;
        if (text is [':', ..])
        {
            if (text.Length < 3 || !TryNumber(text.Slice(1, 2), out second)) return false;
            text = text[3..];
        }
        if (hour > 23 || minute > 59 || second > 59) return false;
        if (!TryFraction(ref text, out var ticks)) return false;
        clock = new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(ticks);
        return true;
    }

    // Digits beyond the seventh are finer than the clock and fall away.
    private static bool TryFraction(ref ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text is not ['.' or ',', ..]) return true;
        text = text[1..];
        var digits = text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
        if (digits is 0 or > 12) return false;
        for (var i = 0; i < 7; i++) ticks = (ticks * 10) + (i < digits ? text[i] - '0' : 0);
        text = text[digits..];
        return true;
    }

    // Z, +hh:mm, +hhmm or +hh, within the 14 hours that exist.
    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is ['Z' or 'z']) return true;
        if (text.Length is not (3 or 5 or 6) || text[0] is not ('+' or '-' or '\u2212') || text.Length == 6 && text[3] != ':') return false;
        var minute = 0;
        if (!TryNumber(text.Slice(1, 2), out var hour) || text.Length > 3 && !TryNumber(text[^2..], out minute)) return false;
        if (minute > 59 || hour * 60 + minute > 14 * 60) return false;
        offset = new TimeSpan(hour, minute, 0);
        if (text[0] != '+') offset = -offset;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
