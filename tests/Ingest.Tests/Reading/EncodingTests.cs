using System.Text;
using Matching.Ingest.Reading;
using Matching.Ingest.Tests.Fixtures;

namespace Matching.Ingest.Tests.Reading;

public sealed class EncodingTests
{
    private static readonly Encoding Latin = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hubs.csv", "id,name\nnorr,Åre – navet “ett”\n")]
    [InlineData("hubs.jsonl", "{\"id\":\"norr\",\"name\":\"Åre – navet ‘ett’\"}\n")]
    public async Task A_file_wholly_in_Windows_1252_is_read_and_the_report_says_so(string name, string text)
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(name, Latin.GetBytes(text));
        Assert.Empty(report.Rejects);
        Assert.Contains(name, Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.StartsWith("Åre – navet", (await bench.Store.FindHubAsync("norr", Ct))!.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Windows_1252_file_that_is_longer_than_a_buffer_is_recognised_by_its_last_letter()
    {
        await using var bench = await Bench.OpenAsync();
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"h{i},Hub {i}\n"));
        var report = await bench.ImportAsync("hubs.csv", Latin.GetBytes($"id,name\n{rows}norr,Norrå\n"));
        Assert.Empty(report.Rejects);
        Assert.Equal("Norrå", (await bench.Store.FindHubAsync("norr", Ct))!.Name);
    }

    [Fact]
    public async Task In_a_mixed_file_only_rows_with_bad_bytes_are_rejected_with_line_and_column()
    {
        await using var bench = await Bench.OpenAsync();
        byte[] content = [.. "id,name\nåre,Åre\n"u8, .. Latin.GetBytes("umea,Umeå\n"), .. "lulea,Luleå\n"u8];
        var report = await bench.ImportAsync("hubs.csv", content);
        var reject = Assert.Single(report.Rejects);
        Assert.Equal(("hubs.csv", 3L, "name"), (reject.File, reject.Line, reject.Column));
        Assert.Contains("byte 4", reject.Reason, StringComparison.Ordinal);
        Assert.Contains("0xE5", reject.Reason, StringComparison.Ordinal);
        Assert.Equal(["umea", "Umeå"], reject.Cells);
        Assert.Equal(2, report.AcceptedRows);
    }

    [Fact]
    public async Task In_mixed_json_lines_the_line_is_rejected()
    {
        await using var bench = await Bench.OpenAsync();
        byte[] content = [.. "{\"id\":\"are\",\"name\":\"Åre\"}\n"u8, .. Latin.GetBytes("{\"id\":\"umea\",\"name\":\"Umeå\"}\n")];
        var report = await bench.ImportAsync("hubs.jsonl", content);
        Assert.Equal(2, Assert.Single(report.Rejects).Line);
        Assert.Equal(1, report.AcceptedRows);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-16", false)]
    public async Task Text_in_UTF_16_or_32_is_refused_with_what_to_do(string encoding, bool hasMark)
    {
        await using var bench = await Bench.OpenAsync();
        var used = Encoding.GetEncoding(encoding);
        var report = await bench.ImportAsync("hubs.csv", [.. hasMark ? used.GetPreamble() : [], .. used.GetBytes(Bench.Hubs)]);
        var reject = Assert.Single(report.Rejects);
        Assert.True(reject.IsWholeFile);
        Assert.Contains("UTF-", reject.Reason, StringComparison.Ordinal);
        Assert.Contains("CSV UTF-8", reject.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hubs.csv", "id,name\nnorr,No\0rr\nsyd,Syd\n", 2)]
    [InlineData("hubs.jsonl", "{\"id\":\"norr\",\"name\":\"No\\u0000rr\"}\n{\"id\":\"syd\",\"name\":\"Syd\"}\n", 1)]
    public async Task A_NUL_rejects_its_row_and_names_line_and_column(string file, string text, long line)
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync((file, text));
        var reject = Assert.Single(report.Rejects);
        Assert.Equal((line, "name"), (reject.Line, reject.Column));
        Assert.Contains("NUL character stands at character 3", reject.Reason, StringComparison.Ordinal);
        Assert.Equal(1, report.AcceptedRows);
    }

    [Fact]
    public void A_sequence_across_the_edge_of_a_buffer_is_not_bad()
    {
        for (var before = (1 << 16) - 4; before < (1 << 16) + 2; before++)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(new string('a', before) + "€😀å"));
            Assert.Equal(TextEncoding.Utf8, TextEncodings.Of(content));
        }
    }
}
