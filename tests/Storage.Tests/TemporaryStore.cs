namespace Matching.Storage.Tests;

/// <summary>A store in a folder of its own, which goes when the test ends.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private TemporaryStore(string folder, SqlStore store)
    {
        Folder = folder;
        Store = store;
    }

    public string Folder { get; }

    public SqlStore Store { get; }

    public static async Task<TemporaryStore> OpenAsync()
    {
        var folder = NewFolder();
        return new TemporaryStore(folder, await SqlStore.OpenAsync(Address(folder), TestContext.Current.CancellationToken));
    }

    /// <summary>A folder name that nothing has; the folder is not made.</summary>
    public static string NewFolder() => Path.Combine(Path.GetTempPath(), "matching-tests", Guid.NewGuid().ToString("N"));

    public static StoreAddress Address(string folder) => StoreAddress.Parse(Path.Combine(folder, "store", "matching.db"));

    /// <summary>Puts everything in one transaction.</summary>
    public async Task PutAsync(Action<ImportTransaction> put)
    {
        await using var import = await Store.BeginImportAsync(TestContext.Current.CancellationToken);
        put(import);
        await import.CommitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
