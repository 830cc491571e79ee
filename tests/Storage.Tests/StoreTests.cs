namespace Matching.Storage.Tests;

public enum Dialect
{
    Sqlite,
    Postgres,
}

/// <summary>What a store promises, whatever it is kept in: each class of such tests runs once a dialect, by a subclass that names it.</summary>
public abstract class StoreTests(Dialect dialect)
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A new, empty store in this dialect.</summary>
    private protected Task<TemporaryStore> NewStoreAsync() => TemporaryStore.OpenAsync(dialect);

    /// <summary>A place for a store in this dialect, where nothing is yet.</summary>
    private protected Task<TemporaryPlace> NewPlaceAsync() => TemporaryPlace.NewAsync(dialect);
}
