using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Matching.Benchmarks.Quality;

/// <summary>Runs every task whose data are there: a line of JSON for each value, and a table of all of them for people.</summary>
internal static class QualityRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Returns the exit code.</summary>
    internal static int Of(string data, TextWriter lines, TextWriter people)
    {
        if (!Directory.Exists(data))
        {
            people.WriteLine($"There is no folder '{data}'.");
            return 1;
        }
        var rows = QualityTask.All.SelectMany(task => Rows(task, Path.Combine(data, task.Folder), people)).Select(row => Print(row, lines)).ToList();
        Print(rows, people);
        return 0;
    }

    private static IEnumerable<QualityRow> Rows(QualityTask task, string folder, TextWriter people)
    {
        if (Directory.Exists(folder)) return task.Run(new DataFolder(folder));
        people.WriteLine($"{task.Folder}: skipped, its folder is not there.");
        return [];
    }

    private static QualityRow Print(QualityRow row, TextWriter lines)
    {
        lines.WriteLine(JsonSerializer.Serialize(row, Json));
        return row;
    }

    private static void Print(IReadOnlyList<QualityRow> rows, TextWriter people)
    {
        var table = new Table { Border = TableBorder.Markdown };
        table.AddColumns("task", "set", "system", "measure");
        foreach (var number in new[] { "value", "n", "seconds" }) table.AddColumn(number, column => column.RightAligned());
        foreach (var row in rows)
        {
            table.AddRow(row.Task, row.Set, row.System, row.Measure, row.Value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "–",
                row.N.ToString(CultureInfo.InvariantCulture), row.Seconds.ToString("0.00", CultureInfo.InvariantCulture));
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(people), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;
        console.Write(table);
    }
}
