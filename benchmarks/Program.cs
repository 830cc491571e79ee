using Matching.Benchmarks.Quality;
using Matching.Benchmarks.Speed;

switch (args)
{
    case ["quality", "--data", var folder]:
        return QualityRun.Of(folder, Console.Out, Console.Error);
    case ["speed", .. var rest]:
        return SpeedRun.Of(rest);
    default:
        Console.Error.WriteLine("Usage: benchmarks quality --data DIR | benchmarks speed [--filter PATTERN …]");
        return 1;
}
