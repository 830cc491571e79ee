using System.Diagnostics;

namespace Matching.Ingest.Tests.Fixtures;

/// <summary>The real program, as a process of its own.</summary>
internal static class Cli
{
    internal sealed record Answer(int ExitCode, string Output, string Errors);

    // In its own folder: beside the tests, which run on the framework of the web, some of what it needs is left out.
    private static readonly string Program = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Ingest", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Matching.Ingest.dll"));

    internal static Process Start(string folder, IReadOnlyDictionary<string, string?>? environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Program);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        start.Environment.Remove("Matching__Store");
        start.Environment.Remove("Matching__Access__KeyFile");
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    internal static Task<Answer> RunAsync(string folder, params string[] args) => RunAsync(folder, null, args);

    internal static async Task<Answer> RunAsync(string folder, IReadOnlyDictionary<string, string?>? environment, string[] args)
    {
        using var process = Start(folder, environment, args);
        return await AnswerOf(process);
    }

    internal static async Task<Answer> AnswerOf(Process process)
    {
        var ct = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return new Answer(process.ExitCode, await output, await errors);
    }
}
