using Matching.Ingest.Reading;
using Matching.Ingest.Wording;

namespace Matching.Ingest.Checking;

/// <summary>The rejected rows of an import, as many as are worth keeping.</summary>
internal sealed class RejectLog
{
    // A host mends tens of rows by hand; a file with more than this is made anew, and its rows need not fill the memory.
    internal const int MostRows = 100_000;

    // 128 MB of text.
    private const long MostCharacters = 64 << 20;

    private readonly List<Reject> rows = [];
    private readonly List<Reject> files = [];
    private long characters;

    /// <summary>Rejected rows, kept or not.</summary>
    internal long Rows { get; private set; }

    internal IReadOnlyList<Reject> All => [.. files, .. rows];

    internal void AddFile(FileFault fault) => files.Add(new Reject
    {
        File = fault.File,
        Line = fault.Line,
        Column = fault.Column,
        Reason = fault.Reason,
        Table = fault.Table,
        IsWholeFile = true,
    });

    internal void AddRow(SourceTable source, RowReader reader, RowFault fault)
    {
        Rows++;
        if (rows.Count >= MostRows || characters >= MostCharacters) return;
        var cells = Array.ConvertAll(reader.Cells(), Kept);
        characters += cells.Sum(cell => (long)cell.Length);
        rows.Add(new Reject
        {
            File = source.File,
            Line = reader.Line,
            Column = fault.Column >= 0 ? reader.Columns[fault.Column] : fault.Missing,
            Reason = fault.Reason,
            Table = source.Table,
            Columns = reader.HasHeader ? reader.Columns : [.. reader.Columns],
            Cells = cells,
        });
    }

    private static string Kept(string cell)
    {
        if (cell.Length > ReadingLimits.CellCharacters) cell = string.Concat(cell.AsSpan(0, 200), " ", RejectMarks.Cut);
        return IdentityNumber.Mask(cell);
    }
}
