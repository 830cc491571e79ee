using System.Diagnostics;
using System.Globalization;
using Matching.Ingest.Tests.Fixtures;

namespace Matching.Ingest.Tests.Commands;

/// <summary>A process that is killed in the middle of an import leaves the store as it was.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Crashes = 10;

    private readonly string folder = Directory.CreateTempSubdirectory("matching-crash-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Ten_times_out_of_ten()
    {
        var store = Path.Combine(folder, "matching.db");
        var before = await FillAsync(store);
        WriteMembers();
        for (var crash = 0; crash < Crashes; crash++)
        {
            // At another place in the file each time, and far enough from its end for the kill to come before the commit.
            await KillWhen(process => HasRead((crash + 1) * 0.06, process), store);
            Assert.Equal("ok", Bench.IntegrityOf(store));
            Assert.Equal(before, Bench.ListingOf(store));
        }
        Assert.Equal(0, (await Cli.RunAsync(folder, "import", "members.csv", "--store", store)).ExitCode);
        Assert.NotEqual(before, Bench.ListingOf(store));
    }

    [Fact]
    public async Task Killed_while_the_commit_is_written_all_is_in_or_nothing()
    {
        var store = Path.Combine(folder, "matching.db");
        var before = await FillAsync(store);
        WriteMembers();
        using (var process = Cli.Start(folder, null, "import", "members.csv", "--store", store))
        {
            var log = new FileInfo(store + "-wal");
            while (!process.HasExited && !Holds(log, 1 << 20)) await Task.Yield();
            process.Kill();
            await process.WaitForExitAsync(Ct);
        }
        Assert.Equal("ok", Bench.IntegrityOf(store));
        var after = Bench.ListingOf(store);
        Assert.True(after == before || after.Contains("m0¦", StringComparison.Ordinal) && after.Contains("m99999¦", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_import_that_is_told_to_end_says_that_nothing_was_changed()
    {
        var store = Path.Combine(folder, "matching.db");
        var before = await FillAsync(store);
        WriteMembers();
        using var process = Cli.Start(folder, null, "import", "members.csv", "--store", store);
        await HasRead(0.3, process);

        // The signal of a key would not do: where tests run in the background, it is ignored from the start.
        using var end = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        var answer = await Cli.AnswerOf(process);
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("Nothing was changed", answer.Errors, StringComparison.Ordinal);
        Assert.Equal(before, Bench.ListingOf(store));
    }

    private async Task KillWhen(Func<Process, Task> isSo, string store)
    {
        using var process = Cli.Start(folder, null, "import", "members.csv", "--store", store);
        await isSo(process);
        process.Kill();
        await process.WaitForExitAsync(Ct);
        Assert.NotEqual(0, process.ExitCode);
    }

    private async Task<string> FillAsync(string store)
    {
        File.WriteAllText(Path.Combine(folder, "hubs.csv"), Bench.Hubs);
        File.WriteAllText(Path.Combine(folder, "organisations.csv"), Bench.Organisations);
        Assert.Equal(0, (await Cli.RunAsync(folder, "import", "hubs.csv", "organisations.csv", "--store", store)).ExitCode);
        return Bench.ListingOf(store);
    }

    private void WriteMembers()
    {
        using var members = new StreamWriter(Path.Combine(folder, "members.csv"));
        members.WriteLine("id,name,organisation,hub,challenges");
        for (var i = 0; i < 100_000; i++) members.WriteLine($"m{i},Medlem {i},skv,norr,Hur får vi tag på någon som kan ärende {i} och har tid att svara?");
    }

    // The file is read through twice before the store is locked, and then once for its rows.
    private Task HasRead(double share, Process process)
    {
        var length = new FileInfo(Path.Combine(folder, "members.csv")).Length;
        return Until(() => BytesReadBy(process) >= (2 + share) * length, process);
    }

    private static bool Holds(FileInfo file, long bytes)
    {
        file.Refresh();
        return file.Exists && file.Length >= bytes;
    }

    private static async Task Until(Func<bool> isSo, Process process)
    {
        while (!isSo())
        {
            Assert.False(process.HasExited, "The import ended before it could be stopped.");
            await Task.Yield();
        }
    }

    // How much a process has read in all, as Linux tells it.
    private static long BytesReadBy(Process process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.Id}/io").First(line => line.StartsWith("rchar:", StringComparison.Ordinal));
            return long.Parse(line.AsSpan("rchar:".Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return 0;
        }
    }
}
