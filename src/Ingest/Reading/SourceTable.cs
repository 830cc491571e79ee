using System.Text.Json;

namespace Matching.Ingest.Reading;

/// <summary>One table's rows in one file; they can be read more than once.</summary>
/// <param name="file">The file's name as reports give it.</param>
/// <param name="table">The table that the rows are for; null for rows that do not say it.</param>
/// <param name="length">How long the content is, in bytes; 0 when that means nothing.</param>
/// <param name="open">A cursor before the first row. Throws <see cref="SourceException"/>.</param>
internal sealed class SourceTable(string file, ImportTable? table, long length, Func<RowReader> open)
{
    internal string File { get; } = file;
    internal ImportTable? Table { get; } = table;
    internal long Length { get; } = length;

    /// <exception cref="SourceException">The file cannot be read.</exception>
    internal RowReader Open() => open();

    internal static SourceTable OfCsv(string file, ImportTable table, Stream content, CsvLayout layout) =>
        new(file, table, content.Length, () => new CsvRows(content, layout));

    internal static SourceTable OfSheet(string file, ImportTable table, Stream content, string sheet) =>
        new(file, table, content.Length, () => new SheetRows(content, sheet));

    internal static SourceTable OfJsonl(string file, ImportTable table, Stream content, TextEncoding encoding) =>
        new(file, table, content.Length, () => new JsonlRows(content, encoding));

    internal static SourceTable OfRows(string file, ImportTable table, IReadOnlyList<JsonElement> rows) =>
        new(file, table, 0, () => new GivenRows(rows));
}
