using CsvHelper;
using Matching.Ingest.Reading;
using Matching.Ingest.Wording;
using Matching.Profiles;

namespace Matching.Ingest.Commands;

/// <summary>
/// Writes rejected rows to a file that can be mended and imported alone: the input's own columns in order of first
/// appearance, the reason, and the table. Cells stay as they came, also those that a spreadsheet would take for a formula
/// (=, +, −, @): made safe, they would be other cells when they come back.
/// </summary>
internal static class RejectsWriter
{
    internal const string DefaultPath = "rejects.csv";

    /// <summary>Sees, before anything is imported, that the file can be written.</summary>
    /// <exception cref="CommandException">Its folder is not there, or it is one itself.</exception>
    internal static void Demand(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
        {
            throw new CommandException($"There is no folder {Quotes.Of(Path.GetDirectoryName(path) ?? path)} for rejected rows. Give another file with --rejects. Nothing was changed.");
        }
        if (Directory.Exists(path))
        {
            throw new CommandException($"{Quotes.Of(path)} is a folder. Give a file with --rejects. Nothing was changed.");
        }
    }

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal static void Write(string path, ImportReport report)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            WriteDraft(draft, [.. report.Rejects.Where(reject => !reject.IsWholeFile)]);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    private static void WriteDraft(string path, List<Reject> rows)
    {
        var columns = ColumnsOf(rows);
        using var writer = CsvWriter.ToFile(path, new CsvWriterOptions { WriteByteOrderMark = true });
        var reason = columns.Contains(RejectsFile.Reason, StringComparer.OrdinalIgnoreCase) ? RejectsFile.RejectReason : RejectsFile.Reason;
        writer.WriteHeader([.. columns, reason, RejectsFile.Table]);
        foreach (var row in rows) WriteRow(writer, columns, row);
    }

    // Columns by these two names would be taken for the added ones when the file comes back; no table has them.
    private static List<string> ColumnsOf(List<Reject> rows)
    {
        var seen = new HashSet<string>([RejectsFile.RejectReason, RejectsFile.Table, ""], StringComparer.OrdinalIgnoreCase);
        return [.. rows.SelectMany(row => row.Columns).Where(seen.Add)];
    }

    private static void WriteRow(CsvWriter writer, List<string> columns, Reject row)
    {
        foreach (var column in columns)
        {
            var place = RejectsFile.IndexOf(row.Columns, column);
            writer.WriteField(place >= 0 ? row.Cells[place] : "");
        }
        writer.WriteField(row.Reason);
        writer.WriteField(row.Table is { } table ? Vocabulary.Write(table) : "");
        writer.EndRecord();
    }
}
