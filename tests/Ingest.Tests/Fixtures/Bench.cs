using System.Globalization;
using System.Text;
using Matching.Ingest.Reading;
using Matching.Storage;
using Microsoft.Data.Sqlite;

namespace Matching.Ingest.Tests.Fixtures;

/// <summary>A folder of its own with a store in it; both are gone afterwards.</summary>
internal sealed class Bench : IAsyncDisposable
{
    internal const string Hubs = "id,name\nnorr,Norr\nsyd,Syd\n";
    internal const string Organisations = "id,name,sector\nskv,Skatteverket,agency\numea,Umeå kommun,municipality\nab,Snickeri AB,business\n";
    internal const string Members = "id,name,organisation,hub\nanna,Anna Berg,skv,norr\nbo,Bo Ek,umea,norr\nsara,Sara Lind,ab,syd\n";
    internal const string Events = "id,hub,title,starts_at\nfika,norr,Fika,2026-11-24T09:00:00+01:00\nsyfika,syd,Fika i syd,2026-11-25T09:00:00+01:00\n";

    private Bench(string folder, SqlStore store)
    {
        Folder = folder;
        Store = store;
    }

    internal string Folder { get; }
    internal SqlStore Store { get; }
    internal string StoreFile => Path.Combine(Folder, "store", "matching.db");
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task<Bench> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("matching-ingest-").FullName;
        return new Bench(folder, await SqlStore.OpenAsync(StoreAddress.Parse(Path.Combine(folder, "store", "matching.db")), Ct));
    }

    /// <summary>A store with two hubs, three organisations, three members and two events.</summary>
    internal static async Task<Bench> OpenFilledAsync()
    {
        var bench = await OpenAsync();
        var report = await bench.ImportAsync(("hubs.csv", Hubs), ("organisations.csv", Organisations), ("members.csv", Members), ("events.csv", Events));
        Assert.Empty(report.Rejects);
        return bench;
    }

    /// <summary>Imports texts, in UTF-8 without a mark, as the files of a folder.</summary>
    internal Task<ImportReport> ImportAsync(params (string Name, string Text)[] files) => ImportAsync(new ImportOptions(), files);

    internal Task<ImportReport> ImportAsync(ImportOptions options, params (string Name, string Text)[] files) =>
        ImportAsync(options, Array.ConvertAll(files, file => (file.Name, Encoding.UTF8.GetBytes(file.Text))));

    internal Task<ImportReport> ImportAsync(string name, byte[] content) => ImportAsync(new ImportOptions(), [(name, content)]);

    internal Task<ImportReport> ImportAsync(ImportOptions options, params (string Name, byte[] Content)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, Guid.NewGuid().ToString("N"))).FullName;
        foreach (var (name, content) in files) File.WriteAllBytes(Path.Combine(folder, name), content);
        return ImportAsync(options, ImportSource.FromFolder(folder));
    }

    internal Task<ImportReport> ImportAsync(params ImportSource[] sources) => ImportAsync(new ImportOptions(), sources);

    internal Task<ImportReport> ImportAsync(ImportOptions options, params ImportSource[] sources) =>
        ImportRun.ImportAsync(Store, sources, options, Ct);

    /// <summary>Imports rows of one table; the header is the first line.</summary>
    internal async Task<Reject> RejectOneAsync(string table, params string[] lines)
    {
        var before = Listing();
        var report = await ImportAsync(($"{table}.csv", string.Join('\n', lines) + "\n"));
        var reject = Assert.Single(report.Rejects);
        Assert.Equal(before, Listing());
        return reject;
    }

    internal string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    internal string Listing() => ListingOf(StoreFile);

    /// <summary>Every row of every table of a store, in an order of their own.</summary>
    internal static string ListingOf(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        var tables = Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND lower(name) NOT LIKE 'schema%' ORDER BY name");
        return string.Join('\n', tables.Select(table => $"{table}:\n{string.Join('\n', Rows(connection, $"SELECT * FROM \"{table}\"").Order(StringComparer.Ordinal))}"));
    }

    /// <summary>What SQLite finds wrong with a store: "ok" when nothing.</summary>
    internal static string IntegrityOf(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return string.Join('\n', Rows(connection, "PRAGMA integrity_check"));
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var all = new List<string>();
        while (rows.Read())
        {
            all.Add(string.Join('¦', Enumerable.Range(0, rows.FieldCount).Select(i => Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture))));
        }
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
