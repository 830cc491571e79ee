using Matching.Ingest.Wording;
using Matching.Profiles;

namespace Matching.Ingest.Reading;

/// <summary>
/// A mended <c>rejects.csv</c>: rows of several tables, each saying in the column <c>table</c> which it is for. The
/// column that holds the reason of the rejection is <c>reject_reason</c> if there is one, otherwise <c>reason</c>.
/// </summary>
internal static class RejectsFile
{
    internal const string Table = "table";
    internal const string Reason = "reason";
    internal const string RejectReason = "reject_reason";

    /// <summary>Whether a file with these columns is one.</summary>
    internal static bool Is(IReadOnlyList<string> columns) => IndexOf(columns, Table) >= 0 && ReasonOf(columns) >= 0;

    /// <summary>The rows of the file for <paramref name="table"/>.</summary>
    internal static RowReader Rows(RowReader file, ImportTable table) => new PartOfRejects(file, cell => TableOf(cell) == table);

    /// <summary>The rows of the file whose table nobody knows; every one has a fault.</summary>
    internal static RowReader Strays(RowReader file) => new PartOfRejects(file, cell => TableOf(cell) is null);

    /// <summary>The tables that the file has rows for, and whether it has strays.</summary>
    internal static (IReadOnlyList<ImportTable> Tables, bool HasStrays) Contents(RowReader file)
    {
        var (tables, hasStrays, column) = (new SortedSet<ImportTable>(), false, IndexOf(file.Columns, Table));
        while (file.Read())
        {
            if (TableOf(file.Cell(column)) is { } table) tables.Add(table);
            else hasStrays = true;
        }
        return ([.. tables], hasStrays);
    }

    internal static int IndexOf(IReadOnlyList<string> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        }
        return -1;
    }

    private static int ReasonOf(IReadOnlyList<string> columns) =>
        IndexOf(columns, RejectReason) is >= 0 and var own ? own : IndexOf(columns, Reason);

    private static ImportTable? TableOf(string cell) => Vocabulary.TryRead<ImportTable>(cell, out var table) ? table : null;

    /// <summary>Some rows of the file, without the two columns that a rejection added.</summary>
    private sealed class PartOfRejects : RowReader
    {
        private readonly RowReader file;
        private readonly Func<string, bool> isWanted;
        private readonly int tableColumn;
        private readonly int[] kept;
        private readonly string[] columns;

        internal PartOfRejects(RowReader file, Func<string, bool> isWanted)
        {
            this.file = file;
            this.isWanted = isWanted;
            tableColumn = IndexOf(file.Columns, Table);
            var reason = ReasonOf(file.Columns);
            kept = [.. Enumerable.Range(0, file.Columns.Count).Where(i => i != tableColumn && i != reason)];
            columns = Array.ConvertAll(kept, i => file.Columns[i]);
        }

        internal override IReadOnlyList<string> Columns => columns;
        internal override bool IsPartOfMany => true;
        internal override bool HasCamelCase => true;
        internal override long BytesRead => file.BytesRead;

        internal override bool Read()
        {
            while (file.Read())
            {
                var table = file.Cell(tableColumn);
                if (!isWanted(table) || kept.All(i => file.Cell(i).Length == 0)) continue;
                Line = file.Line;
                Fault = Moved(file.Fault) ?? (TableOf(table) is null ? new RowFault(-1, Unknown(table)) : null);
                return true;
            }
            return false;
        }

        internal override string Cell(int column) => file.Cell(kept[column]);

        protected override void Dispose(bool disposing)
        {
            if (disposing) file.Dispose();
            base.Dispose(disposing);
        }

        private RowFault? Moved(RowFault? fault) => fault is { } found ? found with { Column = Array.IndexOf(kept, found.Column) } : null;

        private static string Unknown(string table) =>
            $"{Quotes.Of(table)} in the column table is no table. Write one of {string.Join(", ", Vocabulary.All<ImportTable>())}";
    }
}
