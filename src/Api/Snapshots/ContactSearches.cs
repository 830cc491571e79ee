using System.Collections.Concurrent;
using Matching.Contacts;
using Matching.Storage;
using Matching.Words;

namespace Matching.Api.Snapshots;

/// <summary>What contacts are looked up in, in memory: for each hub, and for none, as long as neither its people nor the organisations have changed.</summary>
internal sealed class ContactSearches(SqlStore store, HubMoments moments, ConceptList concepts)
{
    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);

    /// <summary>The search of a hub as it is now; of none where <paramref name="hub"/> is null.</summary>
    internal async Task<ContactSearch> NowAsync(string? hub, DateTimeOffset now, CancellationToken ct)
    {
        var revision = await store.FindRevisionAsync(ct);
        var snapshot = hub is null ? null : (await moments.NowAsync(hub, now, ct)).Hub;
        var one = kept.AddOrUpdate(hub ?? "", _ => New(), (_, old) => old.Revision == revision && ReferenceEquals(old.Hub, snapshot) ? old : New());
        return await one.Search.Value.WaitAsync(ct);

        Kept New() => new(revision, snapshot, new Lazy<Task<ContactSearch>>(() => Task.Run(() => BuildAsync(snapshot))));
    }

    private async Task<ContactSearch> BuildAsync(HubSnapshot? hub)
    {
        var answers = await store.CountVerdictsAsync();
        return ContactSearch.Build(hub, new ContactRecords
        {
            Organisations = await store.LoadOrganisationsAsync(),
            Answers = [.. answers.Select(count => new AnswerRecord(count.Organisation, count.Concept, count.Helped, count.Wrong))],
        }, concepts);
    }

    private sealed record Kept(long Revision, HubSnapshot? Hub, Lazy<Task<ContactSearch>> Search);
}
