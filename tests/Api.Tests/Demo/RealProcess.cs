using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Matching.Api.Tests.Demo;

/// <summary>A program of ours as its own process, in a folder of its own, killed at the end.</summary>
internal sealed class RealProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    private RealProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal int Id => process.Id;

    internal string Output => Read(output);

    internal string Errors => Read(errors);

    internal static RealProcess Start(string folder, string file, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new RealProcess(new Process { StartInfo = start });
    }

    /// <summary>Waits for the end, and gives the exit code.</summary>
    internal async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>Waits until a server answers that it is ready; fails with what the process printed when it ends instead.</summary>
    internal async Task ReadyAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await Answers(client, patience.Token))
        {
            Assert.False(process.HasExited, Output + Errors);
            await Task.Delay(50, patience.Token);
        }
    }

    internal static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    /// <summary>The built program of a project under <c>src</c>, beside this test's own folder in the artifacts.</summary>
    internal static string Program(string project) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), $"Matching.{project}.dll"));

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    internal void Kill()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private static async Task<bool> Answers(HttpClient client, CancellationToken ct)
    {
        try
        {
            return (await client.GetAsync("/healthz/ready", ct)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text) text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
