using System.IO.Compression;
using System.Text;
using Matching.Ingest.Reading;
using Matching.Ingest.Tests.Fixtures;

namespace Matching.Ingest.Tests.Reading;

/// <summary>Files that are not what their names say, and files made to harm.</summary>
public sealed class WrongFileTests
{
    private static readonly byte[] Hubs = Workbook.Of(("hubs", [["id", "name"], ["norr", "Norr"]]));

    private static async Task<Reject> Refused(string name, byte[] content)
    {
        await using var bench = await Bench.OpenAsync();
        var before = bench.Listing();
        using var stream = new MemoryStream(content);
        var report = await bench.ImportAsync(ImportSource.FromUpload(name, stream));
        Assert.Equal(before, bench.Listing());
        var reject = Assert.Single(report.Rejects);
        Assert.True(reject.IsWholeFile);
        return reject;
    }

    public static TheoryData<string, byte[], string> Impostors => new()
    {
        { "hubs.csv", Hubs, "Excel workbook" },
        { "hubs.csv", RawZip.Of(("a.txt", "a")), "zip" },
        { "hubs.csv", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], "picture" },
        { "hubs.csv", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0], "picture" },
        { "hubs.csv", "%PDF-1.7\n%"u8.ToArray(), "PDF" },
        { "hubs.csv", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "old Excel workbook" },
        { "hubs.csv", "<!DOCTYPE html><html><body>Logga in</body></html>"u8.ToArray(), "web page" },
        { "hubs.csv", "<?xml version=\"1.0\"?><a/>"u8.ToArray(), "XML" },
        { "hubs.csv", "{\\rtf1 hej}"u8.ToArray(), "RTF" },
        { "hubs.csv", "{\"id\":\"norr\"}"u8.ToArray(), "JSON" },
        { "hubs.csv", "SQLite format 3\0aaaa"u8.ToArray(), "database" },
        { "hubs.csv", [0x1F, 0x8B, 8, 0], "compressed" },
        { "hubs.csv", [], "empty" },
        { "hubs.csv", "\n\n  \n"u8.ToArray(), "empty" },
        { "hubs.xlsx", "id,name\nnorr,Norr\n"u8.ToArray(), "plain text" },
        { "hubs.xlsx", RawZip.Of(("a.txt", "a")), "no Excel workbook" },
        { "hubs.jsonl", "id,name\nnorr,Norr\n"u8.ToArray(), "plain text" },
        { "hubs.jsonl", "[{\"id\":\"norr\"}]"u8.ToArray(), "without the [ ]" },
        { "hubs.zip", "id,name\nnorr,Norr\n"u8.ToArray(), "plain text" },
        { "hubs.zip", Hubs, "Excel workbook" },
    };

    [Theory]
    [MemberData(nameof(Impostors))]
    public async Task A_file_that_is_not_what_its_name_says_is_refused_with_what_it_looks_like(string name, byte[] content, string looksLike)
    {
        var reject = await Refused(name, content);
        Assert.Contains(looksLike, reject.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../hubs.csv")]
    [InlineData("norr/../../hubs.csv")]
    [InlineData("/etc/hubs.csv")]
    [InlineData("..\\hubs.csv")]
    [InlineData("\\\\server\\share\\hubs.csv")]
    [InlineData("C:\\hubs.csv")]
    public async Task A_zip_with_an_entry_that_points_outside_is_refused(string name)
    {
        var reject = await Refused("norr.zip", RawZip.Of((name, Bench.Hubs)));
        Assert.Contains("points outside its folder", reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_zip_is_refused()
    {
        var reject = await Refused("norr.zip", new RawZip().Add("hubs.csv", "id,name\n"u8.ToArray(), isEncrypted: true).ToArray());
        Assert.Contains("without a password", reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_of_a_hundred_thousand_entries_is_refused_before_it_is_opened()
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < 100_000; i++) zip.CreateEntry($"f{i}", CompressionLevel.NoCompression);
        }
        var reject = await Refused("norr.zip", content.ToArray());
        Assert.Contains("100,000 entries", reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_that_lies_about_the_number_of_its_entries_is_refused()
    {
        var zip = new RawZip();
        for (var i = 0; i < 50; i++) zip.Add($"f{i}", []);
        var reject = await Refused("norr.zip", zip.ToArray(statedEntries: 2));
        Assert.Contains("damaged", reject.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10u, "damaged")]
    [InlineData(uint.MaxValue - 1, "times its size")]
    public async Task Ten_gigabytes_in_a_small_zip_are_refused_whatever_size_it_states(uint statedSize, string reason)
    {
        var reject = await Refused("norr.zip", new RawZip().AddPacked("hubs.csv", RawZip.PackedGigabytes(10), statedSize, 0).ToArray());
        Assert.Contains(reason, reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_with_a_bomb_in_any_part_is_refused_before_it_is_read()
    {
        using var workbook = new ZipArchive(new MemoryStream(Hubs));
        var zip = new RawZip();
        foreach (var entry in workbook.Entries)
        {
            using var part = new MemoryStream();
            using (var from = entry.Open()) from.CopyTo(part);
            zip.Add(entry.FullName, part.ToArray());
        }
        var reject = await Refused("hubs.xlsx", zip.AddPacked("xl/media/picture.png", RawZip.PackedGigabytes(1), uint.MaxValue - 1, 0).ToArray());
        Assert.Contains("times its size", reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_whose_content_is_not_what_its_checksum_says_is_refused()
    {
        var reject = await Refused("norr.zip", new RawZip().Add("hubs.csv", Encoding.UTF8.GetBytes(Bench.Hubs), checksum: 7).ToArray());
        Assert.Contains("damaged", reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_states_too_small_a_size_is_not_read_in_part()
    {
        var reject = await Refused("norr.zip", new RawZip().Add("hubs.csv", Encoding.UTF8.GetBytes(Bench.Hubs), statedSize: 18).ToArray());
        Assert.Contains("damaged", reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_that_is_cut_off_is_refused()
    {
        var whole = RawZip.Of(("hubs.csv", Bench.Hubs));
        Assert.Contains("damaged", (await Refused("norr.zip", whole[..^30])).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml")]
    [InlineData("xl/sharedStrings.xml")]
    [InlineData("xl/workbook.xml")]
    [InlineData("_rels/.rels")]
    public async Task A_workbook_with_a_document_type_declaration_is_refused(string part)
    {
        var bad = Workbook.With(Hubs, part, xml => xml.Insert(xml.IndexOf("?>", StringComparison.Ordinal) + 2, "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"));
        var reject = await Refused("hubs.xlsx", bad);
        Assert.Contains("DTD", reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_with_a_row_beyond_Excels_last_is_refused()
    {
        var bad = Workbook.With(Hubs, "xl/worksheets/sheet1.xml", xml => xml
            .Replace("<x:row r=\"2\">", "<x:row r=\"2000000000\">", StringComparison.Ordinal)
            .Replace("r=\"A2\"", "r=\"A2000000000\"", StringComparison.Ordinal));
        var reject = await Refused("hubs.xlsx", bad);
        Assert.Contains("Excel's last", reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_as_wide_as_Excel_allows_is_refused()
    {
        var bad = Workbook.With(Hubs, "xl/worksheets/sheet1.xml", xml => xml.Replace("A1:B2", "A1:XFD2", StringComparison.Ordinal));
        var reject = await Refused("hubs.xlsx", bad);
        Assert.Contains("16384 columns", reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_named_as_a_table_with_one_sheet_counts_as_that_table()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync("hubs.xlsx", Workbook.Of(("Blad1", [["id", "name"], ["norr", "Norr"]])));
        Assert.Equal(1, report.AcceptedRows);
        Assert.Empty(report.Rejects);
    }

    [Fact]
    public async Task Sheets_that_are_no_tables_are_left_alone_and_named()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync("allt.xlsx", Workbook.Of(("hubs", [["id", "name"], ["norr", "Norr"]]), ("Anteckningar", [["x"], ["y"]])));
        Assert.Equal(1, report.AcceptedRows);
        Assert.Equal(["allt.xlsx, sheet Anteckningar"], report.UnknownFiles);
    }

    [Fact]
    public async Task A_row_of_a_sheet_is_named_by_its_number_in_Excel()
    {
        await using var bench = await Bench.OpenAsync();
        var workbook = Workbook.With(Workbook.Of(("hubs", [["id", "name"], ["norr", ""]])), "xl/worksheets/sheet1.xml", xml => xml
            .Replace("<x:row r=\"2\">", "<x:row r=\"7\">", StringComparison.Ordinal)
            .Replace("r=\"A2\"", "r=\"A7\"", StringComparison.Ordinal).Replace("r=\"B2\"", "r=\"B7\"", StringComparison.Ordinal));
        Assert.Equal(7, Assert.Single((await bench.ImportAsync("hubs.xlsx", workbook)).Rejects).Line);
    }

    [Fact]
    public async Task A_date_of_Excel_in_a_time_column_is_rejected_with_the_right_way_to_write_it()
    {
        await using var bench = await Bench.OpenFilledAsync();
        var report = await bench.ImportAsync("events.xlsx", Workbook.Of(("events", [["id", "hub", "title", "starts_at"], ["e1", "norr", "Fika", new DateTime(2026, 11, 24, 9, 0, 0)]])));
        var reject = Assert.Single(report.Rejects);
        Assert.Equal("starts_at", reject.Column);
        Assert.Contains("2026-11-24T09:00:00+01:00", reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_Excel_shows_in_a_cell_is_no_text()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync("hubs.xlsx", Workbook.Of(("hubs", [["id", "name"], ["norr", "#N/A"]])));
        Assert.Equal("name", Assert.Single(report.Rejects).Column);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    [InlineData("{\"id\":\"norr\",\"name\":{\"sv\":\"Norr\"}}")]
    [InlineData("{\"id\":\"norr\",\"name\":\"N\",\"name\":\"M\"}")]
    [InlineData("{\"id\":\"norr\",\"name\":\"\\ud83d\"}")]
    [InlineData("{\"id\":\"norr\",\"name\":\"N\",\"neighbours\":[\"a|b\"]}")]
    public async Task A_line_that_is_no_row_is_rejected_and_the_next_one_read(string line)
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("hubs.jsonl", $"{{\"id\":\"syd\",\"name\":\"Syd\"}}\n{line}\n\n{{\"id\":\"mitt\",\"name\":\"Mitt\"}}"));
        Assert.Equal(2, Assert.Single(report.Rejects).Line);
        Assert.Equal(2, report.AcceptedRows);
    }

    [Fact]
    public async Task A_json_line_of_any_length_is_passed_over()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("hubs.jsonl", $"{{\"id\":\"a\",\"name\":\"A\"}}\n{{\"id\":\"b\",\"name\":\"{new string('b', 9 << 20)}\"}}\n{{\"id\":\"c\",\"name\":\"C\"}}\n"));
        Assert.Equal(2, Assert.Single(report.Rejects).Line);
        Assert.Equal(2, report.AcceptedRows);
    }

    [Fact]
    public async Task One_bad_file_does_not_stop_the_others()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(new ImportOptions(), ("hubs.csv", Encoding.UTF8.GetBytes(Bench.Hubs)), ("organisations.csv", "%PDF-1.4"u8.ToArray()));
        Assert.Equal(("organisations.csv", true), (Assert.Single(report.Rejects).File, report.Rejects[0].IsWholeFile));
        Assert.Equal(2, report.AcceptedRows);
    }
}
