using Matching.Benchmarks.Quality;
using Matching.Benchmarks.Speed;
using Matching.Benchmarks.Vectors;

switch (args)
{
    case ["quality", "--data", var folder]:
        return QualityRun.Of(folder, Console.Out, Console.Error);
    case ["speed", .. var rest]:
        return SpeedRun.Of(rest);
    case ["vectors", "--store", var address]:
        return await VectorRun.OfAsync(address);
    default:
        Console.Error.WriteLine("Usage: benchmarks quality --data DIR | benchmarks speed [--filter PATTERN …] | benchmarks vectors --store EMPTY");
        return 1;
}
