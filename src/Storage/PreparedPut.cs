namespace Matching.Storage;

/// <summary>Puts rows one by one, each with prepared statements.</summary>
internal sealed class PreparedPut : ITablePut
{
    private readonly PreparedCommand insert;
    private readonly PreparedCommand? update;
    private readonly PreparedCommand delete;

    // Two statements rather than one upsert: the count of rows then tells added from changed, in every dialect.
    public PreparedPut(SqlDialect dialect, SqlTurn turn, PutTable table)
    {
        string[] columns = [.. table.Keys, .. table.Values];
        insert = new PreparedCommand(dialect, turn, Insert(table, columns), columns);
        if (table.Values.Length > 0) update = new PreparedCommand(dialect, turn, Update(table), columns);
        delete = new PreparedCommand(dialect, turn, $"DELETE FROM {table.Name} WHERE {IsTheRow(table)}", table.Keys);
    }

    public bool GoesAtOnce => true;

    public bool HasWaiting => false;

    public bool IsFull => false;

    public PutOutcome Run(ReadOnlySpan<object?> row)
    {
        if (insert.Run(row) > 0) return PutOutcome.Added;
        return update is not null && update.Run(row) > 0 ? PutOutcome.Changed : PutOutcome.Unchanged;
    }

    public void Remove(ReadOnlySpan<object?> key) => delete.Run(key);

    public void Flush()
    {
    }

    public void Dispose()
    {
        insert.Dispose();
        update?.Dispose();
        delete.Dispose();
    }

    private static string Insert(PutTable table, string[] columns) =>
        $"INSERT INTO {table.Name} ({PutTable.Quoted(columns)}) "
        + $"VALUES ({string.Join(", ", columns.Select(column => $"@{column}"))}) "
        + $"ON CONFLICT ({PutTable.Quoted(table.Keys)}) DO NOTHING";

    private static string Update(PutTable table) =>
        $"UPDATE {table.Name} SET {string.Join(", ", table.Values.Select(IsGiven))} "
        + $"WHERE {IsTheRow(table)} AND ({string.Join(" OR ", table.Values.Select(value => $"{PutTable.Quoted(value)} IS DISTINCT FROM @{value}"))})";

    private static string IsTheRow(PutTable table) => string.Join(" AND ", table.Keys.Select(IsGiven));

    private static string IsGiven(string column) => $"{PutTable.Quoted(column)} = @{column}";
}
