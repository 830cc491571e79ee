using System.Text;
using Matching.Words;
using Microsoft.Extensions.DependencyInjection;

namespace Matching.Api.Tests;

public sealed class WordListFileTests : IDisposable
{
    // Words that no list has, so that only the file can tell them apart.
    private const string Compound = "frimpelskrånd";

    private readonly string folder = Directory.CreateTempSubdirectory("matching-words-").FullName;

    private string Words => Path.Combine(folder, "own.dic");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_words_of_a_file_come_beside_the_projects_own()
    {
        File.WriteAllText(Words, "2\nfrimpel/A\nskrånd/A\n");
        Assert.Single(CompoundSplitter.Swedish.Parts(Compound));
        Assert.Equal(["frimpel", "skrånd"], Parts(WordListFile.Read(Words), Compound));
        Assert.Equal(["järn", "väg"], Parts(WordListFile.Read(Words), "järnväg"));
    }

    [Fact]
    public void The_affix_file_says_the_charset_and_which_words_are_misspelt()
    {
        File.WriteAllText(Words, "3\nfrimpel/A\nskrånd/A\nfrimpelskrånd/%\n", Encoding.Latin1);
        File.WriteAllText(Path.ChangeExtension(Words, ".aff"), "SET ISO8859-1\nFORBIDDENWORD %\n");
        Assert.Equal(["frimpel", "skrånd"], Parts(WordListFile.Read(Words), Compound));
    }

    [Fact]
    public async Task A_server_reads_the_list_that_is_configured()
    {
        await File.WriteAllTextAsync(Words, "2\nfrimpel\nskrånd\n");
        await using var server = await RunningServer.StartAsync(settings: ["--Matching:WordList", Words]);
        Assert.Equal(["frimpel", "skrånd"], Parts(server.Services.GetRequiredService<CompoundSplitter>(), Compound));
    }

    [Fact]
    public async Task A_configured_list_that_is_not_there_stops_the_start()
    {
        var missing = await Assert.ThrowsAsync<OptionsException>(() => RunningServer.StartAsync(settings: ["--Matching:WordList", Words]));
        Assert.Contains("Matching__WordList", missing.Message, StringComparison.Ordinal);
        Assert.Contains(Words, missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SET NO-SUCH-CHARSET\n")]
    [InlineData("SET UTF-8\n")]
    public void A_list_in_an_unknown_or_a_wrong_charset_is_told(string affixes)
    {
        File.WriteAllText(Words, "1\nskrånd\n", Encoding.Latin1);
        File.WriteAllText(Path.ChangeExtension(Words, ".aff"), affixes);
        Assert.Contains("Matching__WordList", Assert.Throws<OptionsException>(() => WordListFile.Read(Words)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Parts(CompoundSplitter splitter, string word) => splitter.Parts(word).Select(part => part.Word);
}
