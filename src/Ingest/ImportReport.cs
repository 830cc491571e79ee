using Matching.Ingest.Reading;

namespace Matching.Ingest;

/// <summary>How far an import has come.</summary>
/// <param name="File">The file that is being read.</param>
/// <param name="BytesRead">Bytes read so far, of all files.</param>
/// <param name="BytesTotal">Bytes of all files; 0 when the rows were given rather than read.</param>
/// <param name="Rows">Rows read so far.</param>
public readonly record struct ImportProgress(string File, long BytesRead, long BytesTotal, long Rows);

/// <summary>How to import.</summary>
public sealed record ImportOptions
{
    /// <summary>Whether to check everything and keep nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>The hubs that may be touched; null means all.</summary>
    public ImportScope? Scope { get; init; }

    /// <summary>Told now and then, on the importing thread.</summary>
    public IProgress<ImportProgress>? Progress { get; init; }
}

/// <summary>What became of one table's rows. <c>Read</c> is the sum of the others.</summary>
public sealed record TableCount
{
    public required ImportTable Table { get; init; }
    public long Read { get; internal set; }
    public long Added { get; internal set; }
    public long Changed { get; internal set; }

    /// <summary>Rows that said what the store held already.</summary>
    public long Unchanged { get; internal set; }
    public long Rejected { get; internal set; }

    /// <summary>Rows that are in the store now: added, changed or unchanged.</summary>
    public long Accepted => Added + Changed + Unchanged;
}

/// <summary>A row, or a whole file, that was not taken.</summary>
public sealed record Reject
{
    /// <summary>The file's name; for rows that were given, what the caller called them.</summary>
    public required string File { get; init; }

    /// <summary>The line on which the row starts, from 1; in a sheet its row.</summary>
    public required long Line { get; init; }

    /// <summary>The column at fault as the file writes it; null when it is the row or the file.</summary>
    public string? Column { get; init; }

    /// <summary>What is wrong and what would be right, in plain English without a full stop.</summary>
    public required string Reason { get; init; }

    /// <summary>The table; null when the file or the row does not say it.</summary>
    public ImportTable? Table { get; init; }

    /// <summary>Whether the whole file was refused; it then has no cells.</summary>
    public bool IsWholeFile { get; init; }

    /// <summary>The file's columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The row's cells as they were, one a column, with personal identity numbers masked and overlong texts cut.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];
}

/// <summary>What an import did, row by row where it did not.</summary>
public sealed record ImportReport
{
    /// <summary>One count a table that was read, in the order of import.</summary>
    public required IReadOnlyList<TableCount> Tables { get; init; }

    /// <summary>Whole files first, then rows as they were read. At most as many as are worth keeping; <see cref="RejectedRows"/> counts all.</summary>
    public required IReadOnlyList<Reject> Rejects { get; init; }

    /// <summary>Columns that no table has, by file.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> UnknownColumns { get; init; }

    /// <summary>Files and sheets that are no tables and were left alone.</summary>
    public required IReadOnlyList<string> UnknownFiles { get; init; }

    /// <summary>What else the reader should know, a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Whether nothing was kept because that was asked for.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Rejected rows, kept in <see cref="Rejects"/> or not.</summary>
    public required long RejectedRows { get; init; }

    /// <summary>Rows that are in the store now, or would be.</summary>
    public long AcceptedRows => Tables.Sum(table => table.Accepted);

    /// <summary>Whether any source had a table in it, readable or not.</summary>
    public bool FoundTables => Tables.Count > 0 || Rejects.Any(reject => reject.IsWholeFile);
}
