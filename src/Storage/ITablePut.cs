namespace Matching.Storage;

/// <summary>A table that rows are put into: <paramref name="Keys"/> name a row, <paramref name="Values"/> are what it says.</summary>
internal sealed record PutTable(string Name, string[] Keys, string[] Values)
{
    /// <summary>The name of a column, also of one that is a word of SQL.</summary>
    public static string Quoted(string column) => $"\"{column}\"";

    public static string Quoted(IEnumerable<string> columns) => string.Join(", ", columns.Select(Quoted));
}

/// <summary>Puts rows into one table, each by its key: adds what is not there, and changes what is there only where it differs.</summary>
internal interface ITablePut : IDisposable
{
    /// <summary>Whether the next row goes into the table at once, so that what it names must stand there already.</summary>
    bool GoesAtOnce { get; }

    /// <summary>Whether rows have been told of that do not stand in the table yet.</summary>
    bool HasWaiting { get; }

    /// <summary>Whether so many wait that they should go in before more are told of.</summary>
    bool IsFull { get; }

    /// <param name="row">The values of the keys, then the others, in the table's order.</param>
    PutOutcome Run(ReadOnlySpan<object?> row);

    /// <summary>Takes the row of this key out of the table, if it is there.</summary>
    void Remove(ReadOnlySpan<object?> key);

    /// <summary>Brings what waits into the table.</summary>
    void Flush();
}
