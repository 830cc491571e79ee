using System.Text;
using CsCheck;
using Matching.Ingest.Reading;
using Matching.Ingest.Tests.Fixtures;

namespace Matching.Ingest.Tests.Reading;

public sealed class QuoteTests
{
    private static Task<ImportReport> Import(Bench bench, string rows) => bench.ImportAsync(("hubs.csv", "id,name,municipality\n" + rows));

    [Fact]
    public async Task An_unclosed_quote_costs_its_own_line_and_not_the_file()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Import(bench, "a,A,x\nb,\"B,x\nc,C,x\nd,D,x\n");
        var reject = Assert.Single(report.Rejects);
        Assert.Equal((3L, "name"), (reject.Line, reject.Column));
        Assert.Contains("never closed", reject.Reason, StringComparison.Ordinal);
        Assert.Equal(["b", "\"B", "x"], reject.Cells);
        Assert.Equal(3, report.AcceptedRows);
    }

    [Fact]
    public async Task An_unclosed_quote_before_a_well_quoted_cell_costs_its_own_line()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Import(bench, "a,\"A,x\nb,B,x\nc,\"C, or so\",x\nd,D,x\n");
        Assert.Equal(2, Assert.Single(report.Rejects).Line);
        Assert.Equal(3, report.AcceptedRows);
    }

    [Fact]
    public async Task Text_after_a_closing_quote_rejects_the_row()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Import(bench, "a,\"A\" and more,x\nb,B,x\n");
        var reject = Assert.Single(report.Rejects);
        Assert.Equal((2L, "name"), (reject.Line, reject.Column));
        Assert.Contains("text follows the closing quotation mark", reject.Reason, StringComparison.Ordinal);
        Assert.Equal(1, report.AcceptedRows);
    }

    [Fact]
    public async Task A_header_that_is_never_closed_refuses_the_file()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("hubs.csv", "id,\"name\na,A\n"));
        Assert.True(Assert.Single(report.Rejects).IsWholeFile);
        Assert.Equal(0, report.AcceptedRows);
    }

    [Fact]
    public async Task Lines_are_counted_where_records_start_across_quoted_line_breaks()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Import(bench, "a,A,\"x\ny\r\nz\"\r\n,B,\n\nc,\"C,x\n,D,\n");
        Assert.Equal([5L, 7L, 8L], report.Rejects.Select(reject => reject.Line));
    }

    [Fact]
    public async Task A_megabyte_in_one_cell_rejects_its_row_and_no_other()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Import(bench, $"a,A,x\nb,\"{new string('b', 1 << 20)}\",x\nc,C,x\n");
        var reject = Assert.Single(report.Rejects);
        Assert.Equal((3L, "name"), (reject.Line, reject.Column));
        Assert.Contains("1,048,576 characters", reject.Reason, StringComparison.Ordinal);
        Assert.InRange(reject.Cells[1].Length, 1, 300);
        Assert.Equal(2, report.AcceptedRows);
    }

    [Fact]
    public async Task A_record_that_is_longer_than_any_may_be_is_passed_over_and_reported()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Import(bench, $"a,A,x\nb,\"{new string('b', 5 << 20)}\n\",x\nc,,x\n");
        Assert.Equal([3L, 5L], report.Rejects.Select(reject => reject.Line));
        Assert.Contains("no row may be longer", report.Rejects[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_every_line_opens_a_quote_ends_in_reasonable_time()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Import(bench, string.Concat(Enumerable.Repeat("y\",\"z\n", 50_000)));
        Assert.True(report.RejectedRows > 0);
        Assert.Equal(0, report.AcceptedRows);
    }

    [Theory]
    [InlineData("a,A\n", "the row has 2 cells and the header has 3")]
    [InlineData("a,A,x,y\n", "the row has 4 cells and the header has 3")]
    public async Task A_row_with_too_few_or_too_many_cells_is_rejected(string row, string reason)
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Import(bench, row + "b,B,x\n");
        Assert.StartsWith(reason, Assert.Single(report.Rejects).Reason, StringComparison.Ordinal);
        Assert.Equal(1, report.AcceptedRows);
    }

    [Fact]
    public void What_the_scan_leaves_is_split_without_a_fault_and_no_line_is_lost()
    {
        var text = Gen.OneOf("\"", "\"\"", ",", "a", "\n", "\r\n", "\r", "å", " ").Array[0, 60].Select(string.Concat);
        text.Sample(body =>
        {
            var content = new MemoryStream(Encoding.UTF8.GetBytes("h,i\n" + body));
            var layout = CsvLayout.Of(content);
            if (layout.Damaged is [{ Line: 1 }, ..]) return true;
            using var rows = new CsvRows(content, layout);
            long last = 1;
            while (rows.Read())
            {
                if (rows.Line <= last) return false;
                last = rows.Line;
            }
            return last <= Lines("h,i\n" + body);
        });
    }

    private static int Lines(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Count(letter => letter is '\n' or '\r') + 1;
}
