using System.Runtime.CompilerServices;

namespace Matching.Storage;

// Is what lies in memory still what the store says?
public sealed partial class SqlStore
{
    /// <summary>How many times what rounds and answers are computed from has changed. The same number means the same records.</summary>
    public Task<long> FindRevisionAsync(CancellationToken ct = default) =>
        ReadAsync(turn => turn.ScalarAsync<long>("SELECT number FROM revision"), ct);

    /// <summary>
    /// The revision each time that another is seen, without end: soon after a commit on PostgreSQL, within a minute in a file. One may be
    /// passed over, and while the store is out of reach nothing is told; who must not be wrong asks <see cref="FindRevisionAsync"/>.
    /// </summary>
    public async IAsyncEnumerable<long> FollowRevisionAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        await using var changes = dialect.ListenForChanges();
        long? last = null;
        while (true)
        {
            await changes.WaitAsync(ct);
            if (await TryFindRevisionAsync(ct) is not { } revision || revision == last) continue;
            last = revision;
            yield return revision;
        }
    }

    private async Task<long?> TryFindRevisionAsync(CancellationToken ct)
    {
        try
        {
            return await FindRevisionAsync(ct);
        }
        catch (StoreException)
        {
            return null;
        }
    }
}
