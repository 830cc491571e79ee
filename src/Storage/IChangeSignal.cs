namespace Matching.Storage;

/// <summary>Tells that something may have been written, by this process or another. It may tell in vain and be late, so whoever hears it looks for herself.</summary>
internal interface IChangeSignal : IAsyncDisposable
{
    /// <summary>Waits until something may have been written since the wait before; never longer than a minute.</summary>
    Task WaitAsync(CancellationToken ct);
}
