using System.Data.Common;
using Npgsql;

namespace Matching.Storage;

/// <summary>
/// Puts the first rows one by one, and from then on by <c>COPY</c>: the table is read once, which tells added from changed
/// without asking the server, and what is new or differs waits to be copied in together. A single record costs a few
/// round trips, and a million records cost no round trip each.
/// </summary>
internal sealed class CopiedPut : ITablePut
{
    // A row by itself takes some 0.3 ms, with a server on the same machine; reading a table takes some 250 ms a 100,000 rows.
    private const int OneByOne = 200;

    // Some 3 MiB of members; a copy of more is hardly faster.
    private const int MostWaiting = 5_000;

    private readonly PostgresDialect dialect;
    private readonly SqlTurn turn;
    private readonly PutTable table;
    private readonly PreparedPut single;
    private readonly string columns;
    private readonly RowDigest digest = new();
    private readonly Dictionary<UInt128, UInt128> seen = [];
    private readonly Dictionary<UInt128, object?[]> waiting = [];
    private int asked;
    private bool hasIncoming;

    public CopiedPut(PostgresDialect dialect, SqlTurn turn, PutTable table)
    {
        this.dialect = dialect;
        this.turn = turn;
        this.table = table;
        single = new PreparedPut(dialect, turn, table);
        columns = PutTable.Quoted([.. table.Keys, .. table.Values]);
    }

    public bool GoesAtOnce => asked < OneByOne;

    public bool HasWaiting => waiting.Count > 0;

    public bool IsFull => waiting.Count >= MostWaiting;

    private string Incoming => $"incoming_{table.Name}";

    public PutOutcome Run(ReadOnlySpan<object?> row)
    {
        if (asked++ < OneByOne) return single.Run(row);
        if (asked == OneByOne + 1) Explained(ReadTable);
        var (key, values) = DigestsOf(row);
        var added = !seen.TryGetValue(key, out var before);
        if (!added && before == values) return PutOutcome.Unchanged;
        seen[key] = values;
        waiting[key] = row.ToArray();
        return added ? PutOutcome.Added : PutOutcome.Changed;
    }

    public void Remove(ReadOnlySpan<object?> key)
    {
        var digestOfKey = digest.Of(key);
        seen.Remove(digestOfKey);
        waiting.Remove(digestOfKey);
        single.Remove(key);
    }

    public void Flush()
    {
        if (HasWaiting) Explained(CopyIn);
    }

    public void Dispose() => single.Dispose();

    private (UInt128 Key, UInt128 Values) DigestsOf(ReadOnlySpan<object?> row) =>
        (digest.Of(row[..table.Keys.Length]), digest.Of(row[table.Keys.Length..]));

    private void ReadTable()
    {
        using var command = Unhurried($"SELECT {columns} FROM {table.Name}");
        using var rows = command.ExecuteReader();
        var row = new object[rows.FieldCount];
        while (rows.Read())
        {
            rows.GetValues(row);
            var (key, values) = DigestsOf(row);
            seen[key] = values;
        }
    }

    private void CopyIn()
    {
        if (!hasIncoming) Execute($"CREATE TEMPORARY TABLE {Incoming} ON COMMIT DROP AS SELECT {columns} FROM {table.Name} LIMIT 0");
        hasIncoming = true;
        using (var copy = ((NpgsqlConnection)turn.Connection).BeginBinaryImport($"COPY {Incoming} ({columns}) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var row in waiting.Values) copy.WriteRow(row);
            copy.Complete();
        }
        Execute($"INSERT INTO {table.Name} ({columns}) SELECT {columns} FROM {Incoming} ON CONFLICT ({PutTable.Quoted(table.Keys)}) DO {OnConflict}");
        Execute($"TRUNCATE {Incoming}");
        waiting.Clear();
    }

    private string OnConflict => table.Values.Length == 0
        ? "NOTHING"
        : $"UPDATE SET {string.Join(", ", table.Values.Select(PutTable.Quoted).Select(value => $"{value} = excluded.{value}"))}";

    private void Execute(string sql)
    {
        using var command = Unhurried(sql);
        command.ExecuteNonQuery();
    }

    // How long many rows take depends on how many they are.
    private DbCommand Unhurried(string sql)
    {
        var command = turn.CreateCommand(sql);
        command.CommandTimeout = 0;
        return command;
    }

    private void Explained(Action work)
    {
        try
        {
            work();
        }
        catch (DbException failure)
        {
            throw dialect.Explain(failure);
        }
    }
}
