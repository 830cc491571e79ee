using System.Runtime.CompilerServices;

namespace Matching.Api.Tests.Demo;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_readmes_example_runs_word_for_word_and_prints_what_it_says()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Root(), "README.md"));
        var example = Block(readme, "<!-- example: run by a test, word for word -->\n```bash\n");
        var expected = Block(readme, "<!-- output -->\n```\n");
        var folder = Directory.CreateTempSubdirectory("matching-readme-").FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "samples"), Path.Combine(Root(), "samples"));
            var address = RealProcess.FreeAddress();
            using var server = RealProcess.Start(folder, "dotnet", [RealProcess.Program("Api"), "--urls", address.ToString().TrimEnd('/')], ("Matching__Store", "data/own.db"), ("Matching__Jobs__Enabled", "false"));
            await server.ReadyAsync(address);
            using var shell = RealProcess.Start(folder, "bash", ["-c", Prelude + example.Replace("http://127.0.0.1:5080", address.ToString().TrimEnd('/'), StringComparison.Ordinal)]);
            Assert.True(await shell.EndAsync() == 0, shell.Output + shell.Errors);
            Assert.NotEqual("", expected.Trim());
            Assert.EndsWith(expected.Trim(), shell.Output.Replace("\r", "", StringComparison.Ordinal).Replace("\uFEFF", "", StringComparison.Ordinal).Trim(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The programs are built already: `dotnet run --project src/X -- …` runs what stands beside this test.
    private static readonly string Prelude = $$"""
        set -euo pipefail
        dotnet() { local program; case $3 in src/Api) program="{{RealProcess.Program("Api")}}" ;; src/Ingest) program="{{RealProcess.Program("Ingest")}}" ;; esac; shift 4; command dotnet "$program" "$@"; }

        """.Replace("\r", "", StringComparison.Ordinal);

    private static string Block(string text, string start)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"README.md has no block after {start}");
        from += start.Length;
        return text[from..text.IndexOf("```", from, StringComparison.Ordinal)];
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
