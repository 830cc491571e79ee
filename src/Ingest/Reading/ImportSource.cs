using System.Text.Json;
using Matching.Ingest.Wording;
using Matching.Profiles;

namespace Matching.Ingest.Reading;

/// <summary>
/// Something to import: a file, a folder, a zip of one, content under a name, or rows that are parsed already. A stream
/// is not closed; it must stay open until the import has ended. What is wrong with a source stands in the report.
/// </summary>
public sealed class ImportSource
{
    private readonly Action<SourceList> open;

    private ImportSource(Action<SourceList> open) => this.open = open;

    /// <summary>A file, a folder or a zip, by what stands at <paramref name="path"/>.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="label">What stands before each file's name in the report, or null; useful with several sources.</param>
    public static ImportSource FromPath(string path, string? label = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Directory.Exists(path) ? FromFolder(path, label) : FromFile(path, label);
    }

    /// <summary>
    /// One file. Its name says the table and how it is written: <c>members.csv</c>, <c>members.jsonl</c>, a workbook whose
    /// sheets are tables, a <c>.zip</c>, or a mended <c>rejects.csv</c>.
    /// </summary>
    public static ImportSource FromFile(string path, string? label = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ImportSource(list => list.AddFile(Label(label, Path.GetFileName(path)), path, isAskedFor: true));
    }

    /// <summary>The files of a folder, without the folders in it. Files that are no tables are left alone.</summary>
    public static ImportSource FromFolder(string path, string? label = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ImportSource(list =>
        {
            foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
            {
                list.AddFile(Label(label, Path.GetFileName(file)), file, isAskedFor: false);
            }
        });
    }

    /// <summary>A zip of a folder: the tables in it, or in the one folder that all of it lies in.</summary>
    public static ImportSource FromZip(Stream content, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new ImportSource(list => list.AddZip(label, content));
    }

    /// <summary>Content that was sent under a file's name, which says what it is as in <see cref="FromFile"/>.</summary>
    public static ImportSource FromUpload(string fileName, Stream content)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        ArgumentNullException.ThrowIfNull(content);
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        return new ImportSource(list => list.AddContent(name, content, isAskedFor: true));
    }

    /// <summary>Content of one table, named by the caller.</summary>
    /// <param name="table">One of the nine names, such as <c>members</c>.</param>
    /// <param name="content">What to read, from its beginning.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="file">Its name in the report; the table's and the format's if null.</param>
    /// <exception cref="ArgumentException"><paramref name="table"/> is no table.</exception>
    public static ImportSource FromStream(string table, Stream content, ImportFormat format, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        var known = TableOf(table);
        var name = file ?? $"{Vocabulary.Write(known)}.{Vocabulary.Write(format)}";
        return new ImportSource(list => list.AddTable(name, content, known, format));
    }

    /// <summary>Rows of one table as JSON objects; a name may be written in camelCase. A row's line is its place, from 1.</summary>
    /// <param name="table">One of the nine names, such as <c>interactions</c>.</param>
    /// <param name="rows">The objects. They must stay alive until the import has ended.</param>
    /// <param name="file">What the report gives as their file.</param>
    /// <exception cref="ArgumentException"><paramref name="table"/> is no table.</exception>
    public static ImportSource FromRows(string table, IReadOnlyList<JsonElement> rows, string file)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        var known = TableOf(table);
        return new ImportSource(list => list.Add(SourceTable.OfRows(file, known, rows)));
    }

    internal void Open(SourceList list) => open(list);

    private static string Label(string? label, string name) => string.IsNullOrEmpty(label) ? name : $"{label.TrimEnd('/', '\\')}/{name}";

    private static ImportTable TableOf(string table) => Vocabulary.TryRead<ImportTable>(table, out var known)
        ? known
        : throw new ArgumentException($"{Quotes.Of(table ?? "")} is no table. Tables are {string.Join(", ", Vocabulary.All<ImportTable>())}.", nameof(table));
}
