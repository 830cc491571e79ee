using Matching.Storage;

namespace Matching.Api.Snapshots;

/// <summary>
/// Hears of writes by whatever process and lets go of the snapshots that they made old. No answer rests on it: each asks for the
/// store's revision itself.
/// </summary>
internal sealed class SnapshotFollower(SqlStore store, HubMoments moments) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var revision in store.FollowRevisionAsync(stoppingToken)) moments.Forget(revision);
    }
}
