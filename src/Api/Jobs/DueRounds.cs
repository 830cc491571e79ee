using Matching.Api.Rounds;
using Matching.Api.Snapshots;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Storage;

namespace Matching.Api.Jobs;

/// <summary>
/// Draws each hub's round of the week that has begun, once, whichever processes look for it: a draft, as a host's own request draws it. One that a
/// host has drawn stands.
/// </summary>
internal sealed class DueRounds(SqlStore store, HubMoments moments, TimeProvider clock, Worker worker, ILogger<DueRounds> log)
{
    // Before anybody is at work, after the hour that a change to summer time leaves out, and a week's meetings are all in.
    private static readonly TimeSpan Early = TimeSpan.FromHours(4);

    /// <summary>The week whose round of the hub should be there at <paramref name="now"/>; null from Monday's midnight to four in the hub's own time.</summary>
    internal static IsoWeek? Due(Hub hub, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(hub.TimeZone)).DateTime;
        var week = IsoWeek.Of(DateOnly.FromDateTime(local));
        return local >= week.Start.ToDateTime(TimeOnly.MinValue) + Early ? week : null;
    }

    /// <summary>Draws what is due and nobody else is at.</summary>
    internal async Task DrawAsync(CancellationToken ct)
    {
        try
        {
            for (PageRequest? page = new() { Limit = PageRequest.LargestLimit }; page is not null;)
            {
                var hubs = (await store.ListHubsAsync(page, ct)).Items;
                foreach (var hub in hubs) await DrawAsync(hub, ct);
                page = hubs.Count < page.Limit ? null : page with { After = hubs[^1].Id };
            }
        }
        catch (StoreException failure)
        {
            log.LogError("The rounds that are due were not all looked for: {Fault}", failure.Fault);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The next look finds what is left.
        }
    }

    private async Task DrawAsync(Hub hub, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (Due(hub, now) is not { } week) return;
        if (await store.ClaimRunAsync(hub.Id, week, worker.Name, now, worker.Lease, ct) is not { } lease) return;
        try
        {
            var round = await WhileHeldAsync(lease, held => ComputeAsync(lease, held), ct);
            var outcome = await store.SaveRunAsync(lease, round, Entry(hub), ct);
            log.LogInformation("The round of {Hub} in {Week}: {Outcome}", hub.Id, week, outcome);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // This process ends, and another need not wait for it.
            await store.ReleaseRunAsync(lease, clock.GetUtcNow(), CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            log.LogWarning("The round of {Hub} in {Week} was taken over by another process", hub.Id, week);
        }
        catch (Exception failure)
        {
            // Whatever it is, it must not hold up the other hubs; its own text may name somebody.
            log.LogError("The round of {Hub} in {Week} was not drawn: {Failure}", hub.Id, week, failure.GetType().Name);
            await store.ReleaseRunAsync(lease, clock.GetUtcNow() + Worker.Pause(lease.Epoch), ct);
        }
    }

    private Task<StoredRound> ComputeAsync(RunLease lease, CancellationToken ct) =>
        RoundEndpoints.ComputeAsync(moments, lease.Hub, lease.Week, RoundEndpoints.WholeSecond(clock.GetUtcNow()), new RoundOptions(), ct);

    private AuditEntry Entry(Hub hub) => new(clock.GetUtcNow(), "jobs", "POST /hubs/{hub}/rounds", null, hub.Id);

    // A large hub may take longer than a lease.
    private async Task<T> WhileHeldAsync<T>(RunLease lease, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewAsync(lease, held);
        try
        {
            return await work(held.Token);
        }
        finally
        {
            await held.CancelAsync();
            await renewing;
        }
    }

    private async Task RenewAsync(RunLease lease, CancellationTokenSource held)
    {
        try
        {
            do await Task.Delay(worker.Lease / 3, clock, held.Token);
            while (await store.RenewRunAsync(lease, clock.GetUtcNow() + worker.Lease, held.Token));
            await held.CancelAsync();
        }
        catch (Exception failure) when (failure is OperationCanceledException or StoreException)
        {
            // The work has ended; or the store is out of reach, and will say at the end whether the lease was kept.
        }
    }
}
