namespace Matching.Storage;

// Who was erased, and does this copy of the store know?
public sealed partial class SqlStore
{
    /// <summary>
    /// Takes the erasures of another list over, as from the machine where the store was before, and erases again whom this store still holds.
    /// </summary>
    /// <returns>How many people were erased.</returns>
    /// <exception cref="StoreException">A list cannot be read or written, or is not there.</exception>
    public Task<int> EraseAgainAsync(string list, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(list);
        var file = Path.GetFullPath(list);
        if (!File.Exists(file)) throw new StoreException(StoreFault.NotWritable, $"There is no list {file} of who was erased.");
        return FollowErasedAsync(new ErasedList(file).Read(), ct);
    }

    /// <summary>
    /// Makes the list outside the store and the table inside it the same. What the list has and the table has not was done after this copy of
    /// the store was made, so it is done once more. What the copy knows of it has been through already, and whoever came back since stays.
    /// </summary>
    private async Task<int> FollowErasedAsync(IReadOnlyList<Erasure> others, CancellationToken ct)
    {
        var list = ErasedList.Beside(Address);
        var same = await ReadAsync(async turn => new HashSet<Erasure>(await ErasuresAsync(turn)).SetEquals([.. list.Read(), .. others]), ct);
        return same ? 0 : await WriteOnceAsync(turn => FollowErasedAsync(turn, list, others), LetGoAsync, ct);
    }

    private Task LetGoAsync(SqlTurn turn, int deleted) => deleted == 0 ? Task.CompletedTask : dialect.AfterDeleteAsync(turn.Connection);

    private async Task<int> FollowErasedAsync(SqlTurn turn, ErasedList list, IReadOnlyList<Erasure> others)
    {
        var (table, listed) = (await ErasuresAsync(turn), list.Read());
        list.Add([.. table.Concat(others).Except(listed)]);
        var unknown = listed.Concat(others).Except(table).ToList();
        var erased = await EraseAgainAsync(turn, unknown);
        if (erased > 0) await turn.ExecuteAsync(dialect.NextRevision);
        return erased;
    }

    private static async Task<int> EraseAgainAsync(SqlTurn turn, List<Erasure> erasures)
    {
        if (erasures.Count == 0) return 0;
        var members = await turn.ListAsync("SELECT id FROM members ORDER BY id", null, row => row.GetString(0));
        var erased = members.Where(member => erasures.Exists(erasure => erasure.IsOf(member))).ToList();
        if (erased.Count > 0) await EraseAsync(turn, erased);
        await NoteErasedAsync(turn, erasures);
        return erased.Count;
    }

    private static Task<int> NoteErasedAsync(SqlTurn turn, IReadOnlyList<Erasure> erasures) =>
        turn.ExecuteAsync("INSERT INTO erasures (id, hash) VALUES (@Id, @Hash) ON CONFLICT (id) DO NOTHING", erasures);

    private static Task<List<Erasure>> ErasuresAsync(SqlTurn turn) =>
        turn.ListAsync("SELECT id, hash FROM erasures ORDER BY id", null, row => new Erasure(row.GetString(0), row.GetString(1)));
}
