using System.Globalization;
using Matching.Ingest.Wording;
using Matching.Profiles;
using Spectre.Console;

namespace Matching.Ingest.Commands;

/// <summary>Prints an import's report for people.</summary>
internal static class ReportPrinter
{
    private const int ShownRejects = 20;

    internal static void Print(IAnsiConsole console, ImportReport report, string? rejectsFile)
    {
        if (report.Tables.Count > 0) console.Write(Summary(report));
        foreach (var note in report.Notes) Line(console, $"Note: {note}");
        foreach (var (file, columns) in report.UnknownColumns)
        {
            Line(console, $"Left alone, columns of {file}: {string.Join(", ", columns)}");
        }
        if (report.UnknownFiles.Count > 0) Line(console, $"Left alone, no tables: {string.Join("; ", report.UnknownFiles)}");
        PrintRejects(console, report, rejectsFile);
        if (report.IsDryRun) Line(console, "Dry run: nothing was kept.");
        else if (report.AcceptedRows == 0) Line(console, "Nothing was changed.");
    }

    private static Table Summary(ImportReport report)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("table");
        foreach (var name in new[] { "read", "added", "changed", "unchanged", "rejected" })
        {
            table.AddColumn(name, column => column.RightAligned());
        }
        foreach (var count in report.Tables)
        {
            table.AddRow(
                Vocabulary.Write(count.Table), Number(count.Read), Number(count.Added), Number(count.Changed), Number(count.Unchanged), Number(count.Rejected));
        }
        return table;
    }

    private static void PrintRejects(IAnsiConsole console, ImportReport report, string? rejectsFile)
    {
        if (report.Rejects.Count == 0) return;
        Line(console, "Rejected:");
        foreach (var reject in report.Rejects.Take(ShownRejects))
        {
            var column = reject.Column is { } name ? $" {name}:" : "";
            Line(console, $"  {reject.File}:{reject.Line}:{column} {reject.Reason}");
        }
        var more = report.RejectedRows + report.Rejects.Count(reject => reject.IsWholeFile) - Math.Min(report.Rejects.Count, ShownRejects);
        if (more > 0) Line(console, $"  and {Number(more)} more");
        if (rejectsFile is not null) Line(console, Whereabouts(report, rejectsFile));
    }

    private static string Whereabouts(ImportReport report, string rejectsFile)
    {
        var kept = report.Rejects.Count(reject => !reject.IsWholeFile);
        var which = kept < report.RejectedRows ? $"The first {Number(kept)} rejected rows" : "The rejected rows";
        return $"{which} are in {rejectsFile}. Mend them there and import that file alone.";
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Written past the markup and the wrapping: file names have brackets, and scripts read lines.
    private static void Line(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(Quotes.Clean(text));
}
