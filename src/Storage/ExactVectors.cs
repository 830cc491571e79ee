using System.Data.Common;
using System.Runtime.InteropServices;
using System.Text.Json;
using Matching.Profiles;
using Matching.Vectors;

namespace Matching.Storage;

/// <summary>Search in a file: every vector that the filter leaves is compared, so that the answer is exact. Numbers stand as the machine has them.</summary>
internal static class ExactVectors
{
    public static async Task<IReadOnlyList<NearestVector>> FindAsync(SqlTurn turn, VectorSearch search, Half[] vector, CancellationToken ct)
    {
        await using var command = turn.CreateCommand(
            $"""
            SELECT kind, COALESCE(member, organisation), ordinal, vector FROM profile_vectors
            WHERE model = @model AND dimensions = @dimensions AND kind IN (SELECT value FROM json_each(@kinds))
              {(search.InHubs is null ? "" : $"AND (hub {In("inHubs")} OR member {InOther("inHubs")})")}
              {(search.NotInHubs.Count == 0 ? "" : $"AND NOT (hub {In("notInHubs")} OR COALESCE(member, '') {InOther("notInHubs")})")}
            """);
        Add(command, "model", search.Model);
        Add(command, "dimensions", vector.Length);
        Add(command, "kinds", JsonSerializer.Serialize(search.Kinds.Select(Vocabulary.Write)));
        if (search.InHubs is { } hubs) Add(command, "inHubs", JsonSerializer.Serialize(hubs));
        if (search.NotInHubs.Count > 0) Add(command, "notInHubs", JsonSerializer.Serialize(search.NotInHubs));
        await using var rows = await command.ExecuteReaderAsync(ct);
        return Nearest(rows, vector, search.Top, ct);
    }

    /// <summary>Puts rows that are not there.</summary>
    public static void Put(SqlDialect dialect, SqlTurn turn, IReadOnlyList<(VectorRow Row, Half[] Vector)> rows)
    {
        using var insert = new PreparedCommand(
            dialect,
            turn,
            """
            INSERT INTO profile_vectors (kind, member, organisation, hub, ordinal, model, hash, dimensions, vector)
            VALUES (@kind, @member, @organisation, @hub, @ordinal, @model, @hash, @dimensions, @vector)
            """,
            "kind", "member", "organisation", "hub", "ordinal", "model", "hash", "dimensions", "vector");
        foreach (var (row, vector) in rows)
        {
            insert.Run(
                Vocabulary.Write(row.Kind), row.Member, row.Organisation, row.Hub, row.Ordinal, row.Model, row.Hash, vector.Length,
                MemoryMarshal.AsBytes(vector.AsSpan()).ToArray());
        }
    }

    private static string In(string list) => $"IN (SELECT value FROM json_each(@{list}))";

    private static string InOther(string list) => $"IN (SELECT member FROM member_other_hubs WHERE hub {In(list)})";

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = "@" + name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    // The worst of the best so far stands first in the queue, and gives way.
    private static NearestVector[] Nearest(DbDataReader rows, Half[] vector, int top, CancellationToken ct)
    {
        var best = new PriorityQueue<NearestVector, NearestVector>(Comparer<NearestVector>.Create((x, y) => NearestVector.NearestFirst.Compare(y, x)));
        var bytes = new byte[vector.Length * 2];
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            rows.GetBytes(3, 0, bytes, 0, bytes.Length);
            var similarity = HalfPrecision.Dot(vector, MemoryMarshal.Cast<byte, Half>(bytes));
            if (best.Count == top && similarity < best.Peek().Similarity) continue;
            var one = new NearestVector(rows.Term<VectorKind>(0), rows.GetString(1), rows.GetInt32(2), similarity);
            if (best.Count < top) best.Enqueue(one, one);
            else best.EnqueueDequeue(one, one);
        }
        return [.. best.UnorderedItems.Select(item => item.Element).Order(NearestVector.NearestFirst)];
    }
}
