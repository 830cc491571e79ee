using Matching.Ingest.Reading;
using Matching.Ingest.Wording;
using Matching.Profiles;
using Matching.Storage;
using Spectre.Console;

namespace Matching.Ingest.Commands;

/// <summary>Imports paths, and prints what became of them.</summary>
internal static class ImportCommand
{
    /// <exception cref="CommandException">A path is not there.</exception>
    internal static async Task<int> RunAsync(string[] paths, bool dryRun, string rejectsPath, StoreAddress address, CancellationToken ct)
    {
        foreach (var path in paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                throw new CommandException($"There is no file or folder {Quotes.Of(path)}. Nothing was changed.");
            }
        }
        RejectsWriter.Demand(rejectsPath);
        var sources = Array.ConvertAll(paths, path => ImportSource.FromPath(path, paths.Length > 1 ? Path.GetDirectoryName(Directory.Exists(path) ? path + "/" : path) : null));
        var console = Screen();
        var report = await WithProgress(console, progress => ImportAsync(sources, new ImportOptions { DryRun = dryRun, Progress = progress }, address, ct)).ConfigureAwait(false);
        if (!report.FoundTables) throw new CommandException(NoTable(report));
        ReportPrinter.Print(console, report, report.RejectedRows > 0 && TryWrite(rejectsPath, report) ? rejectsPath : null);
        return ExitCode(report);
    }

    // The rows that are in stay in, so this is no reason to answer that nothing was done.
    private static bool TryWrite(string path, ImportReport report)
    {
        try
        {
            RejectsWriter.Write(path, report);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The rejected rows could not be written to {Quotes.Of(path)}: {Quotes.Clean(failure.Message)} Import the same files again with --rejects and another file.");
            return false;
        }
    }

    private static async Task<ImportReport> ImportAsync(IReadOnlyList<ImportSource> sources, ImportOptions options, StoreAddress address, CancellationToken ct)
    {
        var store = await SqlStore.OpenAsync(address, ct).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            return await ImportRun.ImportAsync(store, sources, options, ct).ConfigureAwait(false);
        }
    }

    private static int ExitCode(ImportReport report) =>
        report.Rejects.Count == 0 ? CommandLine.AllIn
        : report.AcceptedRows > 0 || report.RejectedRows > 0 ? CommandLine.SomeRejected
        : CommandLine.NothingDone;

    // What is piped to a file or another program is plain text, wide enough not to be broken.
    private static IAnsiConsole Screen()
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected) console.Profile.Width = 160;
        return console;
    }

    private static Task<ImportReport> WithProgress(IAnsiConsole console, Func<IProgress<ImportProgress>?, Task<ImportReport>> import)
    {
        if (Console.IsOutputRedirected) return import(null);
        return console.Progress().AutoClear(true).StartAsync(context =>
        {
            var bar = new ProgressBar(context);
            return import(bar);
        });
    }

    private static string NoTable(ImportReport report)
    {
        var found = report.UnknownFiles.Count == 0 ? "nothing" : string.Join(", ", report.UnknownFiles.Take(10).Select(Quotes.Of));
        return $"There is no table to import; found: {found}. Tables are {string.Join(", ", Vocabulary.All<ImportTable>())}, as .csv, .xlsx or .jsonl. Nothing was changed.";
    }

    /// <summary>A bar that fills with the bytes read. It is moved from the importing thread, so nothing is queued.</summary>
    private sealed class ProgressBar(ProgressContext context) : IProgress<ImportProgress>
    {
        private readonly ProgressTask task = context.AddTask("Reading", maxValue: 1);

        public void Report(ImportProgress value)
        {
            task.Description = Markup.Escape($"{Quotes.Clean(value.File)} ({value.Rows:N0} rows)");
            task.Value = value.BytesTotal == 0 ? 0 : (double)value.BytesRead / value.BytesTotal;
        }
    }
}
