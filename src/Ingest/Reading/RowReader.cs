namespace Matching.Ingest.Reading;

/// <summary>Why a row cannot be used, whatever stands in its other cells.</summary>
/// <param name="Column">An index into the reader's columns, or −1.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
/// <param name="Missing">The column that the row should have and does not; null where it has it, or where no column is at fault.</param>
internal readonly record struct RowFault(int Column, string Reason, string? Missing = null);

/// <summary>
/// A cursor over one table's rows, as a file holds them. Rows are not objects: a file has a million of them, and most
/// are read once and forgotten.
/// </summary>
internal abstract class RowReader : IDisposable
{
    /// <summary>The column names as the file writes them, trimmed. A reader without a header adds to them while it reads.</summary>
    internal abstract IReadOnlyList<string> Columns { get; }

    /// <summary>Whether the file names its columns once for all rows, so that one can be missing from the whole file.</summary>
    internal virtual bool HasHeader => true;

    /// <summary>Whether camelCase names stand for the columns, as REST writes them.</summary>
    internal virtual bool HasCamelCase => false;

    /// <summary>Whether the columns are those of several tables together, so that not one of them is unknown.</summary>
    internal virtual bool IsPartOfMany => false;

    /// <summary>The line on which the current row starts, from 1; for a sheet its row number.</summary>
    internal long Line { get; private protected set; }

    /// <summary>Set when the current row cannot be used; its cells are then as good as they could be read.</summary>
    internal RowFault? Fault { get; private protected set; }

    /// <summary>How far into the file the reader is, in bytes.</summary>
    internal abstract long BytesRead { get; }

    /// <summary>Goes to the next row. Rows without any text are passed over.</summary>
    /// <exception cref="SourceException">The rest of the file cannot be read.</exception>
    internal abstract bool Read();

    /// <summary>The text of a cell of the current row; empty where the row has none.</summary>
    internal abstract string Cell(int column);

    /// <summary>Every cell of the current row, one a column.</summary>
    internal string[] Cells()
    {
        var cells = new string[Columns.Count];
        for (var column = 0; column < cells.Length; column++) cells[column] = Cell(column);
        return cells;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Notes what no cell may hold. The first finding stands.</summary>
    private protected void CheckCell(int column, string text)
    {
        if (Fault is not null) return;
        if (text.Length > ReadingLimits.CellCharacters) Fault = new RowFault(column, RowFaults.TooLong(text.Length));
        else if (text.Contains('\0', StringComparison.Ordinal))
        {
            Fault = new RowFault(column, RowFaults.Nul(text.IndexOf('\0', StringComparison.Ordinal) + 1));
        }
    }
}
