using System.IO.Compression;
using Matching.Ingest.Wording;
using Matching.Profiles;
using MiniExcelLibs;

namespace Matching.Ingest.Reading;

/// <summary>What a whole file is refused for.</summary>
internal sealed record FileFault(string File, ImportTable? Table, long Line, string? Column, string Reason);

/// <summary>Every table that the sources have, and what was found on the way to them. Closes what it opened.</summary>
internal sealed class SourceList(CancellationToken ct) : IDisposable
{
    private readonly List<SourceTable> tables = [];
    private readonly List<IDisposable> opened = [];

    internal IReadOnlyList<SourceTable> Tables => tables;

    /// <summary>Files and sheets that are no tables.</summary>
    internal List<string> UnknownFiles { get; } = [];
    internal List<FileFault> Faults { get; } = [];
    internal List<string> Notes { get; } = [];

    internal void Add(SourceTable table) => tables.Add(table);

    /// <summary>Takes a file by its name.</summary>
    /// <param name="file">Its name in the report.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="isAskedFor">Whether the file itself was named, rather than the folder that it lies in.</param>
    internal void AddFile(string file, string path, bool isAskedFor)
    {
        if (IsHidden(file) && !isAskedFor) return;
        if (!isAskedFor && (FormatOf(file) is null || FormatOf(file) != ImportFormat.Xlsx && TableOf(file) is null))
        {
            UnknownFiles.Add(file);
            return;
        }
        try
        {
            var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
            opened.Add(content);
            AddContent(file, content, isAskedFor);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Faults.Add(new FileFault(file, TableOf(file), 1, null, $"the file cannot be opened. Close it in other programs, and see that it may be read ({Quotes.Clean(failure.Message)})"));
        }
    }

    /// <summary>Takes content by a file's name.</summary>
    internal void AddContent(string file, Stream content, bool isAskedFor)
    {
        var table = TableOf(file);
        var format = FormatOf(file);
        if (file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) AddZip(file, content);
        else if (format == ImportFormat.Xlsx)
        {
            Guarded(file, table, () => AddWorkbook(file, Seekable(content), table, mayNameNoTable: true, new UnpackBudget()));
        }
        else if (format is { } text && table is { } known) AddTable(file, content, known, text);
        else if (format != ImportFormat.Csv || !isAskedFor) UnknownFiles.Add(file);
        else Guarded(file, null, () => AddRejects(file, Seekable(content)));
    }

    /// <summary>Takes the content of one table.</summary>
    internal void AddTable(string file, Stream content, ImportTable table, ImportFormat format) => Guarded(file, table, () =>
    {
        var seekable = Seekable(content);
        if (format == ImportFormat.Xlsx) AddWorkbook(file, seekable, table, mayNameNoTable: false, new UnpackBudget());
        else if (format == ImportFormat.Csv) AddCsv(file, seekable, table);
        else AddJsonl(file, seekable, table);
    });

    /// <summary>Takes the tables of a zip, each copied out under a name of our own.</summary>
    internal void AddZip(string? file, Stream content) => Guarded(file ?? "the zip", null, () =>
    {
        var seekable = Seekable(content);
        FileKinds.DemandZip(CsvLayout.Head(seekable));
        using var archive = ZipGuard.Open(seekable);
        var budget = new UnpackBudget();
        foreach (var (name, entry) in EntriesOf(archive)) AddEntry(file is null ? name : $"{file}/{name}", name, entry, budget);
    });

    public void Dispose()
    {
        foreach (var one in opened) one.Dispose();
    }

    // Refusing one file lets the others be read.
    private void Guarded(string file, ImportTable? table, Action add)
    {
        var (tablesBefore, notesBefore) = (tables.Count, Notes.Count);
        try
        {
            add();
        }
        catch (SourceException refused)
        {
            tables.RemoveRange(tablesBefore, tables.Count - tablesBefore);
            Notes.RemoveRange(notesBefore, Notes.Count - notesBefore);
            Faults.Add(new FileFault(file, table, refused.Line, refused.Column, refused.Message));
        }
    }

    private void AddEntry(string file, string name, ZipArchiveEntry entry, UnpackBudget budget)
    {
        var isWorkbook = FormatOf(name) == ImportFormat.Xlsx;
        if (name.Contains('/', StringComparison.Ordinal) || FormatOf(name) is null || TableOf(name) is null && !isWorkbook)
        {
            UnknownFiles.Add(file);
            return;
        }
        using var packed = ZipGuard.Read(entry, budget);
        var copy = Spool.Copy(packed, ReadingLimits.UnpackedBytes, ct);
        opened.Add(copy);
        if (isWorkbook) Guarded(file, TableOf(name), () => AddWorkbook(file, copy, TableOf(name), mayNameNoTable: true, budget));
        else AddTable(file, copy, TableOf(name)!.Value, FormatOf(name)!.Value);
    }

    // A zip of a folder has the folder's name before each entry, or not; folders further down are other folders.
    private static List<(string Name, ZipArchiveEntry Entry)> EntriesOf(ZipArchive archive)
    {
        var files = archive.Entries.Select(entry => (Name: ZipGuard.PathOf(entry), Entry: entry))
            .Where(file => !file.Name.EndsWith('/') && !IsHidden(file.Name) && !file.Name.StartsWith("__MACOSX/", StringComparison.Ordinal))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        while (files.Count > 0 && files[0].Name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
        {
            var folder = files[0].Name[..(slash + 1)];
            if (!files.TrueForAll(file => file.Name.StartsWith(folder, StringComparison.Ordinal))) break;
            files = files.ConvertAll(file => (file.Name[folder.Length..], file.Entry));
        }
        return files;
    }

    private void AddCsv(string file, Stream content, ImportTable table)
    {
        var layout = CsvLayout.Of(content);
        NoteEncoding(file, layout.Encoding);
        Add(SourceTable.OfCsv(file, table, content, layout));
    }

    private void AddJsonl(string file, Stream content, ImportTable table)
    {
        FileKinds.Demand(ImportFormat.Jsonl, CsvLayout.Head(content));
        content.Position = 0;
        var encoding = TextEncodings.Of(content);
        NoteEncoding(file, encoding);
        Add(SourceTable.OfJsonl(file, table, content, encoding));
    }

    private void NoteEncoding(string file, TextEncoding encoding)
    {
        if (encoding != TextEncoding.Windows1252) return;
        Notes.Add($"{file} is not UTF-8 and was read as Windows-1252, as older Excel writes it. Look at å, ä and ö; \"CSV UTF-8\" is sure to be right.");
    }

    private void AddWorkbook(string file, Stream content, ImportTable? named, bool mayNameNoTable, UnpackBudget budget)
    {
        FileKinds.Demand(ImportFormat.Xlsx, CsvLayout.Head(content));
        WorkbookGuard.Check(content, budget, ct);
        content.Position = 0;
        var sheets = SheetRows.Guarded(() => MiniExcel.GetSheetNames(content));
        var known = sheets.Where(sheet => SheetTable(sheet) is { } table && (mayNameNoTable || table == named)).ToList();
        if (known.Count == 0 && named is { } only && sheets.Count == 1)
        {
            Add(SourceTable.OfSheet(file, only, content, sheets[0]));
            return;
        }
        foreach (var sheet in known) Add(SourceTable.OfSheet($"{file}, sheet {sheet}", SheetTable(sheet)!.Value, content, sheet));
        if (known.Count > 0) UnknownFiles.AddRange(sheets.Except(known).Select(sheet => $"{file}, sheet {Quotes.Clean(sheet)}"));
        else if (mayNameNoTable) UnknownFiles.Add(file);
        else throw new SourceException($"the workbook has no sheet named {Vocabulary.Write(named!.Value)}, and more than one. Name the sheet so");
    }

    private void AddRejects(string file, Stream content)
    {
        var layout = CsvLayout.Of(content);
        using var all = new CsvRows(content, layout);
        if (!RejectsFile.Is(all.Columns))
        {
            UnknownFiles.Add(file);
            return;
        }
        NoteEncoding(file, layout.Encoding);
        var (found, hasStrays) = RejectsFile.Contents(all);
        foreach (var table in found)
        {
            Add(new SourceTable(file, table, content.Length, () => RejectsFile.Rows(new CsvRows(content, layout), table)));
        }
        if (hasStrays) Add(new SourceTable(file, null, content.Length, () => RejectsFile.Strays(new CsvRows(content, layout))));
    }

    // Content is read twice: once to see what it is, once for its rows.
    private Stream Seekable(Stream content)
    {
        if (content.CanSeek) return content;
        var copy = Spool.Copy(content, ReadingLimits.UnpackedBytes, ct);
        opened.Add(copy);
        return copy;
    }

    private static ImportTable? TableOf(string file) =>
        Vocabulary.TryRead<ImportTable>(Path.GetFileNameWithoutExtension(file), out var table) ? table : null;

    private static ImportTable? SheetTable(string sheet) => Vocabulary.TryRead<ImportTable>(sheet, out var table) ? table : null;

    private static ImportFormat? FormatOf(string file) =>
        Vocabulary.TryRead<ImportFormat>(Path.GetExtension(file).AsSpan().TrimStart('.'), out var format) ? format : null;

    // Files of the file system's or the spreadsheet's own, such as .DS_Store and ~$members.xlsx.
    private static bool IsHidden(string file) => Path.GetFileName(file) is ['.', ..] or ['~', '$', ..];
}
