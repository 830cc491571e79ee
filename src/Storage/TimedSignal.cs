namespace Matching.Storage;

/// <summary>For a file, which calls nobody: it is time to look again.</summary>
internal sealed class TimedSignal : IChangeSignal
{
    /// <summary>Often enough for what only lets go of memory, and a read of 25 µs.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public Task WaitAsync(CancellationToken ct) => Task.Delay(Pause, ct);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
