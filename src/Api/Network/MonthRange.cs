using System.Globalization;
using Matching.Api.Conventions;
using Matching.Profiles;

namespace Matching.Api.Network;

/// <summary>The months of a report, each ending by the hub's own clock.</summary>
internal sealed class MonthRange
{
    private const int Most = 36;
    private const int Default = 6;
    private const int FirstYear = 2000;

    private readonly TimeZoneInfo zone;
    private readonly DateTimeOffset now;

    private MonthRange(DateOnly from, DateOnly to, TimeZoneInfo zone, DateTimeOffset now)
    {
        (From, To) = (from, to);
        this.zone = zone;
        this.now = now;
    }

    /// <summary>The first day of the first month.</summary>
    internal DateOnly From { get; }

    /// <summary>The first day of the last month.</summary>
    internal DateOnly To { get; }

    internal IEnumerable<DateOnly> All
    {
        get
        {
            for (var month = From; month <= To; month = month.AddMonths(1)) yield return month;
        }
    }

    /// <summary>
    /// Reads a range. A month that has begun may be asked for, and ends now; with <paramref name="wholeMonths"/> only one that is over,
    /// since two states of one month, a day apart, could be subtracted into a person.
    /// </summary>
    internal static MonthRange Of(string? from, string? to, Hub hub, DateTimeOffset now, bool wholeMonths)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(hub.TimeZone, out var zone))
            throw ProblemException.Conflict($"The hub '{hub.Id}' has the time zone '{hub.TimeZone}', which this machine does not know. Correct the hub.");
        // Whole seconds: a moment that can be written down and given again.
        var second = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(second, zone).DateTime);
        var latest = FirstOf(today).AddMonths(wholeMonths ? -1 : 0);
        var last = to is null ? latest : Read("to", to, latest);
        var first = from is null ? last.AddMonths(1 - Default) : Read("from", from, latest);
        if (first > last) throw ProblemException.BadField("from", "from comes after to.");
        if (first < last.AddMonths(1 - Most)) throw ProblemException.BadField("from", $"A report holds at most {Most} months.");
        return new MonthRange(first, last, zone, second);
    }

    /// <summary>The last second of a month in the hub's time zone, or now.</summary>
    internal DateTimeOffset End(DateOnly month)
    {
        var local = month.AddMonths(1).ToDateTime(TimeOnly.MinValue).AddSeconds(-1);
        var end = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        return end < now ? end : now;
    }

    /// <summary>The day of <see cref="End"/> in the hub.</summary>
    internal DateOnly LastDay(DateOnly month) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(End(month), zone).DateTime);

    private static DateOnly Read(string field, string text, DateOnly latest)
    {
        if (!DateOnly.TryParseExact(text, ["yyyy-MM", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year < FirstYear)
            throw ProblemException.BadField(field, $"{field} is a month, written as 2026-11, or a day in it, from the year {FirstYear}.");
        var month = FirstOf(day);
        return month <= latest
            ? month
            : throw ProblemException.BadField(field, string.Create(CultureInfo.InvariantCulture, $"{field} is {latest:yyyy-MM} at the latest; what comes after has not happened, or is not over."));
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);
}
