using System.Globalization;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Storage;

namespace Matching.Api.Snapshots;

/// <summary>Marks a route that what lies in memory may answer for a while when the store is out of reach.</summary>
internal sealed record AnswersFromMemory
{
    internal static readonly AnswersFromMemory Marker = new();
}

/// <summary>
/// Does the store answer? While it does not, what lies in memory answers where that may be, everything else is refused at once rather than
/// kept waiting, and one question a second finds out when it is back.
/// </summary>
internal sealed class StoreReach(SqlStore store, TimeProvider clock, IHttpContextAccessor context, ILogger<StoreReach> log) : IDisposable
{
    /// <summary>
    /// For how long memory answers: a database that fails over is back within half a minute. Short, because another process whose line to the
    /// store is whole may write meanwhile, and what a person takes back or erases there is not heard of here.
    /// </summary>
    internal static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(2);

    // Longer than a broken connection is tried again for, so that a break that mends is no outage.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopped = new();
    private readonly Lock turn = new();
    private Task asking = Task.CompletedTask;
    private (long Revision, DateTimeOffset At, long Ticks) last = (-1, DateTimeOffset.MinValue, long.MinValue / 2);

    /// <summary>Whether the store is known to be out of reach.</summary>
    internal bool IsOut
    {
        get
        {
            lock (turn) return !asking.IsCompleted;
        }
    }

    /// <summary>The store's revision; null when it is out of reach.</summary>
    internal async Task<long?> FindRevisionAsync(CancellationToken ct)
    {
        if (IsOut) return null;
        try
        {
            var revision = await store.FindRevisionAsync(ct).WaitAsync(Patience, ct);
            lock (turn) last = (Math.Max(revision, last.Revision), clock.GetUtcNow(), Environment.TickCount64);
            return revision;
        }
        catch (Exception failure) when (failure is TimeoutException or StoreException)
        {
            Lose();
            return null;
        }
    }

    /// <summary>Whether the store answers, or did within the last second.</summary>
    internal async Task<bool> AnswersAsync(CancellationToken ct)
    {
        lock (turn)
        {
            if (asking.IsCompleted && Environment.TickCount64 - last.Ticks < Again.TotalMilliseconds) return true;
        }
        return await FindRevisionAsync(ct) is not null;
    }

    /// <summary>What the store says; on a route that memory may answer, what lies there when the store says nothing in time.</summary>
    internal async Task<T?> AskAsync<T>(Func<Task<T?>> ask, Func<T?> memory, CancellationToken ct) where T : class
    {
        if (context.HttpContext?.GetEndpoint()?.Metadata.GetMetadata<AnswersFromMemory>() is null) return await ask();
        try
        {
            if (!IsOut) return await ask().WaitAsync(Patience, ct);
        }
        catch (Exception failure) when (failure is TimeoutException or StoreException { Fault: StoreFault.NotWritable })
        {
            Lose();
        }
        // What memory does not hold may be there all the same.
        return memory() ?? throw new ProblemException(Problem.Unavailable, Problem.Unavailable.En);
    }

    /// <summary>
    /// Whether what was read at this revision may answer for the store: nothing newer was heard of, and not long ago it was the newest. The
    /// answer says since when nothing newer is known (RFC 9111, 5.1 and 5.5).
    /// </summary>
    internal bool MayAnswer(long revision)
    {
        var (newest, at) = Last();
        var age = clock.GetUtcNow() - at;
        if (revision != newest || age > LongestHold) return false;
        if (context.HttpContext?.Response.Headers is not { } headers) return true;
        headers.Age = Math.Max(0, (long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        headers.Warning = $"111 matching \"The store is out of reach; this is as of the date\" \"{at:R}\"";
        return true;
    }

    /// <summary>The store was found to be out of reach: asks until it is back.</summary>
    internal void Lose()
    {
        lock (turn)
        {
            if (asking.IsCompleted) asking = Task.Run(AskUntilBackAsync);
        }
    }

    public void Dispose()
    {
        stopped.Cancel();
        stopped.Dispose();
    }

    private (long Revision, DateTimeOffset At) Last()
    {
        lock (turn) return (last.Revision, last.At);
    }

    private async Task AskUntilBackAsync()
    {
        log.LogError("The store is out of reach");
        while (!await IsReachableAsync()) await Task.Delay(Again, stopped.Token);
        log.LogError("The store is back");
    }

    private async Task<bool> IsReachableAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token);
        patience.CancelAfter(Patience);
        try
        {
            return await store.IsReachableAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

/// <summary>Refuses at once what would wait in vain, and notices by any request that the store is gone.</summary>
internal sealed class StoreOutage(RequestDelegate next, StoreReach reach)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (NeedsStore(context.GetEndpoint()) && !await reach.AnswersAsync(context.RequestAborted))
            throw new ProblemException(Problem.Unavailable, Problem.Unavailable.En);
        try
        {
            await next(context);
        }
        catch (StoreException failure) when (failure.Fault == StoreFault.NotWritable)
        {
            reach.Lose();
            throw;
        }
    }

    // What anyone may ask is the documentation and the health; signing in needs the store and says so by itself.
    private static bool NeedsStore(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<AnswersFromMemory>() is null && endpoint?.Metadata.GetMetadata<AccessRule>() is { IsOpen: false };
}
