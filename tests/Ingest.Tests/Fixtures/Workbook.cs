using System.IO.Compression;
using MiniExcelLibs;

namespace Matching.Ingest.Tests.Fixtures;

/// <summary>Makes workbooks, good ones and others.</summary>
internal static class Workbook
{
    /// <summary>A workbook with a sheet a table; the first row of each is its header.</summary>
    internal static byte[] Of(params (string Sheet, object?[][] Rows)[] sheets)
    {
        var content = sheets.ToDictionary(sheet => sheet.Sheet, object (sheet) => Rows(sheet.Rows));
        using var workbook = new MemoryStream();
        MiniExcel.SaveAs(workbook, content);
        return workbook.ToArray();
    }

    /// <summary>The workbook with one part changed.</summary>
    internal static byte[] With(byte[] workbook, string part, Func<string, string> change)
    {
        using var result = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(workbook)))
        using (var to = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                using var reader = new StreamReader(entry.Open());
                using var writer = new StreamWriter(to.CreateEntry(entry.FullName).Open());
                var text = reader.ReadToEnd();
                writer.Write(entry.FullName == part ? change(text) : text);
            }
        }
        return result.ToArray();
    }

    private static List<Dictionary<string, object?>> Rows(object?[][] rows) =>
        [.. rows.Skip(1).Select(row => rows[0].Select((name, i) => (Name: (string)name!, Value: i < row.Length ? row[i] : null)).ToDictionary(cell => cell.Name, cell => cell.Value))];
}
