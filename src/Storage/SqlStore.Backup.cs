namespace Matching.Storage;

// How does everything get from here to another place, or back after a loss?
public sealed partial class SqlStore
{
    /// <summary>
    /// Writes everything, as it stands at one moment, into a new file of this user's alone, while others read and write. Either
    /// dialect can restore it.
    /// </summary>
    /// <exception cref="StoreException">The file is there already or cannot be written.</exception>
    public async Task BackUpAsync(string path, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = Path.GetFullPath(path);
        // Written aside, so that a backup that broke off is never taken for one.
        var aside = $"{file}.part";
        try
        {
            if (File.Exists(file)) throw new IOException("there is such a file already");
            await ReadAsync(turn => WriteFileAsync(turn, aside, ct), ct);
            File.Move(aside, file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFault.NotWritable, $"The backup {file} cannot be written ({failure.Message.TrimEnd('.')}). Name another file.", failure);
        }
        finally
        {
            if (File.Exists(aside)) File.Delete(aside);
        }
    }

    /// <summary>
    /// Puts everything of a backup into this store, in which nothing was ever written; all or nothing. Whom the list beside the store says
    /// were erased after the backup was made are erased from it in the same transaction.
    /// </summary>
    /// <returns>How many people were erased again.</returns>
    /// <exception cref="StoreException">The store is not new, or the file is missing, damaged, or by a newer version.</exception>
    public async Task<int> RestoreAsync(string path, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = Path.GetFullPath(path);
        try
        {
            await using var stream = File.OpenRead(file);
            // The revision goes on where the backup's was, since the audit names it.
            return await WriteOnceAsync(turn => RestoreAsync(turn, stream, ct), LetGoAsync, ct);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StoreException(StoreFault.Damaged, $"{file} cannot be restored: {failure.Message.TrimEnd('.')}. Nothing was changed.", failure);
        }
    }

    private static async Task<bool> WriteFileAsync(SqlTurn turn, string aside, CancellationToken ct)
    {
        File.Delete(aside);
        await using var stream = OwnerOnly.CreateFile(aside);
        await StoreBackup.WriteAsync(turn, await Migrations.VersionAsync(turn), stream, ct);
        stream.Flush(flushToDisk: true);
        return true;
    }

    private async Task<int> RestoreAsync(SqlTurn turn, FileStream stream, CancellationToken ct)
    {
        // What was noted of erasures is on the list too; here it would hide which of them the backup does not know of.
        await turn.ExecuteAsync("DELETE FROM erasures");
        foreach (var table in StoreBackup.Tables)
        {
            if (!await turn.AnyAsync($"SELECT 1 FROM {table.Name}{(table.IsSingle ? " WHERE number <> 0" : "")} LIMIT 1")) continue;
            throw new StoreException(StoreFault.NotAStore, $"{Address.Name} is not empty, or was written in before. Restore into a new store. Nothing was changed.");
        }
        stream.Position = 0;
        await StoreBackup.ReadAsync(dialect, turn, [.. Migrations.Scripts(dialect.MigrationsFolder).Select(script => script.Name)], stream, ct);
        return await FollowErasedAsync(turn, ErasedList.Beside(Address), []);
    }
}
