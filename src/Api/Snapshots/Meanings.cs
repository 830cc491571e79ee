using System.Collections.Concurrent;
using Matching.Ingest.Building;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Api.Snapshots;

/// <summary>
/// What the embedding model makes of texts, so that nobody waits for it: a snapshot takes the vectors that the store has, the model reads what
/// is missing behind it, and then the snapshot is let go of. A model that fails is left alone for a minute.
/// </summary>
internal sealed class Meanings(ProfileVectors vectors, TimeProvider clock, ILogger<Meanings> log) : IAsyncDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, Task> reading = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);
    private long restUntil;

    /// <summary>The vectors that there are of these texts.</summary>
    /// <param name="name">Names the texts: what is being read for one name is not read twice at once.</param>
    /// <param name="members">Whose texts.</param>
    /// <param name="organisations">And theirs.</param>
    /// <param name="whenMore">Called when the model has read more of them since.</param>
    /// <param name="ct">Ends the wait.</param>
    internal async Task<TextVectorIndex> OfAsync(
        string name, IReadOnlyList<Member> members, IReadOnlyList<Organisation> organisations, Action whenMore, CancellationToken ct)
    {
        var (index, isComplete) = await vectors.FindAsync(members, organisations, ct);
        if (!isComplete && !IsResting) Begin(name, () => ReadAsync(members, organisations, index.Count, whenMore));
        return index;
    }

    /// <summary>The vector of a question; null where words must do.</summary>
    internal async Task<float[]?> OfQuestionAsync(string question, CancellationToken ct)
    {
        if (!vectors.IsOn || IsResting) return null;
        var vector = await vectors.ReadQuestionAsync(question, ct);
        RestAfterFault();
        return vector;
    }

    /// <summary>When nothing is being read.</summary>
    internal Task WhenReadAsync() => Task.WhenAll(reading.Values);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await WhenReadAsync();
        stopping.Dispose();
        turn.Dispose();
    }

    private bool IsResting => clock.GetUtcNow().UtcTicks < Interlocked.Read(ref restUntil);

    private void Begin(string name, Func<Task> read)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!reading.TryAdd(name, begun.Task)) return;
        _ = Task.Run(async () =>
        {
            await LogFaultsAsync(read);
            reading.TryRemove(name, out _);
            begun.SetResult();
        });
    }

    // Large models fill a machine: one hub at a time.
    private async Task ReadAsync(IReadOnlyList<Member> members, IReadOnlyList<Organisation> organisations, int found, Action whenMore)
    {
        await turn.WaitAsync(stopping.Token);
        try
        {
            var built = await vectors.BuildAsync(members, organisations, stopping.Token);
            RestAfterFault();
            if (built.Count > found) whenMore();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task LogFaultsAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What was read is kept; the rest is asked for after the next start.
        }
        catch (Exception failure)
        {
            // The store is out of reach; a message of its own could quote what was written.
            log.LogWarning("Vectors could not be kept ({Kind}).", failure.GetType().Name);
        }
    }

    private void RestAfterFault()
    {
        if (vectors.Health.State == EmbeddingState.Degraded) Interlocked.Exchange(ref restUntil, (clock.GetUtcNow() + Rest).UtcTicks);
    }
}
