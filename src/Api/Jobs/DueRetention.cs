using Matching.Storage;

namespace Matching.Api.Jobs;

/// <summary>Lets go of what is past its time. Any number of processes may look at once: what one has deleted, another finds gone.</summary>
internal sealed class DueRetention(SqlStore store, TimeProvider clock, ILogger<DueRetention> log)
{
    /// <summary>How often it is looked; what is kept is counted in months.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <summary>Deletes what is old now.</summary>
    internal async Task RetainAsync(CancellationToken ct)
    {
        try
        {
            var gone = await store.RetainAsync(clock.GetUtcNow(), ct);
            if (gone.IsAny) log.LogInformation("Past their time: {CheckIns} days at a hub, {Introductions} introductions", gone.CheckIns, gone.Introductions);
        }
        catch (StoreException failure)
        {
            log.LogError("What is past its time is still there, until the next look: {Fault}", failure.Fault);
        }
    }
}
