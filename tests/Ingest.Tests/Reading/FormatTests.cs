using System.Globalization;
using System.Text;
using System.Text.Json;
using Matching.Ingest.Reading;
using Matching.Ingest.Tests.Fixtures;
using Matching.Profiles;

namespace Matching.Ingest.Tests.Reading;

/// <summary>Every table with every column, in every format: the store must not be able to tell them apart.</summary>
public sealed class FormatTests
{
    private static readonly (string Table, string[][] Rows)[] Everything =
    [
        ("hubs", [
            ["id", "name", "municipality", "latitude", "longitude", "time_zone", "neighbours"],
            ["norr", "Norra navet", "Umeå", "63.8258", "20.263", "Europe/Stockholm", "syd"],
            ["syd", "Södra navet", "", "", "", "", ""]]),
        ("organisations", [
            ["id", "name", "sector", "unit_of", "municipality", "short_name", "aliases", "keywords", "remit", "website", "ministry", "function_address"],
            ["skv-umea", "Skatteverket Umeå", "agency", "skv", "Umeå", "", "", "", "", "", "", ""],
            ["skv", "Skatteverket", "agency", "", "", "SKV", "Skattemyndigheten|Tax Agency", "skatt|folkbokföring", "Beslutar, \"allt\" om skatt;\nandra raden", "https://www.skatteverket.se", "Finansdepartementet", "info@skatteverket.se"],
            ["umea", "Umeå kommun", "municipality", "", "", "", "", "", "", "", "", ""]]),
        ("members", [
            ["id", "name", "organisation", "hub", "email", "unit", "other_hubs", "challenges", "skills", "interests", "languages", "days", "contact_for", "remote", "happy_to_help", "capacity", "title", "matchable", "joined", "complexity", "may_be_named"],
            ["anna", "Anna Berg", "skv-umea", "norr", "anna@skv.se", "Enhet 1", "syd", "Hur når vi företag?|Upphandling", "Moms, tull", "skidor", "sv|en|se", "mon|wed", "moms", "yes", "ja", "2", "Handläggare", "yes", "2025-03-01", "advice|advice", "yes"],
            ["bo", "Bo Ek", "umea", "norr", "", "", "", "", "", "", "", "", "", "", "no", "", "", "nej", "", "", ""]]),
        ("events", [
            ["id", "hub", "title", "starts_at", "ends_at", "description", "topics", "capacity", "min_attendance", "sectors"],
            ["fika", "norr", "Fika", "2026-11-24T09:00:00+01:00", "2026-11-24T10:30:00+01:00", "Kom och fika", "moms|tull", "20", "4", "agency|business"]]),
        ("ties", [["a", "b", "kind", "weight"], ["anna", "bo", "advice", "0.5"], ["bo", "anna", "declared", ""]]),
        ("rules", [["kind", "a", "b", "until", "reason"], ["never", "anna", "bo", "2027-01-01", "gifta"], ["quarantine", "umea", "", "", "upphandling pågår"]]),
        ("interactions", [
            ["a", "b", "kind", "at", "minutes", "useful"],
            ["anna", "bo", "met", "2026-10-01T12:00:00+02:00", "22.5", "yes"],
            ["bo", "anna", "co-attendance", "2026-10-02T12:00:00Z", "", ""]]),
        ("checkins", [["member", "hub", "day"], ["anna", "norr", "2026-10-01"]]),
        ("attendance", [["event", "member", "status", "at"], ["fika", "anna", "no-show", "2026-11-20T08:00:00Z"], ["fika", "bo", "registered", ""]]),
    ];

    private static async Task<string> ListingAfter(Func<string, string[][], (string Name, byte[] Content)> write)
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(new ImportOptions(), Array.ConvertAll(Everything, table => write(table.Table, table.Rows)));
        Assert.Empty(report.Rejects);
        Assert.Empty(report.UnknownColumns);
        Assert.Equal(Everything.Sum(table => table.Rows.Length - 1), report.AcceptedRows);
        return bench.Listing();
    }

    private static Task<string> ListingAfterCsv() =>
        ListingAfter((table, rows) => ($"{table}.csv", Encoding.UTF8.GetBytes(Csv(rows, ',', "\n"))));

    private static string Csv(string[][] rows, char separator, string newLine) =>
        string.Concat(rows.Select(row => string.Join(separator, row.Select(cell => Cell(cell, separator))) + newLine));

    private static string Cell(string cell, char separator) =>
        cell.Contains(separator, StringComparison.Ordinal) || cell.Contains('"', StringComparison.Ordinal) || cell.Contains('\n', StringComparison.Ordinal)
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    [Fact]
    public async Task Every_column_of_every_table_reaches_the_store()
    {
        await using var bench = await Bench.OpenAsync();
        await bench.ImportAsync(Array.ConvertAll(Everything, table => ($"{table.Table}.csv", Csv(table.Rows, ',', "\r\n"))));
        var ct = TestContext.Current.CancellationToken;

        var hub = await bench.Store.FindHubAsync("norr", ct);
        Assert.Equal(("Norra navet", "Umeå", 63.8258, 20.263, "Europe/Stockholm"), (hub!.Name, hub.Municipality, hub.Latitude, hub.Longitude, hub.TimeZone));
        Assert.Equal(["syd"], hub.Neighbours);

        var organisation = await bench.Store.FindOrganisationAsync("skv", ct);
        Assert.Equal((Sector.Agency, null, "SKV"), (organisation!.Sector, organisation.UnitOf, organisation.ShortName));
        Assert.Equal(["Skattemyndigheten", "Tax Agency"], organisation.Aliases);
        Assert.Equal(["skatt", "folkbokföring"], organisation.Keywords);
        Assert.Equal("Beslutar, \"allt\" om skatt;\nandra raden", organisation.Remit);
        Assert.Equal(("https://www.skatteverket.se", "Finansdepartementet", "info@skatteverket.se"), (organisation.Website, organisation.Ministry, organisation.FunctionAddress));
        Assert.Equal("skv", (await bench.Store.FindOrganisationAsync("skv-umea", ct))!.UnitOf);

        var anna = await bench.Store.FindMemberAsync("anna", ct);
        Assert.Equal(("Anna Berg", "skv-umea", "norr", "anna@skv.se", "Enhet 1"), (anna!.Name, anna.Organisation, anna.Hub, anna.Email, anna.Unit));
        Assert.Equal(["syd"], anna.OtherHubs);
        Assert.Equal(["Hur når vi företag?", "Upphandling"], anna.Challenges);
        Assert.Equal(["Moms, tull"], anna.Skills);
        Assert.Equal(["skidor"], anna.Interests);
        Assert.Equal(["moms"], anna.ContactFor);
        Assert.Equal(["sv", "en", "se"], anna.Languages);
        Assert.Equal([Weekday.Mon, Weekday.Wed], anna.Days);
        Assert.Equal([NeedComplexity.Advice, NeedComplexity.Advice], anna.Complexity);
        Assert.Equal((true, true, 2, "Handläggare", true, new DateOnly(2025, 3, 1)), (anna.Remote, anna.HappyToHelp, anna.Capacity, anna.Title, anna.Matchable, anna.Joined!.Value));

        var bo = await bench.Store.FindMemberAsync("bo", ct);
        Assert.Equal((true, false), (anna.MayBeNamed, bo!.MayBeNamed));
        Assert.Equal((false, false, 1, null, false, null), (bo.Remote, bo.HappyToHelp, bo.Capacity, bo.Title, bo.Matchable, bo.Joined));

        var gathering = await bench.Store.FindGatheringAsync("fika", ct);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero), gathering!.StartsAt);
        Assert.Equal((20, 4, "Kom och fika"), (gathering.Capacity!.Value, gathering.MinAttendance!.Value, gathering.Description));
        Assert.Equal([Sector.Agency, Sector.Business], gathering.Sectors);

        var records = await bench.Store.LoadHubAsync("norr", new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), ct);
        Assert.Equal([0.5, 1.0], records!.Ties.Select(tie => tie.Weight).Order());
        Assert.Equal([22.5, null], records.Interactions.OrderBy(one => one.At).Select(one => one.Minutes));
        Assert.Equal([Usefulness.Yes, Usefulness.Unknown], records.Interactions.OrderBy(one => one.At).Select(one => one.Useful));
        Assert.Equal(new DateOnly(2026, 10, 1), Assert.Single(records.CheckIns).Day);
        Assert.Contains(records.Rules, rule => rule is { Kind: RuleKind.Never, A: "anna", B: "bo", Reason: "gifta" } && rule.Until == new DateOnly(2027, 1, 1));
        Assert.Contains("fika¦anna¦no-show", bench.Listing(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Semicolons_with_a_byte_order_mark_say_the_same_as_commas()
    {
        var listing = await ListingAfter((table, rows) => ($"{table}.csv", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Csv(rows, ';', "\r\n"))]));
        Assert.Equal(await ListingAfterCsv(), listing);
    }

    [Fact]
    public async Task A_first_line_of_Excel_that_names_the_separator_is_obeyed()
    {
        var listing = await ListingAfter((table, rows) => ($"{table}.csv", Encoding.UTF8.GetBytes("sep=;\r\n" + Csv(rows, ';', "\r\n"))));
        Assert.Equal(await ListingAfterCsv(), listing);
    }

    [Fact]
    public async Task Columns_in_another_order_under_capitals_say_the_same()
    {
        var listing = await ListingAfter((table, rows) => ($"{table.ToUpperInvariant()}.CSV", Encoding.UTF8.GetBytes(
            Csv([.. rows.Select((row, i) => row.Reverse().Select(cell => i == 0 ? cell.ToUpperInvariant() : cell).ToArray())], ',', "\n"))));
        Assert.Equal(await ListingAfterCsv(), listing);
    }

    [Fact]
    public async Task Sheets_of_one_workbook_say_the_same_as_files()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync("allt.xlsx", Workbook.Of(Array.ConvertAll(Everything, table => (table.Table, Array.ConvertAll(table.Rows, row => row.ToArray<object?>())))));
        Assert.Empty(report.Rejects);
        Assert.Equal(await ListingAfterCsv(), bench.Listing());
    }

    [Fact]
    public async Task Numbers_dates_and_truth_values_of_Excel_say_the_same_as_text()
    {
        object?[] Typed(string[] row, string[] header) => [.. row.Select((cell, i) => header[i] switch
        {
            _ when cell.Length == 0 => null,
            "latitude" or "longitude" or "capacity" or "min_attendance" or "weight" or "minutes" => double.Parse(cell, CultureInfo.InvariantCulture),
            "joined" or "day" or "until" => DateTime.ParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            "remote" or "happy_to_help" or "matchable" or "may_be_named" => cell is "yes" or "ja",
            _ => (object)cell,
        })];
        var listing = await ListingAfter((table, rows) => ($"{table}.xlsx", Workbook.Of(("Blad1", [rows[0], .. rows.Skip(1).Select(row => Typed(row, rows[0]))]))));
        Assert.Equal(await ListingAfterCsv(), listing);
    }

    [Fact]
    public async Task Json_lines_with_lists_and_values_say_the_same()
    {
        static object? Value(string name, string cell) => name switch
        {
            _ when cell.Length == 0 => null,
            "latitude" or "longitude" or "capacity" or "min_attendance" or "weight" or "minutes" => double.Parse(cell, CultureInfo.InvariantCulture),
            "remote" or "happy_to_help" or "matchable" or "may_be_named" => cell is "yes" or "ja",
            _ => cell.Contains('|', StringComparison.Ordinal) ? cell.Split('|') : cell,
        };
        var listing = await ListingAfter((table, rows) => ($"{table}.jsonl", Encoding.UTF8.GetBytes(string.Concat(rows.Skip(1).Select(row =>
            JsonSerializer.Serialize(rows[0].Zip(row).ToDictionary(cell => cell.First, cell => Value(cell.First, cell.Second))) + "\n")))));
        Assert.Equal(await ListingAfterCsv(), listing);
    }

    [Theory]
    [InlineData("")]
    [InlineData("norr/")]
    public async Task A_zip_of_the_folder_says_the_same(string folder)
    {
        await using var bench = await Bench.OpenAsync();
        var zip = RawZip.Of(Array.ConvertAll(Everything, table => ($"{folder}{table.Table}.csv", Csv(table.Rows, ',', "\n"))));
        using var content = new MemoryStream(zip);
        var report = await bench.ImportAsync(ImportSource.FromZip(content));
        Assert.Empty(report.Rejects);
        Assert.Equal(await ListingAfterCsv(), bench.Listing());
    }

    [Fact]
    public async Task A_workbook_inside_a_zip_is_read_and_a_zip_inside_it_is_left_alone()
    {
        await using var bench = await Bench.OpenAsync();
        var workbook = Workbook.Of(("hubs", [["id", "name"], ["norr", "Norr"]]));
        var zip = new RawZip().Add("allt.xlsx", workbook).Add("inner.zip", RawZip.Of(("hubs.csv", "id,name\nsyd,Syd\n"))).ToArray();
        using var content = new MemoryStream(zip);
        var report = await bench.ImportAsync(ImportSource.FromZip(content));
        Assert.Empty(report.Rejects);
        Assert.Equal(1, report.AcceptedRows);
        Assert.Equal(["inner.zip"], report.UnknownFiles);
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_read_all_the_same()
    {
        await using var bench = await Bench.OpenAsync();
        await using var content = new OneWayStream(Encoding.UTF8.GetBytes(Bench.Hubs));
        var report = await bench.ImportAsync(ImportSource.FromStream("hubs", content, ImportFormat.Csv));
        Assert.Equal(2, report.AcceptedRows);
    }

    [Fact]
    public async Task An_upload_is_read_by_its_name()
    {
        await using var bench = await Bench.OpenAsync();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Bench.Hubs));
        var report = await bench.ImportAsync(ImportSource.FromUpload("C:\\fakepath\\hubs.csv", content));
        Assert.Equal(2, report.AcceptedRows);
    }

    [Fact]
    public async Task Rows_that_were_parsed_already_may_have_camel_case_names()
    {
        await using var bench = await Bench.OpenFilledAsync();
        using var rows = JsonDocument.Parse("""[{"id":"ulf","name":"Ulf","organisation":"skv","hub":"norr","otherHubs":["syd"],"happyToHelp":true,"nickname":"U"},{"id":"eva"}]""");
        var report = await bench.ImportAsync(ImportSource.FromRows("members", [.. rows.RootElement.EnumerateArray()], "request"));
        var reject = Assert.Single(report.Rejects);
        Assert.Equal(("request", 2L, "name"), (reject.File, reject.Line, reject.Column));
        Assert.Equal(["nickname"], report.UnknownColumns["request"]);
        var ulf = await bench.Store.FindMemberAsync("ulf", TestContext.Current.CancellationToken);
        Assert.True(ulf!.HappyToHelp);
        Assert.Equal(["syd"], ulf.OtherHubs);
    }

    [Fact]
    public void A_table_that_there_is_not_is_refused_with_the_choices()
    {
        var refused = Assert.Throws<ArgumentException>(() => ImportSource.FromStream("people", Stream.Null, ImportFormat.Csv));
        Assert.Contains("hubs, organisations, members", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_columns_and_files_are_left_alone_and_named()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("hubs.csv", "id,name,colour,size\nnorr,Norr,blue,3\n"), ("readme.txt", "hello"), ("people.csv", "a\n1\n"));
        Assert.Empty(report.Rejects);
        Assert.Equal(["colour", "size"], report.UnknownColumns["hubs.csv"]);
        Assert.Equal(["people.csv", "readme.txt"], report.UnknownFiles);
    }

    [Fact]
    public async Task Empty_rows_and_cells_beyond_the_header_are_no_rows()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("hubs.csv", "id;name;;\n\nnorr;Norr;;\n;;;\n  ;  ;;\nsyd;Syd\n\n"));
        Assert.Empty(report.Rejects);
        Assert.Equal((2, 2), (report.Tables[0].Read, report.Tables[0].Added));
    }

    private sealed class OneWayStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();
    }
}
