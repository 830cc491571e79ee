using System.Runtime.CompilerServices;
using Matching.Contacts;
using Matching.Storage;
using Matching.Words;

namespace Matching.Api.Snapshots;

/// <summary>What contacts are looked up in, beside the snapshot of the hub that it reads and no longer in memory than that.</summary>
/// <remarks>A snapshot is read anew when the store's records change, organisations and verdicts among them, so this is too.</remarks>
internal sealed class ContactSearches(SqlStore store, ConceptList concepts, Meanings meanings)
{
    private readonly ConditionalWeakTable<HubSnapshot, Lazy<Task<ContactSearch>>> built = [];

    /// <summary>The search of a hub.</summary>
    internal async Task<ContactSearch> OfAsync(HubSnapshot hub, CancellationToken ct)
    {
        var search = built.GetValue(hub, _ => new Lazy<Task<ContactSearch>>(() => Task.Run(() => BuildAsync(hub))));
        try
        {
            // Who is first builds for all who wait; a caller who goes away takes nobody's answer along.
            return await search.Value.WaitAsync(ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            built.Remove(hub);
            throw;
        }
    }

    private async Task<ContactSearch> BuildAsync(HubSnapshot hub)
    {
        var answers = await store.CountVerdictsAsync();
        var records = new ContactRecords
        {
            Organisations = await store.LoadOrganisationsAsync(),
            Answers = [.. answers.Select(count => new AnswerRecord(count.Organisation, count.Concept, count.Helped, count.Wrong))],
        };
        var vectors = await meanings.OfAsync($"contacts {hub.Hub.Id}", hub.Members, records.Organisations, () => built.Remove(hub), CancellationToken.None);
        return ContactSearch.Build(hub, records, concepts, vectors);
    }
}
