using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Matching.Storage;

// What did a model make of this text? A vector tells of a text nearly what the text tells, so it stays no longer than the text.
public sealed partial class SqlStore
{
    // Well under the number of values that either dialect takes in one statement (32 766 and 65 535).
    private const int TextsInStatement = 500;

    /// <summary>The kept vectors of those of <paramref name="texts"/> that have one of <paramref name="model"/>.</summary>
    public Task<IReadOnlyDictionary<string, float[]>> FindTextVectorsAsync(
        string model, IReadOnlyCollection<string> texts, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(texts);
        return ReadAsync(turn => FindAsync(turn, model, texts), ct);
    }

    /// <summary>
    /// Keeps what <paramref name="model"/> made of texts, in place of what it made of them before. The name of a model tells all that
    /// makes a vector what it is besides the text. May come too late for a record that is deleted meanwhile:
    /// <see cref="DropTextVectorsExceptAsync"/> afterwards mends that.
    /// </summary>
    public Task KeepTextVectorsAsync(string model, IReadOnlyDictionary<string, float[]> vectors, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(vectors);
        return WriteAsideAsync(
            turn => turn.ExecuteAsync(
                """
                INSERT INTO text_vectors (model, hash, vector) VALUES (@model, @hash, @vector)
                ON CONFLICT (model, hash) DO UPDATE SET vector = excluded.vector
                """,
                vectors.Select(one => new { model, hash = HashOf(one.Key), vector = BytesOf(one.Value) }).ToArray()),
            ct);
    }

    /// <summary>
    /// Drops every vector that is of none of <paramref name="models"/>, and every one that no text has which stands in the store now in
    /// one of <paramref name="fields"/>, of an organisation or of a member of whatever hub who consents to be introduced. What is dropped
    /// is overwritten in the file.
    /// </summary>
    /// <returns>How many were dropped.</returns>
    public async Task<int> DropTextVectorsExceptAsync(IReadOnlyCollection<string> models, ProfileFields fields, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        // Mostly there is nothing to drop, and then nobody who writes is waited for.
        if (await ReadAsync(async turn => (await StaleAsync(turn, fields, IsWanted)).Count, ct) == 0) return 0;
        return await WriteOnceAsync(
            turn => DropTextVectorsAsync(turn, fields, IsWanted),
            (turn, _) => dialect.AfterDeleteAsync(turn.Connection),
            ct);

        bool IsWanted(string model) => models.Contains(model, StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyDictionary<string, float[]>> FindAsync(SqlTurn turn, string model, IReadOnlyCollection<string> texts)
    {
        var found = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var some in texts.Distinct(StringComparer.Ordinal).Chunk(TextsInStatement))
        {
            var byHash = some.ToDictionary(HashOf, StringComparer.Ordinal);
            foreach (var (hash, vector) in await VectorsAsync(turn, model, byHash.Keys)) found[byHash[hash]] = vector;
        }
        return found;
    }

    // Of as many as one statement takes.
    private static async Task<Dictionary<string, float[]>> VectorsAsync(SqlTurn turn, string model, IReadOnlyCollection<string> hashes)
    {
        var args = new DynamicParameters(new { model });
        // Spelled out, as the hubs of a list are.
        foreach (var (i, hash) in hashes.Index()) args.Add($"hash{i}", hash);
        var rows = await turn.ListAsync(
            $"SELECT hash, vector FROM text_vectors WHERE model = @model AND hash IN ({string.Join(", ", hashes.Select((_, i) => $"@hash{i}"))})",
            args,
            row => Tuple.Create(row.GetString(0), VectorOf(row.GetFieldValue<byte[]>(1))));
        return rows.ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);
    }

    private static async Task<int> DropTextVectorsAsync(SqlTurn turn, ProfileFields fields, Predicate<string> isWanted)
    {
        var stale = await StaleAsync(turn, fields, isWanted);
        return stale.Count == 0 ? 0 : await turn.ExecuteAsync("DELETE FROM text_vectors WHERE model = @Model AND hash = @Hash", stale);
    }

    // Looks at all texts rather than at those of one record: a record may have had others before, and others may have the same.
    private static async Task<List<VectorKey>> StaleAsync(SqlTurn turn, ProfileFields fields, Predicate<string> isWanted)
    {
        var kept = await turn.ListAsync(
            "SELECT model, hash FROM text_vectors ORDER BY model, hash", null, row => new VectorKey(row.GetString(0), row.GetString(1)));
        if (kept.Count == 0) return kept;
        var present = await HashesAsync(turn, fields);
        return [.. kept.Where(one => !isWanted(one.Model) || !present.Contains(one.Hash))];
    }

    private static async Task<HashSet<string>> HashesAsync(SqlTurn turn, ProfileFields fields)
    {
        var members = await turn.ListAsync("SELECT challenges, skills, interests, contact_for FROM members WHERE matchable = 1", null, row => MemberTexts(row, fields));
        var organisations = await turn.ListAsync("SELECT keywords, remit FROM organisations", null, row => OrganisationTexts(row, fields));
        return members.Concat(organisations).SelectMany(texts => texts).Select(HashOf).ToHashSet(StringComparer.Ordinal);
    }

    private static List<string> MemberTexts(DbDataReader row, ProfileFields fields)
    {
        ProfileFields[] columns = [ProfileFields.Challenges, ProfileFields.Skills, ProfileFields.Interests, ProfileFields.ContactFor];
        return [.. columns.Index().Where(column => fields.HasFlag(column.Item)).SelectMany(column => row.List<string>(column.Index))];
    }

    private static List<string> OrganisationTexts(DbDataReader row, ProfileFields fields)
    {
        List<string> texts = fields.HasFlag(ProfileFields.Keywords) ? [.. row.List<string>(0)] : [];
        if (fields.HasFlag(ProfileFields.Remit) && row.TextOrNull(1) is { } remit) texts.Add(remit);
        return texts;
    }

    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] BytesOf(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return bytes;
    }

    private static float[] VectorOf(byte[] bytes)
    {
        var vector = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < vector.Length; i++) vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return vector;
    }

    private sealed record VectorKey(string Model, string Hash);
}
