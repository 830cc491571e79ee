using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Matching.Storage;

/// <summary>
/// A store as one file that either dialect can read: a zip with a file of JSON lines a table, in the order of its keys, and
/// a manifest with the count and the SHA-256 of each. The same records give the same bytes.
/// </summary>
internal static class StoreBackup
{
    // Parents before those that name them. A test fails on a table of the schema that is neither here nor in LeftOut.
    public static readonly IReadOnlyList<BackupTable> Tables =
    [
        new("hubs", ["id"]), new("organisations", ["id"]), new("members", ["id"]), new("member_other_hubs", ["hub", "member"]),
        new("interactions", ["a", "b", "kind", "at"]), new("standing_ties", ["a", "b", "kind"]), new("check_ins", ["hub", "member", "day"]),
        new("gatherings", ["id"]), new("attendance", ["event", "member"]), new("rules", ["kind", "a", "b"]),
        new("rounds", ["id"]), new("left_out", ["round", "member"]), new("introductions", ["id"]), new("prompts", ["id"]),
        new("outcomes", ["introduction", "member"]), new("withheld_pairs", ["round", "a", "b"], Since: 2),
        new("kept_replies", ["caller", "key"]), new("sign_in_codes", ["code_hash"]), new("text_vectors", ["model", "hash"], Since: 4),
        new("questions", ["id"], Since: 5), new("verdicts", ["question", "organisation"], Since: 5), new("revision", ["only"], Since: 5, IsSingle: true),
        new("audit", ["number"], Since: 6), new("audit_head", ["only"], Since: 6, IsSingle: true),
        new("round_runs", ["hub", "week"], Since: 7), new("outbox", ["id"], Since: 7),
        new("erasures", ["id"], Since: 8),
    ];

    /// <summary>Tables that no backup holds, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> LeftOut = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Migrations.Journal] = "The store that is restored into has its own tables, and the manifest says which the backup's were.",
        ["profile_vectors"] = "It is derived from what a backup holds, and made again when a hub is read.",
        ["operations"] = "What it says is of connections that are no more.",
    };

    private const string ManifestName = "manifest.json";

    // Beside the manifest, which says what all the others must be.
    private const string ManifestDigestName = "manifest.sha256";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The earliest time that a zip can say.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes what stands in the store at the turn's moment.</summary>
    public static async Task WriteAsync(SqlTurn turn, string version, Stream stream, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, null, ct);
        var written = new List<Table>();
        foreach (var table in Tables) written.Add(await WriteAsync(turn, zip, table, ct));
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new Manifest(version, written), JsonSerializerOptions.Web);
        await WriteAsync(zip, ManifestName, manifest, ct);
        await WriteAsync(zip, ManifestDigestName, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(manifest))), ct);
    }

    /// <summary>Puts everything into the store of the turn, which must be new; <paramref name="versions"/> are those that this program knows.</summary>
    /// <exception cref="InvalidDataException">The file is no backup, is damaged, or is by a newer version.</exception>
    public static async Task ReadAsync(SqlDialect dialect, SqlTurn turn, List<string> versions, Stream stream, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: true, null, ct);
        var manifest = await ManifestAsync(zip, ct);
        if (!versions.Contains(manifest.Version)) throw new InvalidDataException($"it was made by a newer version of this program, with tables at {manifest.Version}");
        // Looked through before anything is put, so that damage is told as damage and not by what it leads to.
        foreach (var table in manifest.Tables) await CheckAsync(zip, table, ct);
        // A script's number and not its place: a table that an older version did not have stays empty.
        var version = int.Parse(manifest.Version.AsSpan(0, 4), CultureInfo.InvariantCulture);
        foreach (var known in Tables.Where(known => known.Since <= version))
            await ReadAsync(dialect, turn, zip, manifest.Tables.Single(table => table.Name == known.Name), known.Keys, ct);
    }

    private static async Task WriteAsync(ZipArchive zip, string name, byte[] content, CancellationToken ct)
    {
        await using var entry = await NewEntry(zip, name).OpenAsync(ct);
        await entry.WriteAsync(content, ct);
    }

    private static async Task<Table> WriteAsync(SqlTurn turn, ZipArchive zip, BackupTable table, CancellationToken ct)
    {
        await using var entry = await NewEntry(zip, FileOf(table.Name)).OpenAsync(ct);
        using var hash = SHA256.Create();
        await using var hashed = new CryptoStream(entry, hash, CryptoStreamMode.Write, leaveOpen: true);
        await using var command = turn.CreateCommand($"SELECT * FROM {table.Name} ORDER BY {PutTable.Quoted(table.Keys)}");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var columns = Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).Order(StringComparer.Ordinal).ToArray();
        var places = Array.ConvertAll(columns, rows.GetOrdinal);
        var count = 0L;
        for (; await rows.ReadAsync(ct); count++)
        {
            await hashed.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(Array.ConvertAll(places, place => Plain(rows.GetValue(place))), Json), ct);
            await hashed.WriteAsync("\n"u8.ToArray(), ct);
        }
        await hashed.FlushFinalBlockAsync(ct);
        return new Table(table.Name, columns, count, Convert.ToHexStringLower(hash.Hash!));
    }

    // Every whole number is a long, so that both dialects write the same.
    private static object? Plain(object value) => value switch
    {
        DBNull => null,
        short or int => Convert.ToInt64(value, null),
        _ => value,
    };

    private static async Task ReadAsync(SqlDialect dialect, SqlTurn turn, ZipArchive zip, Table table, string[] keys, CancellationToken ct)
    {
        var target = new PutTable(table.Name, keys, [.. table.Columns.Except(keys, StringComparer.Ordinal)]);
        string[] columns = [.. target.Keys, .. target.Values];
        var places = Array.ConvertAll(columns, column => Array.IndexOf([.. table.Columns], column));
        var types = await TypesAsync(turn, table.Name, columns, ct);
        using var put = dialect.PreparePut(turn, target);
        await foreach (var line in LinesAsync(zip, table, ct))
        {
            var row = columns.Select((_, i) => Read(line[places[i]], types[i])).ToArray();
            if (put.IsFull) put.Flush();
            put.Run(row);
        }
        put.Flush();
    }

    private static async IAsyncEnumerable<JsonElement> LinesAsync(
        ZipArchive zip, Table table, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var entry = await Entry(zip, FileOf(table.Name)).OpenAsync(ct);
        using var reader = new StreamReader(entry, Encoding.UTF8);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement;
        }
    }

    private static async Task CheckAsync(ZipArchive zip, Table table, CancellationToken ct)
    {
        await using var entry = await Entry(zip, FileOf(table.Name)).OpenAsync(ct);
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(entry, ct)) != table.Sha256)
            throw new InvalidDataException($"{FileOf(table.Name)} in it is not as it was written");
    }

    private static async Task<Type[]> TypesAsync(SqlTurn turn, string table, string[] columns, CancellationToken ct)
    {
        await using var command = turn.CreateCommand($"SELECT {PutTable.Quoted(columns)} FROM {table} LIMIT 0");
        await using var rows = await command.ExecuteReaderAsync(ct);
        return [.. Enumerable.Range(0, columns.Length).Select(rows.GetFieldType)];
    }

    private static object? Read(JsonElement value, Type type) => value.ValueKind == JsonValueKind.Null ? null : value.Deserialize(type);

    private static async Task<Manifest> ManifestAsync(ZipArchive zip, CancellationToken ct)
    {
        var manifest = await BytesAsync(zip, ManifestName, ct);
        if (Encoding.ASCII.GetString(await BytesAsync(zip, ManifestDigestName, ct)) != Convert.ToHexStringLower(SHA256.HashData(manifest)))
            throw new InvalidDataException($"{ManifestName} in it is not as it was written");
        return JsonSerializer.Deserialize<Manifest>(manifest, JsonSerializerOptions.Web)!;
    }

    private static async Task<byte[]> BytesAsync(ZipArchive zip, string name, CancellationToken ct)
    {
        await using var entry = await Entry(zip, name).OpenAsync(ct);
        using var bytes = new MemoryStream();
        await entry.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name) => zip.GetEntry(name) ?? throw new InvalidDataException($"{name} is not in it");

    private static ZipArchiveEntry NewEntry(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = NoTime;
        return entry;
    }

    private static string FileOf(string table) => $"{table}.jsonl";

    private sealed record Manifest(string Version, IReadOnlyList<Table> Tables);

    private sealed record Table(string Name, IReadOnlyList<string> Columns, long Rows, string Sha256);
}

/// <summary>A table that a backup holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">Its primary key, by which its rows are ordered.</param>
/// <param name="Since">The number of the first version that has it.</param>
/// <param name="IsSingle">Whether a new store has its one row already.</param>
internal sealed record BackupTable(string Name, string[] Keys, int Since = 1, bool IsSingle = false);
