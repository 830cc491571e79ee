using System.Text;
using CsCheck;
using CsvHelper;
using Matching.Ingest.Reading;
using Matching.Ingest.Tests.Fixtures;
using Matching.Profiles;

namespace Matching.Ingest.Tests;

public sealed class ImportRunTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Importing_twice_changes_nothing()
    {
        await using var bench = await Bench.OpenFilledAsync();
        var before = bench.Listing();
        var report = await bench.ImportAsync(("hubs.csv", Bench.Hubs), ("organisations.csv", Bench.Organisations), ("members.csv", Bench.Members), ("events.csv", Bench.Events));
        Assert.All(report.Tables, table => Assert.Equal((table.Read, 0L, 0L, 0L), (table.Unchanged, table.Added, table.Changed, table.Rejected)));
        Assert.Equal(before, bench.Listing());
    }

    [Fact]
    public async Task A_changed_row_counts_as_changed()
    {
        await using var bench = await Bench.OpenFilledAsync();
        var report = await bench.ImportAsync(("hubs.csv", "id,name\nnorr,Norra navet\nsyd,Syd\nmitt,Mitt\n"));
        Assert.Equal((3L, 1L, 1L, 1L), (report.Tables[0].Read, report.Tables[0].Added, report.Tables[0].Changed, report.Tables[0].Unchanged));
    }

    [Fact]
    public async Task A_dry_run_reports_the_same_and_keeps_nothing()
    {
        await using var bench = await Bench.OpenAsync();
        var before = bench.Listing();
        (string, string)[] files = [("hubs.csv", Bench.Hubs), ("organisations.csv", Bench.Organisations), ("members.csv", Bench.Members + "x,X,nix,norr\n")];
        var dry = await bench.ImportAsync(new ImportOptions { DryRun = true }, files);
        Assert.Equal(before, bench.Listing());
        Assert.True(dry.IsDryRun);
        var wet = await bench.ImportAsync(files);
        Assert.Equal(wet.Tables, dry.Tables);
        Assert.Equal(wet.Rejects.Select(reject => reject.Reason), dry.Rejects.Select(reject => reject.Reason));
    }

    [Fact]
    public async Task A_cancelled_import_keeps_nothing()
    {
        await using var bench = await Bench.OpenAsync();
        var before = bench.Listing();
        using var cancel = new CancellationTokenSource();
        var options = new ImportOptions { Progress = new Now(_ => cancel.Cancel()) };
        var source = ImportSource.FromStream("hubs", new MemoryStream(Encoding.UTF8.GetBytes(ManyHubs(5_000))), ImportFormat.Csv);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ImportRun.ImportAsync(bench.Store, [source], options, cancel.Token));
        Assert.Equal(before, bench.Listing());
    }

    [Fact]
    public async Task Progress_grows_to_the_size_of_the_file()
    {
        await using var bench = await Bench.OpenAsync();
        var seen = new List<ImportProgress>();
        await bench.ImportAsync(new ImportOptions { Progress = new Now(seen.Add) }, ("hubs.csv", ManyHubs(5_000)));
        Assert.Equal([1024, 2048, 3072, 4096], seen.Select(one => one.Rows));
        Assert.All(seen, one => Assert.InRange(one.BytesRead, 1, one.BytesTotal));
        Assert.Equal(seen.OrderBy(one => one.BytesRead), seen);
    }

    [Fact]
    public async Task What_is_kept_of_rejects_is_bounded_and_all_are_counted()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("hubs.csv", "id,name\n" + string.Concat(Enumerable.Repeat("x,\n", 100_010))));
        Assert.Equal(100_010, report.RejectedRows);
        Assert.Equal(100_000, report.Rejects.Count);
    }

    [Fact]
    public void Members_written_by_a_CSV_library_are_read_back_the_same()
    {
        var letters = Gen.Char["abcåäöÅß€ \",;/\n'=+-@ #"];
        var text = Gen.String[letters, 0, 30].Select(raw => $"{raw}x".Trim());
        var texts = text.Array[0, 3].Select(all => (IReadOnlyList<string>)[.. all.Distinct()]);
        var member = Gen.Select(text.Select(OneLine), texts, texts, Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 40_000])
            .Select((name, challenges, skills, capacity, remote, day) => new Member
            {
                Id = "",
                Name = name,
                Organisation = "skv",
                Hub = "norr",
                Challenges = challenges,
                Skills = skills,
                Capacity = capacity,
                Remote = remote,
                Joined = new DateOnly(1950, 1, 1).AddDays(day),
            });
        Gen.Select(member.Array[0, 8], Gen.OneOf(',', ';'), Gen.OneOf("\n", "\r\n"), Gen.Bool).Sample(
            (members, separator, newLine, hasMark) => ReadBack([.. members.Select((one, i) => one with { Id = $"m{i}" })], separator, newLine, hasMark).GetAwaiter().GetResult(),
            iter: 60, threads: 1);
    }

    [Fact]
    public void Whatever_the_bytes_every_row_is_in_or_in_the_report()
    {
        var noise = Gen.Byte.Array[0, 400];
        var almost = Gen.OneOf("id", "name", ",", ";", "\n", "\r", "\"", "a", "b", "\0", "\u00E5", "PK\u0003\u0004", "{", "}", ":", "<", "sep=;\n").Array[0, 60]
            .Select(parts => Encoding.UTF8.GetBytes("id,name\n" + string.Concat(parts)));
        var spoilt = Gen.Select(almost, Gen.Int[0, 400], Gen.Byte).Select((bytes, at, value) => bytes.Length == 0 ? bytes : [.. bytes[..(at % bytes.Length)], value, .. bytes[(at % bytes.Length)..]]);
        var names = Gen.OneOf("hubs.csv", "hubs.xlsx", "hubs.jsonl", "hubs.zip", "rejects.csv");
        Gen.Select(Gen.OneOf(noise, almost, spoilt), names).Sample((bytes, name) => IsAccountedFor(name, bytes).GetAwaiter().GetResult(), iter: 150, threads: 1);
    }

    [Fact]
    public void A_workbook_or_zip_with_any_byte_changed_is_in_or_in_the_report()
    {
        var workbook = Workbook.Of(("hubs", [["id", "name"], ["norr", "Norr"], ["syd", "Syd"]]));
        var zip = RawZip.Of(("hubs.csv", Bench.Hubs));
        Gen.Select(Gen.OneOf(("hubs.xlsx", workbook), ("hubs.zip", zip)), Gen.Int[0, 100_000], Gen.Byte).Sample((file, at, value) =>
        {
            byte[] changed = [.. file.Item2];
            changed[at % changed.Length] = value;
            return IsAccountedFor(file.Item1, changed).GetAwaiter().GetResult();
        }, iter: 150, threads: 1);
    }

    private static async Task<bool> IsAccountedFor(string name, byte[] bytes)
    {
        await using var bench = await Bench.OpenAsync();
        using var content = new MemoryStream(bytes);
        var report = await bench.ImportAsync(ImportSource.FromUpload(name, content));
        var hubs = await bench.Store.ListHubsAsync(new(), Ct);
        Assert.Equal(report.Tables.Sum(table => table.Added), hubs.Items.Count);
        Assert.All(report.Tables, table => Assert.Equal(table.Read, table.Accepted + table.Rejected));
        Assert.Equal(report.RejectedRows, report.Rejects.Count(reject => !reject.IsWholeFile));
        Assert.All(report.Rejects, reject => Assert.False(string.IsNullOrWhiteSpace(reject.Reason)));
        return true;
    }

    private static async Task<bool> ReadBack(Member[] members, char separator, string newLine, bool hasMark)
    {
        await using var bench = await Bench.OpenFilledAsync();
        using var content = new MemoryStream();
        using (var writer = CsvWriter.Create(content, new CsvWriterOptions { Separator = separator, NewLine = newLine, WriteByteOrderMark = hasMark }, leaveOpen: true))
        {
            writer.WriteHeader(["id", "name", "organisation", "hub", "challenges", "skills", "capacity", "remote", "joined"]);
            foreach (var member in members)
            {
                writer.WriteRecord([member.Id, member.Name, member.Organisation, member.Hub, string.Join('|', member.Challenges), string.Join('|', member.Skills),
                    $"{member.Capacity}", member.Remote ? "yes" : "no", $"{member.Joined:yyyy-MM-dd}"]);
            }
        }
        content.Position = 0;
        var report = await bench.ImportAsync(ImportSource.FromStream("members", content, ImportFormat.Csv));
        Assert.Empty(report.Rejects);
        foreach (var member in members)
        {
            var read = await bench.Store.FindMemberAsync(member.Id, Ct);
            Assert.Equal((member.Name, member.Capacity, member.Remote, member.Joined), (read!.Name, read.Capacity, read.Remote, read.Joined));
            Assert.Equal(member.Challenges, read.Challenges);
            Assert.Equal(member.Skills, read.Skills);
        }
        return true;
    }

    private static string OneLine(string text) => text.Replace('\n', ' ').Trim();

    private static string ManyHubs(int count) =>
        "id,name\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"h{i},Hub {i} with a name that fills the buffer of the reader\n"));

    private sealed class Now(Action<ImportProgress> act) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => act(value);
    }
}
