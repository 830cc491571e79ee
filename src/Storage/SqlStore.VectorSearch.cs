using Matching.Profiles;
using Matching.Vectors;

namespace Matching.Storage;

// Who in the whole country needs, offers or answers for something near to this? What is searched is derived, and may be made again at any time.
public sealed partial class SqlStore
{
    /// <summary>What an operator should know of the place that the store is kept in, such as a version with known faults; empty when all is well.</summary>
    public IReadOnlyList<string> Warnings => dialect.Warnings;

    /// <summary>
    /// Makes the texts that have a kept vector findable by <see cref="FindNearestAsync"/>: those of members who consent to be introduced and of
    /// organisations, in <paramref name="fields"/>, needs as <paramref name="needModel"/> made them and offers and remits as
    /// <paramref name="offerModel"/> did. No other stays. Only what differs is written. To be called when <see cref="KeepTextVectorsAsync"/> has been:
    /// a record that changes or withdraws is out of the search from the moment it does, and comes back by this.
    /// </summary>
    /// <returns>How many rows were added and dropped.</returns>
    public async Task<int> IndexProfileVectorsAsync(string needModel, string offerModel, ProfileFields fields, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(needModel);
        ArgumentNullException.ThrowIfNull(offerModel);
        await PrepareVectorsAsync(ct);
        var wanted = new WantedVectors(needModel, offerModel, fields);
        // Mostly nothing differs, and then nobody who writes is waited for.
        var differs = await ReadAsync(async turn => (await wanted.DifferenceAsync(turn)).Count, ct) > 0;
        var count = differs ? await WriteOnceAsync(turn => ApplyAsync(turn, wanted, ct), (turn, _) => dialect.AfterDeleteAsync(turn.Connection), ct) : 0;
        await RepeatAsync(() => dialect.IndexVectorsAsync(ct), ct);
        return count;
    }

    /// <summary>
    /// The kept texts that are nearest in meaning, nearest first: exactly in a file and in some hubs; in the whole country nearly, by PostgreSQL's HNSW
    /// index, which leaves out some of a hundred at most. Of one owner several texts may be among them.
    /// </summary>
    /// <exception cref="ArgumentException">A value of the search is out of its range.</exception>
    public async Task<IReadOnlyList<NearestVector>> FindNearestAsync(VectorSearch search, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        var vector = search.CheckedVector();
        await PrepareVectorsAsync(ct);
        return await ReadAsync(turn => dialect.FindNearestAsync(turn, search, vector, ct), ct);
    }

    private Task<bool> PrepareVectorsAsync(CancellationToken ct)
    {
        return RepeatAsync(PrepareOnceAsync, ct);

        async Task<bool> PrepareOnceAsync()
        {
            await dialect.PrepareVectorsAsync(ct);
            return true;
        }
    }

    private async Task<int> ApplyAsync(SqlTurn turn, WantedVectors wanted, CancellationToken ct)
    {
        // Once more, since records may have changed in between.
        var (missing, stale) = await wanted.DifferenceAsync(turn);
        await turn.ExecuteAsync(
            "DELETE FROM profile_vectors WHERE kind = @Kind AND (member = @Owner OR organisation = @Owner) AND ordinal = @Ordinal AND model = @Model",
            stale.Select(row => new { Kind = Vocabulary.Write(row.Kind), row.Owner, row.Ordinal, row.Model }).ToArray());
        foreach (var model in missing.GroupBy(row => row.Model, StringComparer.Ordinal))
        {
            foreach (var some in model.Chunk(TextsInStatement)) await PutAsync(turn, model.Key, some, ct);
        }
        return missing.Count + stale.Count;
    }

    private async Task PutAsync(SqlTurn turn, string model, VectorRow[] rows, CancellationToken ct)
    {
        var vectors = await VectorsAsync(turn, model, rows.Select(row => row.Hash).ToHashSet(StringComparer.Ordinal));
        await dialect.PutVectorsAsync(turn, [.. rows.Select(row => (row, HalfPrecision.Round(vectors[row.Hash])))], ct);
    }
}
