using Matching.Ingest.Wording;
using Matching.Storage;

namespace Matching.Ingest.Commands;

/// <summary>Carries a whole store into one file and from such a file into an empty store, and lets go of what is old.</summary>
internal static class BackupCommand
{
    /// <exception cref="CommandException">There is no store to back up.</exception>
    internal static async Task<int> BackUpAsync(string file, StoreAddress address, CancellationToken ct)
    {
        if (address.File is { } there && !File.Exists(there)) throw new CommandException($"There is no store {Quotes.Of(there)}. Nothing was written.");
        return await WithStoreAsync(address, store => Done(store.BackUpAsync(file, ct), $"Backed up to {Quotes.Of(file)}."), ct).ConfigureAwait(false);
    }

    /// <summary>Restores, and erases again whom the list beside the store, or <paramref name="erased"/>, says were erased since.</summary>
    internal static Task<int> RestoreAsync(string file, string? erased, StoreAddress address, CancellationToken ct) => WithStoreAsync(
        address,
        async store =>
        {
            if (erased is not null) await store.EraseAgainAsync(erased, ct).ConfigureAwait(false);
            var people = await store.RestoreAsync(file, ct).ConfigureAwait(false);
            return $"Restored from {Quotes.Of(file)}. Erased again, as they were after that backup: {people}.";
        },
        ct);

    /// <summary>Lets go of what has been kept for as long as it may be.</summary>
    internal static Task<int> RetainAsync(StoreAddress address, TimeProvider time, CancellationToken ct) => WithStoreAsync(
        address,
        async store =>
        {
            var gone = await store.RetainAsync(time.GetUtcNow(), ct).ConfigureAwait(false);
            return $"Deleted: check-ins {gone.CheckIns}, introductions {gone.Introductions}, sign-in links {gone.SignInCodes}, kept replies {gone.Replies}.";
        },
        ct);

    private static async Task<string> Done(Task work, string done)
    {
        await work.ConfigureAwait(false);
        return done;
    }

    private static async Task<int> WithStoreAsync(StoreAddress address, Func<SqlStore, Task<string>> work, CancellationToken ct)
    {
        var store = await SqlStore.OpenAsync(address, ct).ConfigureAwait(false);
        await using (store.ConfigureAwait(false)) Console.WriteLine(await work(store).ConfigureAwait(false));
        return CommandLine.AllIn;
    }
}
