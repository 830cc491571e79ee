using System.Text.RegularExpressions;

namespace Matching.Api.Tests.Documents;

/// <summary>What documents say of the program, held to the program.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_test_that_the_page_on_security_names_is_there()
    {
        var sources = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var named = TestName().Matches(Read("docs/security.md")).Select(match => match.Groups["name"].Value).Distinct().ToList();
        Assert.True(named.Count > 40);
        Assert.All(named, name => Assert.Contains($" {name}(", sources, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("publiccodeYmlVersion")]
    [InlineData("name")]
    [InlineData("url")]
    [InlineData("platforms")]
    [InlineData("developmentStatus")]
    [InlineData("softwareType")]
    [InlineData("description/sv/shortDescription")]
    [InlineData("description/sv/longDescription")]
    [InlineData("description/en/shortDescription")]
    [InlineData("description/en/longDescription")]
    [InlineData("legal/license")]
    [InlineData("maintenance/type")]
    [InlineData("maintenance/contacts")]
    [InlineData("localisation/localisationReady")]
    [InlineData("localisation/availableLanguages")]
    public void The_public_code_file_has_every_key_that_its_standard_demands(string path) => Assert.NotEmpty(PublicCode()[path]);

    [Fact]
    public void The_public_code_file_says_what_the_program_says()
    {
        var keys = PublicCode();
        Assert.Equal(("\"0.4\"", Program.Version, $"\"{Program.Released:yyyy-MM-dd}\"", "MIT"), (keys["publiccodeYmlVersion"], keys["softwareVersion"], keys["releaseDate"], keys["legal/license"]));
        Assert.StartsWith("MIT License", Read("LICENSE"), StringComparison.Ordinal);
        foreach (var language in (string[])["sv", "en"])
        {
            Assert.InRange(keys[$"description/{language}/shortDescription"].Length, 1, 150);
            Assert.InRange(keys[$"description/{language}/longDescription"].Length, 150, 10_000);
        }
    }

    // As much of YAML as the file uses: keys by indentation, with what stands behind or below them.
    private static Dictionary<string, string> PublicCode()
    {
        var (keys, path) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        foreach (var line in Read("publiccode.yml").Split('\n').Where(line => line.Trim().Length > 0 && line[0] != '#'))
        {
            var depth = (line.Length - line.TrimStart().Length) / 2;
            if (depth <= path.Count && YamlKey().Match(line) is { Success: true } key)
            {
                path = [.. path.Take(depth), key.Groups["key"].Value];
                keys[string.Join('/', path)] = key.Groups["value"].Value.TrimStart('>').Trim();
            }
            else
            {
                keys[string.Join('/', path)] += $" {line.Trim()}";
            }
        }
        return keys;
    }

    private static string Root => RepositoryRoot();

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string RepositoryRoot([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();

    [GeneratedRegex(@"^ *(?<key>[A-Za-z]+):(?<value>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex YamlKey();
}
