namespace Matching.Storage.Tests;

/// <summary>A store of its own, which goes when the test ends.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly TemporaryPlace place;

    private TemporaryStore(TemporaryPlace place, SqlStore store)
    {
        this.place = place;
        Store = store;
    }

    public SqlStore Store { get; }

    public static async Task<TemporaryStore> OpenAsync(Dialect dialect)
    {
        var place = dialect == Dialect.Sqlite ? TemporaryPlace.Folder() : await TemporaryPlace.DatabaseAsync(upToDate: true);
        return new TemporaryStore(place, await SqlStore.OpenAsync(place.Address, TestContext.Current.CancellationToken));
    }

    /// <summary>Puts everything in one transaction.</summary>
    public async Task PutAsync(Action<ImportTransaction> put)
    {
        await using var import = await Store.BeginImportAsync(TestContext.Current.CancellationToken);
        put(import);
        await import.CommitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Runs statements over a connection of its own, as an administrator would.</summary>
    public Task RunAsync(params IEnumerable<string> statements) => place.RunAsync(statements);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await place.DisposeAsync();
    }
}
