using Matching.Ingest.Wording;
using Matching.Storage;

namespace Matching.Ingest.Commands;

/// <summary>Carries a whole store into one file, and from such a file into an empty store.</summary>
internal static class BackupCommand
{
    /// <exception cref="CommandException">There is no store to back up.</exception>
    internal static async Task<int> BackUpAsync(string file, StoreAddress address, CancellationToken ct)
    {
        if (address.File is { } there && !File.Exists(there)) throw new CommandException($"There is no store {Quotes.Of(there)}. Nothing was written.");
        return await WithStoreAsync(address, store => store.BackUpAsync(file, ct), $"Backed up to {Quotes.Of(file)}.", ct).ConfigureAwait(false);
    }

    internal static Task<int> RestoreAsync(string file, StoreAddress address, CancellationToken ct) =>
        WithStoreAsync(address, store => store.RestoreAsync(file, ct), $"Restored from {Quotes.Of(file)}.", ct);

    private static async Task<int> WithStoreAsync(StoreAddress address, Func<SqlStore, Task> work, string done, CancellationToken ct)
    {
        var store = await SqlStore.OpenAsync(address, ct).ConfigureAwait(false);
        await using (store.ConfigureAwait(false)) await work(store).ConfigureAwait(false);
        Console.WriteLine(done);
        return CommandLine.AllIn;
    }
}
