using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Tests;
using Npgsql;
using Spectre.Console;

namespace Matching.Benchmarks.Vectors;

/// <summary>
/// How many of the 50 nearest the national search finds, and how long it takes: 100,000 members of 200 hubs with a skill each, whose vectors stand in
/// 1,000 clusters. On a store of either kind that is empty, or that an earlier run has filled.
/// </summary>
internal sealed class VectorRun
{
    private const int Members = 100_000;
    private const int Hubs = 200;
    private const int Clusters = 1_000;
    private const int Queries = 200;
    private const int Top = 50;
    private const int Dimensions = 256;
    private const string Model = "clustered";

    private readonly ClusteredVectors source = new(Dimensions, Clusters, seed: 1);
    private readonly float[][] vectors;
    private readonly float[][] queries;
    private readonly Table table = new Table().AddColumns($"of {Hubs} hubs", "ef", "recall@50", "p50 ms", "p99 ms");

    // The settings of a PostgreSQL database; null for a file, where nothing is approximate.
    private readonly string? server;

    private VectorRun(string address)
    {
        server = address.Contains("Host=", StringComparison.OrdinalIgnoreCase) ? address : null;
        vectors = Drawn(source, Members);
        queries = Drawn(source, Queries);
    }

    public static async Task<int> OfAsync(string address)
    {
        var run = new VectorRun(address);
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"exact search after a projection to 256: {Projected(384):0.000} of 384, {Projected(1024):0.000} of 1024"));
        await using var store = await SqlStore.OpenAsync(StoreAddress.Parse(address));
        if (await store.IsEmptyAsync()) await run.FillAsync(store);
        await TimedAsync("what is searched", () => IndexAsync(store));
        if (run.server is { } server) await MeasureIndexAsync(store, server);
        (string Name, int Within, int Without)[] filters = [("all", 0, 0), ("all but 1", 0, 1), ("all but 100", 0, 100), ("1", 1, 0), ("20", 20, 0)];
        foreach (var (name, within, without) in filters)
        {
            var searches = run.queries.Select((query, q) => Search(query, within == 0 ? null : Some(q, within), Some(q, without))).ToArray();
            var nearest = searches.AsParallel().AsOrdered().Select(search => run.Nearest(search).ToArray()).ToArray();
            int[] efs = run.server is null || within > 0 ? [0] : [Top, 100, 200];
            foreach (var ef in efs) await run.MeasureAsync(store, name, searches, nearest, ef);
        }
        AnsiConsole.Write(run.table);
        return 0;
    }

    private static string Hub(int i) => $"h{i % Hubs:000}";

    private static string Id(int i) => $"m{i:000000}";

    private static string Text(int i) => $"skill {i}";

    private static float[][] Drawn(ClusteredVectors source, int count) => [.. Enumerable.Range(0, count).Select(_ => source.Next())];

    private async Task FillAsync(SqlStore store)
    {
        await using (var import = await store.BeginImportAsync())
        {
            import.Put(new Organisation { Id = "agency", Name = "Agency", Sector = Sector.Agency });
            for (var i = 0; i < Hubs; i++) import.Put(new Hub { Id = Hub(i), Name = Hub(i) });
            for (var i = 0; i < Members; i++) import.Put(new Member { Id = Id(i), Name = "Member", Hub = Hub(i), Organisation = "agency", Skills = [Text(i)] });
            await import.CommitAsync();
        }
        foreach (var some in Enumerable.Range(0, Members).Chunk(1_000)) await store.KeepTextVectorsAsync(Model, some.ToDictionary(Text, i => vectors[i]));
    }

    // Again, with the rows there.
    private static async Task MeasureIndexAsync(string name, NpgsqlDataSource server, SqlStore store)
    {
        await using (var drop = server.CreateCommand($"DROP INDEX {name}")) await drop.ExecuteNonQueryAsync();
        await TimedAsync("the index alone", () => IndexAsync(store));
        await using var size = server.CreateCommand($"SELECT pg_relation_size('{name}') / 1048576, pg_table_size('profile_vectors') / 1048576");
        await using var row = await size.ExecuteReaderAsync();
        await row.ReadAsync();
        AnsiConsole.WriteLine($"index {row.GetInt64(0)} MiB, table {row.GetInt64(1)} MiB");
    }

    private static async Task MeasureIndexAsync(SqlStore store, string settings)
    {
        await using var server = NpgsqlDataSource.Create(settings);
        await MeasureIndexAsync($"profile_vectors_nearest_{Dimensions}", server, store);
        await using var analyze = server.CreateCommand("ANALYZE profile_vectors");
        await analyze.ExecuteNonQueryAsync();
    }

    private static Task<int> IndexAsync(SqlStore store) => store.IndexProfileVectorsAsync("none", Model, ProfileFields.All);

    private static async Task TimedAsync(string what, Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {watch.Elapsed.TotalSeconds:0.0} s"));
    }

    private async Task MeasureAsync(SqlStore store, string filter, VectorSearch[] searches, string[][] nearest, int ef)
    {
        var times = new List<double>();
        var found = 0;
        foreach (var (search, expected) in searches.Zip(nearest))
        {
            var watch = Stopwatch.StartNew();
            var answer = await store.FindNearestAsync(ef == 0 ? search : search with { EfSearch = ef });
            times.Add(watch.Elapsed.TotalMilliseconds);
            found += answer.Select(one => one.Owner).Intersect(expected, StringComparer.Ordinal).Count();
        }
        times.Sort();
        table.AddRow(
            filter,
            ef == 0 ? "exact" : Number(ef, "0"),
            Number((double)found / (Queries * Top), "0.0000"),
            Number(times[Queries / 2], "0.00"),
            Number(times[Queries * 99 / 100], "0.00"));
    }

    private static VectorSearch Search(float[] vector, string[]? within, string[] without) =>
        new() { Model = Model, Vector = vector, Kinds = [VectorKind.Offer], InHubs = within, NotInHubs = without, Top = Top };

    // Other hubs each time, so that no answer is in a cache for having been asked before.
    private static string[] Some(int query, int hubs) => [.. Enumerable.Range(query, hubs).Select(Hub)];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private IEnumerable<string> Nearest(VectorSearch search) => Nearest(
        [.. search.Vector],
        vectors,
        i => (search.InHubs is not { } within || within.Contains(Hub(i), StringComparer.Ordinal)) && !search.NotInHubs.Contains(Hub(i), StringComparer.Ordinal))
        .Select(Id);

    private static IEnumerable<int> Nearest(float[] query, float[][] vectors, Func<int, bool> passes) =>
        Enumerable.Range(0, vectors.Length).Where(passes).OrderByDescending(i => Dot(query, vectors[i])).Take(Top);

    private static float Dot(float[] x, float[] y)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < x.Length; i += Vector<float>.Count) sum += new Vector<float>(x, i) * new Vector<float>(y, i);
        return Vector.Sum(sum);
    }

    // Johnson and Lindenstrauss 1984, by Achlioptas 2003: signs by chance, each projection of length 1 again.
    private static double Projected(int dimensions)
    {
        const int few = 10_000;
        var source = new ClusteredVectors(dimensions, Clusters / 10, seed: 1);
        var (full, asked) = (Drawn(source, few), Drawn(source, 50));
        var signs = Signs(dimensions);
        var (small, smallAsked) = (Array.ConvertAll(full, one => Project(one, signs)), Array.ConvertAll(asked, one => Project(one, signs)));
        return asked.Select((_, q) => Nearest(asked[q], full, _ => true).Intersect(Nearest(smallAsked[q], small, _ => true)).Count() / (double)Top).Average();
    }

    private static float[][] Signs(int dimensions)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, Dimensions).Select(_ => Enumerable.Range(0, dimensions).Select(_ => random.Next(2) == 0 ? -1f : 1f).ToArray())];
    }

    private static float[] Project(float[] vector, float[][] signs)
    {
        float[] projected = [.. signs.Select(row => Dot(row, vector))];
        var length = MathF.Sqrt(Dot(projected, projected));
        return Array.ConvertAll(projected, value => value / length);
    }
}
