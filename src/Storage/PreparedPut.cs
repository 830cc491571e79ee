namespace Matching.Storage;

/// <summary>A table that rows are put into: <paramref name="Keys"/> name a row, <paramref name="Values"/> are what it says.</summary>
internal sealed record PutTable(string Name, string[] Keys, string[] Values);

/// <summary>Puts rows into one table, each by its key: adds what is not there, and changes what is there only where it differs.</summary>
internal sealed class PreparedPut : IDisposable
{
    private readonly PutTable table;
    private readonly PreparedCommand insert;
    private readonly PreparedCommand? update;

    // Two statements rather than one upsert: the count of rows then tells added from changed, in every dialect.
    public PreparedPut(SqliteDialect dialect, SqlTurn turn, PutTable table)
    {
        this.table = table;
        string[] columns = [.. table.Keys, .. table.Values];
        insert = new PreparedCommand(dialect, turn, Insert(table, columns), columns);
        if (table.Values.Length > 0) update = new PreparedCommand(dialect, turn, Update(table), columns);
    }

    /// <param name="row">The values of the keys, then the others, in the table's order.</param>
    public PutOutcome Run(params ReadOnlySpan<object?> row)
    {
        try
        {
            if (insert.Run(row) > 0) return PutOutcome.Added;
            return update is not null && update.Run(row) > 0 ? PutOutcome.Changed : PutOutcome.Unchanged;
        }
        catch (StoreException failure) when (failure.Fault == StoreFault.BrokenReference)
        {
            var key = string.Join(", ", row[..table.Keys.Length].ToArray());
            throw new StoreException(
                StoreFault.BrokenReference, $"The row ({key}) of {table.Name} names a record that is not in the store. Put that one first.", failure);
        }
    }

    public void Dispose()
    {
        insert.Dispose();
        update?.Dispose();
    }

    private static string Insert(PutTable table, string[] columns) =>
        $"INSERT INTO {table.Name} ({string.Join(", ", columns)}) "
        + $"VALUES ({string.Join(", ", columns.Select(column => $"@{column}"))}) "
        + $"ON CONFLICT ({string.Join(", ", table.Keys)}) DO NOTHING";

    private static string Update(PutTable table) =>
        $"UPDATE {table.Name} SET {string.Join(", ", table.Values.Select(value => $"{value} = @{value}"))} "
        + $"WHERE {string.Join(" AND ", table.Keys.Select(key => $"{key} = @{key}"))} "
        + $"AND ({string.Join(" OR ", table.Values.Select(value => $"{value} IS DISTINCT FROM @{value}"))})";
}
