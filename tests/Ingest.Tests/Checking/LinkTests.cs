using Matching.Ingest.Tests.Fixtures;

namespace Matching.Ingest.Tests.Checking;

public sealed class LinkTests
{
    private static async Task<ImportReport> Organisations(Bench bench, params string[] rows) =>
        await bench.ImportAsync(("organisations.csv", "id,name,sector,unit_of\n" + string.Join('\n', rows.Select(row => row.Replace(">", ",X,agency,", StringComparison.Ordinal))) + "\n"));

    private static string Rejected(ImportReport report) => string.Join(' ', report.Rejects.Select(reject => reject.Cells[0]));

    [Fact]
    public async Task A_unit_may_stand_before_what_it_is_a_unit_of()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Organisations(bench, "c>b", "b>a", "a>");
        Assert.Empty(report.Rejects);
        Assert.Equal("b", (await bench.Store.FindOrganisationAsync("c", TestContext.Current.CancellationToken))!.UnitOf);
    }

    [Fact]
    public async Task A_unit_may_name_an_organisation_of_a_later_file()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("organisations.csv", "id,name,sector,unit_of\nb,B,agency,a\n"), ("organisations.jsonl", "{\"id\":\"a\",\"name\":\"A\",\"sector\":\"agency\"}\n"));
        Assert.Empty(report.Rejects);
    }

    [Fact]
    public async Task Neighbours_may_name_each_other()
    {
        await using var bench = await Bench.OpenAsync();
        Assert.Empty((await bench.ImportAsync(("hubs.csv", "id,name,neighbours\nnorr,Norr,syd\nsyd,Syd,norr\n"))).Rejects);
    }

    [Theory]
    [InlineData("a>b b>a c>", "a b")]
    [InlineData("a>b b>c c>a d>", "a b c")]
    [InlineData("a>a b>", "a")]
    [InlineData("d>a a>b b>a e>", "d a b")]
    [InlineData("c>b b>nix a>", "c b")]
    public async Task Circles_and_what_hangs_on_nothing_are_rejected_and_the_rest_goes_in(string rows, string rejected)
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Organisations(bench, rows.Split(' '));
        Assert.Equal(rejected, Rejected(report));
        Assert.All(report.Rejects, reject => Assert.Equal("unit_of", reject.Column));
        Assert.Equal(1, report.AcceptedRows);
    }

    [Fact]
    public async Task A_circle_through_the_store_is_rejected()
    {
        await using var bench = await Bench.OpenAsync();
        Assert.Empty((await Organisations(bench, "a>", "b>a", "c>b")).Rejects);
        var report = await Organisations(bench, "a>c", "d>");
        Assert.Equal("a", Rejected(report));
    }

    [Fact]
    public async Task A_refused_row_leaves_the_stored_link_in_force_and_that_too_makes_no_circle()
    {
        await using var bench = await Bench.OpenAsync();
        Assert.Empty((await Organisations(bench, "a>", "b>a")).Rejects);
        var report = await Organisations(bench, "b>nix", "a>b");
        Assert.Equal("b a", Rejected(report));
    }

    [Fact]
    public async Task Twenty_thousand_steps_that_end_nowhere_are_all_rejected_at_once()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await Organisations(bench, [.. Enumerable.Range(0, 20_000).Select(i => $"o{i}>o{i + 1}")]);
        Assert.Equal(20_000, report.RejectedRows);
    }

    [Fact]
    public async Task A_hub_whose_neighbour_was_rejected_says_where()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("hubs.csv", "id,name,neighbours,latitude\nnorr,Norr,syd,\nsyd,Syd,,99\n"));
        Assert.Equal([2L, 3L], report.Rejects.Select(reject => reject.Line));
        Assert.Contains("no hub 'syd'", report.Rejects[0].Reason, StringComparison.Ordinal);
    }
}
