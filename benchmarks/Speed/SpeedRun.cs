using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Matching.Benchmarks.Speed;

/// <summary>Runs the suites of this folder with BenchmarkDotNet.</summary>
internal static class SpeedRun
{
    /// <summary>Takes BenchmarkDotNet's own arguments; without a filter all suites run. Returns the exit code.</summary>
    internal static int Of(string[] arguments)
    {
        // In this process, because the project's name is not its assembly's; short, so that all of it ends within some minutes.
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        var config = DefaultConfig.Instance.AddJob(job);
        string[] all = arguments.Contains("--filter") ? arguments : [.. arguments, "--filter", "*"];
        BenchmarkSwitcher.FromAssembly(typeof(SpeedRun).Assembly).Run(all, config);
        return 0;
    }
}
