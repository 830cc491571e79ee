using Matching.Ingest.Reading;
using Matching.Storage;

namespace Matching.Ingest.Checking;

/// <summary>One table: its columns, and how a row of it becomes a record in the store or is refused.</summary>
internal abstract class TableCheck(ImportTable table, Desk desk, params Column[] columns)
{
    private protected const string OtherHub = "belongs to a hub that is not yours. Leave the row to that hub's host";

    internal ImportTable Table => table;
    internal IReadOnlyList<Column> Columns => columns;
    private protected Desk Desk => desk;

    /// <summary>Rows of this table may name later rows of it, so its files are looked through before they are taken.</summary>
    internal virtual ForwardLinks? Links => null;

    /// <summary>Notes what the row names of its own table; only where there are <see cref="Links"/>.</summary>
    internal virtual void NoteLinks(CheckedRow row)
    {
    }

    /// <summary>Forgets what was seen in the file before.</summary>
    internal virtual void BeginFile()
    {
    }

    /// <summary>Puts the row into the store, or refuses it and returns null.</summary>
    internal abstract PutOutcome? Take(CheckedRow row);

    /// <summary>Notes that the row was refused.</summary>
    internal virtual void NoteRejected(CheckedRow row)
    {
    }
}

/// <summary>A table whose rows have an id of their own, in the first column.</summary>
internal abstract class IdTableCheck(ImportTable table, Desk desk, KnownIds ids, params Column[] columns) : TableCheck(table, desk, columns)
{
    private protected const int Id = 0;

    private readonly Dictionary<string, long> seen = new(StringComparer.Ordinal);

    internal override void BeginFile() => seen.Clear();

    internal override void NoteRejected(CheckedRow row)
    {
        var id = row.Raw(Id);
        if (!seen.ContainsKey(id)) ids.Reject(id, row.Source.File, row.Line);
    }

    /// <summary>The row's id; refuses it when an earlier row of the file has been taken with the same.</summary>
    private protected string NewId(CheckedRow row)
    {
        var id = row.Id(Id);
        if (seen.TryGetValue(id, out var line))
        {
            row.Refuse(Id, CheckedRow.Say($"line {line} has the same id, and the first one counts. Give this row an id of its own, or take it out"));
        }
        return id;
    }

    /// <summary>Remembers that the row was taken.</summary>
    private protected void NoteTaken(string id, long line) => seen[id] = line;
}
