using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CsCheck;
using Matching.Ingest;
using Matching.Ingest.Reading;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;
using Matching.Storage.Tests;
using Matching.Words;
using MiniExcelLibs;

namespace Matching.Api.Tests.Reliability;

/// <summary>
/// What comes from outside, damaged at random: good input with bytes changed, cut, doubled and put in, and noise. Each case ends within a time,
/// in an answer or in the error that is meant for it. MATCHING_FUZZ_CASES cases a parser.
/// </summary>
public sealed class FuzzTests
{
    // A hundred times the slowest case seen; a hang, and not a busy machine.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private const long MostMemory = 512L << 20;

    // What parsers have stumbled over elsewhere.
    private static readonly string[] Nasty =
        ["\0", "\"", "\"\"\"", "\r", "\n\n", "\uFEFF", ";", ",", "|", "=cmd()", "2026-W54", "9999999999999999999", "-0", "NaN", "1e999", "\\u0000", "\\ud800", "{{{{{{{{", "[[[[[[[[", "null", "å̈", "../", "%00", "' OR 1=1 --"];

    private static readonly string Members = "id,name,organisation,hub,challenges,languages,days,capacity\nm01,Anna Berg,kommun,lulea,\"Vi har, ofta\",sv|en,mon|tue,2\nx1,Åke,nat,boden,,sv,,\n";

    private static int Cases => Figures.Wanted("MATCHING_FUZZ_CASES", 2000);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Csv() => ImportAsync("csv", Encoding.UTF8.GetBytes(Members), content => ImportSource.FromStream("members", content, ImportFormat.Csv));

    [Fact]
    public Task Jsonl() => ImportAsync("jsonl", Encoding.UTF8.GetBytes("""
        {"id":"m01","name":"Anna Berg","organisation":"kommun","hub":"lulea","languages":["sv","en"],"capacity":2}
        {"id":"x1","name":"Åke","organisation":"nat","hub":"boden","otherHubs":[],"matchable":true}

        """), content => ImportSource.FromStream("members", content, ImportFormat.Jsonl));

    [Fact]
    public Task Xlsx()
    {
        using var workbook = new MemoryStream();
        MiniExcel.SaveAs(workbook, new[] { new { id = "m01", name = "Anna", organisation = "kommun", hub = "lulea" } }, sheetName: "members");
        return ImportAsync("xlsx", workbook.ToArray(), content => ImportSource.FromStream("members", content, ImportFormat.Xlsx));
    }

    [Fact]
    public Task Zip()
    {
        using var folder = new MemoryStream();
        using (var zip = new ZipArchive(folder, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "members.csv", "hubs.csv" })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(name == "hubs.csv" ? "id,name\nlulea,Luleå\n" : Members));
            }
        }
        return ImportAsync("zip", folder.ToArray(), content => ImportSource.FromZip(content));
    }

    [Fact]
    public void Concepts() => Sample("concepts file", Mutated("id;sv;en;sv_terms;en_terms;broader;owner;authorities;note\nel;el;power;elnät|stamnät;power grid;;agency;Svenska kraftnät;\nbo;bostäder;housing;bostad;;;municipality;;\n"), bytes =>
        Expecting<FormatException>(() => ConceptList.Read(Reader(bytes))));

    [Fact]
    public void Hunspell() => Sample("hunspell file", Mutated("3\nstad/AB\nkonto/ACY\nelnät\n"), bytes =>
        Expecting<FormatException>(() => CompoundSplitter.Swedish.With(HunspellWords.Read(Reader(bytes), HunspellAffixes.Read(Reader(bytes)).ForbiddenWord))));

    [Fact]
    public void Store_addresses() => Sample("store addresses", Mutated("Data Source=./data/matching.db;Default Timeout=5", "Host=db;Database=matching;Username=u;Password=p", "data/matching.db"), bytes =>
        Expecting<StoreException>(() => StoreAddress.Parse(Encoding.UTF8.GetString(bytes))));

    [Fact]
    public void Iso_weeks() => Sample("ISO weeks", Mutated("2026-W48", "2026W53", "1900-W01"), bytes =>
    {
        if (IsoWeek.TryParse(Encoding.UTF8.GetString(bytes), out var week)) Assert.True(IsoWeek.TryParse(week.ToString(), out var again) && again == week && week.Start.DayOfWeek == DayOfWeek.Monday);
    });

    [Fact]
    public async Task Json_bodies()
    {
        await using var server = await StartAsync();
        using var host = server.Host;
        (string Path, string Body)[] known =
        [
            ("hubs/lulea/rounds", """{ "week": "2026-W48", "asOf": "2026-11-23T07:00:00Z", "seed": 1, "budget": 3, "mode": "best" }"""),
            ("interactions", """[{ "a": "m01", "b": "m02", "kind": "met", "at": "2026-11-20T09:00:00+01:00", "minutes": 30, "useful": "yes" }]"""),
            ("contacts/search", """{ "question": "Vem svarar om elnät?", "hub": "lulea", "municipality": "Luleå", "top": 5 }"""),
            ("PUT members/m03", """{ "name": "Cilla Ek", "organisation": "kommun", "hub": "lulea", "languages": ["sv"], "days": ["mon"], "capacity": 2 }"""),
        ];
        Sample("JSON bodies", Gen.Int[0, known.Length - 1].SelectMany(at => Mutated(known[at].Body).Select(body => (known[at].Path, body))), one =>
        {
            using var content = new ByteArrayContent(one.body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var request = new HttpRequestMessage(one.Path.StartsWith("PUT ", StringComparison.Ordinal) ? HttpMethod.Put : HttpMethod.Post, one.Path.Split(' ')[^1]) { Content = content };
            AnswersBelow500(host, request);
        });
    }

    [Fact]
    public async Task Cursors()
    {
        await using var server = await StartAsync();
        using var admin = server.Admin;
        Sample("cursors", Gen.Select(OneOf("audit", "members", "hubs", "organisations"), Mutated("42", "m07", "2026-W48", "eyJhIjoxfQ==")), one =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{one.Item1}?limit=2&cursor={WebUtility.UrlEncode(Encoding.UTF8.GetString(one.Item2))}");
            AnswersBelow500(admin, request);
        });
    }

    [Fact]
    public async Task Tokens()
    {
        await using var server = await StartAsync();
        using var host = server.Host;
        var good = host.DefaultRequestHeaders.Authorization!.Parameter!;
        Sample("tokens", Mutated(good).Select(bytes => Encoding.ASCII.GetString(bytes)), token =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "hubs/lulea");
            if (!request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}") || token.AsSpan().ContainsAnyInRange('\0', '\u001F')) return;
            var status = AnswersBelow500(server.Anonymous, request);
            // The last letter holds bits that belong to no byte.
            if (token.Trim() != good && token.Length != good.Length) Assert.NotEqual(HttpStatusCode.OK, status);
        });
    }

    [Fact]
    public async Task Backup_files()
    {
        await using var server = await StartAsync();
        var folder = Directory.CreateTempSubdirectory("matching-fuzz-").FullName;
        try
        {
            var file = Path.Combine(folder, "fuzz.backup");
            await server.Store.BackUpAsync(Path.Combine(folder, "good.backup"), Ct);
            var (good, made) = (await File.ReadAllBytesAsync(Path.Combine(folder, "good.backup"), Ct), 0);
            var store = await SqlStore.OpenAsync(StoreAddress.Parse(Path.Combine(folder, "0.db")), Ct);
            Sample("backup files", Mutated(good), bytes =>
            {
                File.WriteAllBytes(file, bytes);
                Expecting<StoreException>(() => store.RestoreAsync(file, Ct).GetAwaiter().GetResult());
                if (store.IsEmptyAsync(Ct).GetAwaiter().GetResult()) return;
                // What went in whole was good where it matters; the next needs a new store.
                store.DisposeAsync().AsTask().GetAwaiter().GetResult();
                store = SqlStore.OpenAsync(StoreAddress.Parse(Path.Combine(folder, $"{++made}.db")), Ct).GetAwaiter().GetResult();
            });
            await store.DisposeAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<RunningServer> StartAsync() => RunningServer.StartAsync(false, "--Matching:Limits:PerTokenAMinute", "100000000", "--Matching:Limits:PerAddressAMinute", "100000000");

    private static async Task ImportAsync(string format, byte[] good, Func<Stream, ImportSource> source)
    {
        await using var server = await StartAsync();
        Sample(format, Mutated(good), bytes =>
        {
            var report = ImportRun.ImportAsync(server.Store, [source(new MemoryStream(bytes))], new ImportOptions { DryRun = true }, Ct).GetAwaiter().GetResult();
            Assert.NotNull(report);
        });
    }

    private static HttpStatusCode AnswersBelow500(HttpClient client, HttpRequestMessage request)
    {
        using var response = client.SendAsync(request, Ct).GetAwaiter().GetResult();
        Assert.True((int)response.StatusCode < 500, response.Content.ReadAsStringAsync(Ct).GetAwaiter().GetResult());
        return response.StatusCode;
    }

    private static void Expecting<TException>(Action parse) where TException : Exception
    {
        try
        {
            parse();
        }
        catch (TException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
    }

    private static void Sample<T>(string parser, Gen<T> gen, Action<T> one)
    {
        var (before, slowest) = (Environment.WorkingSet, TimeSpan.Zero);
        gen.Sample(
            input =>
            {
                var took = Stopwatch.StartNew();
                Assert.True(Task.Run(() => one(input)).Wait(Longest), "it hangs");
                slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, took.Elapsed.Ticks));
                Assert.True(Environment.WorkingSet - before < MostMemory, "it takes too much memory");
            },
            iter: Cases,
            threads: 1);
        Figures.Tell($"fuzz, {parser}", $"{Cases} cases, slowest {slowest.TotalMilliseconds:0} ms", "no fault, no hang, at most 512 MB");
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static StreamReader Reader(byte[] bytes) => new(new MemoryStream(bytes));

    private static Gen<byte[]> Mutated(params string[] good) => Mutated([.. good.Select(Encoding.UTF8.GetBytes)]);

    private static Gen<byte[]> Mutated(params byte[][] good) => Gen.Frequency(
        (9, Gen.Select(Gen.Int[0, good.Length - 1], Edit.Array[1, 8]).Select((at, edits) => edits.Aggregate(good[at], (bytes, edit) => edit(bytes)))),
        (1, Gen.Byte.Array[0, 300]));

    private static Gen<Func<byte[], byte[]>> Edit => Gen.Select(Gen.Int[0, 4], Gen.Double.Unit, Gen.Double.Unit, Gen.OneOf(Gen.Byte.Array[1, 4], OneOf(Nasty).Select(Encoding.UTF8.GetBytes)))
        .Select((kind, from, share, put) => new Func<byte[], byte[]>(bytes =>
        {
            var at = (int)(from * bytes.Length);
            var end = at + (int)(share * Math.Min(64, bytes.Length - at));
            return kind switch
            {
                0 => [.. bytes[..at], .. put, .. bytes[at..]],
                1 => [.. bytes[..at], .. put, .. bytes[Math.Min(bytes.Length, at + put.Length)..]],
                2 => [.. bytes[..at], .. bytes[end..]],
                3 => [.. bytes[..end], .. bytes[at..]],
                _ => bytes[..at],
            };
        }));
}
