using System.Collections.Concurrent;
using System.Diagnostics;
using Matching.Api.Conventions;
using Matching.Profiles;
using Matching.Storage;
using Matching.Words;

namespace Matching.Api.Snapshots;

/// <summary>
/// Hubs in memory. One is read from the store again when the store's records have changed since, so that whoever has written reads her
/// own word; without a change it serves for a quarter of an hour, in which no tie fades that anyone could see. While the store is out of
/// reach, what was its last word serves a little longer (<see cref="StoreReach"/>).
/// </summary>
internal sealed class HubMoments(SqlStore store, StoreReach reach, CompoundSplitter splitter, Meanings meanings, MatchingMetrics metrics)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    // A large hub takes some ten megabytes.
    private const int MostKept = 32;

    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);

    /// <summary>How many hubs lie in memory.</summary>
    internal int Count => kept.Count;

    /// <summary>A hub as it is now, or a little before.</summary>
    internal async Task<PresentHub> NowAsync(string hub, DateTimeOffset now, CancellationToken ct)
    {
        if (await reach.FindRevisionAsync(ct) is not { } revision) return Held(hub) ?? throw OutOfReach();
        var one = kept.AddOrUpdate(hub, _ => new Kept(revision, now, Load), (_, old) => old.Serves(revision, now) ? old : new Kept(revision, now, Load));
        if (kept.Count > MostKept) kept.TryRemove(kept.MinBy(entry => entry.Value.AsOf));
        try
        {
            // Who is first loads for all who wait; a caller who goes away takes nobody's answer along.
            return await one.Moment.Value.WaitAsync(ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            kept.TryRemove(new KeyValuePair<string, Kept>(hub, one));
            throw;
        }

        Task<PresentHub> Load() => LoadAsync(hub, now);
    }

    /// <summary>A hub as it was, or will be, at a moment that somebody names; read from the store each time.</summary>
    internal async Task<HubMoment> AtAsync(string hub, DateTimeOffset asOf, CancellationToken ct)
    {
        if (reach.IsOut) throw OutOfReach();
        var records = Checked(hub, await store.LoadHubAsync(hub, asOf, ct));
        return new HubMoment(records, asOf, splitter, await MeantAsync(records, ct));
    }

    /// <summary>A hub as the store last had it, to answer while that is out of reach; null when none may.</summary>
    internal PresentHub? Held(string hub) => kept.TryGetValue(hub, out var one) && one.Ready is { } ready && reach.MayAnswer(one.Revision) ? ready : null;

    /// <summary>A member of such a hub.</summary>
    internal Member? HeldMember(string id)
    {
        foreach (var hub in kept.Keys.Order(StringComparer.Ordinal))
        {
            if (Held(hub)?.Hub is { } snapshot && snapshot.Find(id) is { } number) return snapshot.Members[number];
        }
        return null;
    }

    /// <summary>Lets go of what was read before this revision: of somebody who was erased nothing waits for the next question.</summary>
    internal void Forget(long present)
    {
        foreach (var one in kept)
        {
            if (one.Value.Revision < present) kept.TryRemove(one);
        }
    }

    private async Task<PresentHub> LoadAsync(string hub, DateTimeOffset now)
    {
        var began = Stopwatch.GetTimestamp();
        var found = await store.LoadGatheringsAsync(hub, now);
        var records = Checked(hub, found?.Hub);
        var built = new PresentHub(records, found!.Value.Gatherings, now, splitter, await MeantAsync(records, CancellationToken.None));
        metrics.SnapshotBuilt(Stopwatch.GetElapsedTime(began));
        return built;
    }

    // What organisations say is read where contacts are looked for.
    private Task<TextVectorIndex> MeantAsync(HubRecords records, CancellationToken ct) =>
        meanings.OfAsync($"hub {records.Hub.Id}", records.Members, [], () => kept.TryRemove(records.Hub.Id, out _), ct);

    private static ProblemException OutOfReach() => new(Problem.Unavailable, Problem.Unavailable.En);

    private static HubRecords Checked(string hub, HubRecords? records)
    {
        if (records is null) throw ProblemException.NotFound("hub", hub);
        if (records.Members.Count > HubSnapshot.LargestHub)
            throw ProblemException.Conflict($"Hub '{hub}' has {records.Members.Count} members; this version computes hubs of at most {HubSnapshot.LargestHub}.");
        return records;
    }

    private sealed class Kept(long revision, DateTimeOffset asOf, Func<Task<PresentHub>> load)
    {
        internal long Revision => revision;

        internal DateTimeOffset AsOf => asOf;

        internal Lazy<Task<PresentHub>> Moment { get; } = new(() => Task.Run(load));

        internal PresentHub? Ready => Moment is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } read } ? read.Result : null;

        // Time may be told by a test's clock, and that may go back.
        internal bool Serves(long present, DateTimeOffset now) => revision == present && asOf <= now && now - asOf < Fresh;
    }
}
