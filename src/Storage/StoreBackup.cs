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
    // Parents before those that name them.
    public static readonly IReadOnlyList<(string Name, string[] Keys)> Tables =
    [
        ("hubs", ["id"]), ("organisations", ["id"]), ("members", ["id"]), ("member_other_hubs", ["hub", "member"]),
        ("interactions", ["a", "b", "kind", "at"]), ("standing_ties", ["a", "b", "kind"]), ("check_ins", ["hub", "member", "day"]),
        ("gatherings", ["id"]), ("attendance", ["event", "member"]), ("rules", ["kind", "a", "b"]),
        ("rounds", ["id"]), ("left_out", ["round", "member"]), ("introductions", ["id"]), ("prompts", ["id"]),
        ("outcomes", ["introduction", "member"]), ("withheld_pairs", ["round", "a", "b"]),
        ("kept_replies", ["caller", "key"]), ("sign_in_codes", ["code_hash"]),
    ];

    private const string ManifestName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The earliest time that a zip can say.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes what stands in the store at the turn's moment.</summary>
    public static async Task WriteAsync(SqlTurn turn, string version, Stream stream, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, null, ct);
        var written = new List<Table>();
        foreach (var (name, keys) in Tables) written.Add(await WriteAsync(turn, zip, name, keys, ct));
        await using var manifest = await NewEntry(zip, ManifestName).OpenAsync(ct);
        await JsonSerializer.SerializeAsync(manifest, new Manifest(version, written), JsonSerializerOptions.Web, ct);
    }

    /// <summary>Puts everything into the store of the turn, which must be empty; <paramref name="versions"/> are those that this program knows.</summary>
    /// <exception cref="InvalidDataException">The file is no backup, is damaged, or is by a newer version.</exception>
    public static async Task ReadAsync(SqlDialect dialect, SqlTurn turn, IEnumerable<string> versions, Stream stream, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: true, null, ct);
        var manifest = await ManifestAsync(zip, ct);
        if (!versions.Contains(manifest.Version, StringComparer.Ordinal))
        {
            throw new InvalidDataException($"it was made by a newer version of this program, with tables at {manifest.Version}");
        }
        foreach (var (name, keys) in Tables)
        {
            // A table that an older version did not have stays empty.
            if (manifest.Tables.SingleOrDefault(table => table.Name == name) is { } table) await ReadAsync(dialect, turn, zip, table, keys, ct);
        }
    }

    private static async Task<Table> WriteAsync(SqlTurn turn, ZipArchive zip, string name, string[] keys, CancellationToken ct)
    {
        await using var entry = await NewEntry(zip, FileOf(name)).OpenAsync(ct);
        using var hash = SHA256.Create();
        await using var hashed = new CryptoStream(entry, hash, CryptoStreamMode.Write, leaveOpen: true);
        await using var command = turn.CreateCommand($"SELECT * FROM {name} ORDER BY {string.Join(", ", keys)}");
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
        return new Table(name, columns, count, Convert.ToHexStringLower(hash.Hash!));
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
        using var hash = SHA256.Create();
        await using var hashed = new CryptoStream(entry, hash, CryptoStreamMode.Read, leaveOpen: true);
        using var reader = new StreamReader(hashed, Encoding.UTF8);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement;
        }
        if (Convert.ToHexStringLower(hash.Hash!) != table.Sha256) throw new InvalidDataException($"{FileOf(table.Name)} in it is not as it was written");
    }

    private static async Task<Type[]> TypesAsync(SqlTurn turn, string table, string[] columns, CancellationToken ct)
    {
        await using var command = turn.CreateCommand($"SELECT {string.Join(", ", columns)} FROM {table} LIMIT 0");
        await using var rows = await command.ExecuteReaderAsync(ct);
        return [.. Enumerable.Range(0, columns.Length).Select(rows.GetFieldType)];
    }

    private static object? Read(JsonElement value, Type type) => value.ValueKind == JsonValueKind.Null ? null : value.Deserialize(type);

    private static async Task<Manifest> ManifestAsync(ZipArchive zip, CancellationToken ct)
    {
        await using var entry = await Entry(zip, ManifestName).OpenAsync(ct);
        return await JsonSerializer.DeserializeAsync<Manifest>(entry, JsonSerializerOptions.Web, ct)
            ?? throw new InvalidDataException($"{ManifestName} in it is empty");
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
