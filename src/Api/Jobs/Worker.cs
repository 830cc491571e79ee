namespace Matching.Api.Jobs;

/// <summary>One process among those that share a store: its name, unlike any other's, and how long what it takes is its own.</summary>
internal sealed record Worker(TimeSpan Lease)
{
    // A long outage is met by a try an hour.
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);

    internal string Name { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    /// <summary>How long to wait after the <paramref name="failures"/>th failure, from 1: half a minute, and twice as long each time up to an hour.</summary>
    internal static TimeSpan Pause(long failures) =>
        failures > 7 ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << (int)(failures - 1)));
}
