using Matching.Profiles;

namespace Matching.Storage;

// What matters to one hub's introductions at one moment?
public sealed partial class SqlStore
{
    /// <summary>
    /// Everything that bears on <paramref name="hub"/>'s introductions as it was known at <paramref name="asOf"/>; null
    /// when there is no such hub. Interactions and ties have both ends among the members; the history also tells of a
    /// member's introductions to people elsewhere, since they too are waited for.
    /// </summary>
    public Task<HubRecords?> LoadHubAsync(string hub, DateTimeOffset asOf, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return ReadAsync<HubRecords?>(
            async turn =>
            {
                var found = await turn.FindAsync<Hub>($"SELECT {RecordRows.HubColumns} FROM hubs WHERE id = @hub", new { hub }, RecordRows.Hub);
                return found is null ? null : await new HubLoad(turn, found, asOf).RunAsync();
            },
            ct);
    }
}
