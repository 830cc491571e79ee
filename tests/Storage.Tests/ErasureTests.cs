using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Matching.Storage.Tests;

public abstract class ErasureTests(Dialect dialect) : StoreTests(dialect), IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("matching-erasure-").FullName;

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Whoever_was_erased_after_a_backup_is_not_brought_back_by_it()
    {
        await using var temporary = await NewStoreAsync();
        await Some.SentAsync(temporary);
        await temporary.PutAsync(import => Some.People(import, "carl"));
        var backup = await BackUpAsync(temporary.Store);
        await temporary.Store.DeleteMemberAsync("anna", Ct);
        await using var other = await NewStoreAsync();
        await other.Store.EraseAgainAsync(ListOf(temporary), Ct);
        Assert.Equal(1, await other.Store.RestoreAsync(backup, Ct));
        Assert.Null(await other.Store.FindMemberAsync("anna", Ct));
        Assert.NotNull(await other.Store.FindMemberAsync("carl", Ct));
        Assert.Null(await other.Store.FindIntroductionAsync("i1", Ct));
        // And the one that was restored says so to the next.
        await using var third = await NewStoreAsync();
        await third.Store.EraseAgainAsync(ListOf(other), Ct);
        Assert.Equal(1, await third.Store.RestoreAsync(backup, Ct));
        Assert.Null(await third.Store.FindMemberAsync("anna", Ct));
    }

    [Fact]
    public async Task An_older_copy_that_is_put_in_the_stores_place_forgets_them_when_it_is_opened()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo"));
        var before = await temporary.Store.FindRevisionAsync(Ct);
        // As in a copy that was made before: it has her, and no note of her erasure.
        await File.WriteAllTextAsync(ListOf(temporary), $"{Erasure.Of("anna")}\n", Ct);
        await using var again = await SqlStore.OpenAsync(temporary.Store.Address, Ct);
        Assert.Null(await again.FindMemberAsync("anna", Ct));
        Assert.NotNull(await again.FindMemberAsync("bo", Ct));
        Assert.Equal(before + 1, await again.FindRevisionAsync(Ct));
    }

    [Fact]
    public async Task Whoever_comes_back_after_being_erased_stays_through_a_start_and_a_restore()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        await temporary.Store.DeleteMemberAsync("anna", Ct);
        await temporary.PutAsync(import => Some.People(import, "anna"));
        await using (var again = await SqlStore.OpenAsync(temporary.Store.Address, Ct)) Assert.NotNull(await again.FindMemberAsync("anna", Ct));
        await using var other = await NewStoreAsync();
        await other.Store.EraseAgainAsync(ListOf(temporary), Ct);
        Assert.Equal(0, await other.Store.RestoreAsync(await BackUpAsync(temporary.Store), Ct));
        Assert.NotNull(await other.Store.FindMemberAsync("anna", Ct));
    }

    [Fact]
    public async Task The_list_says_nothing_of_who_and_each_time_something_else()
    {
        await using var temporary = await NewStoreAsync();
        for (var time = 0; time < 2; time++)
        {
            await temporary.PutAsync(import => Some.People(import, "anna"));
            await temporary.Store.DeleteMemberAsync("anna", Ct);
        }
        var text = await File.ReadAllTextAsync(ListOf(temporary), Ct);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Select(line => line.Split(' ')[1]).Distinct().Count());
        Assert.DoesNotContain("anna", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("anna"))), text, StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(Erasure.Read(line)!.IsOf("anna")));
        Assert.All(lines, line => Assert.False(Erasure.Read(line)!.IsOf("ann")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ListOf(temporary)));
    }

    [Fact]
    public async Task A_list_that_was_lost_is_written_again_from_the_store_when_it_is_opened()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna"));
        await temporary.Store.DeleteMemberAsync("anna", Ct);
        var list = await File.ReadAllTextAsync(ListOf(temporary), Ct);
        File.Delete(ListOf(temporary));
        await using var again = await SqlStore.OpenAsync(temporary.Store.Address, Ct);
        Assert.Equal(list, await File.ReadAllTextAsync(ListOf(temporary), Ct));
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_short_is_passed_over_and_the_next_is_whole()
    {
        await using var temporary = await NewStoreAsync();
        await File.WriteAllTextAsync(ListOf(temporary), Erasure.Of("anna").ToString()[..40], Ct);
        await temporary.PutAsync(import => Some.People(import, "anna", "bo"));
        await temporary.Store.DeleteMemberAsync("bo", Ct);
        Assert.NotNull(await temporary.Store.FindMemberAsync("anna", Ct));
        Assert.True(Assert.Single(new ErasedList(ListOf(temporary)).Read()).IsOf("bo"));
    }

    [Fact]
    public async Task A_list_that_cannot_be_written_is_told_and_the_next_erasure_writes_all()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo"));
        Directory.CreateDirectory(ListOf(temporary));
        var told = await Assert.ThrowsAsync<StoreException>(() => temporary.Store.DeleteMemberAsync("anna", Ct));
        Assert.Contains("list of who was erased", told.Message, StringComparison.Ordinal);
        Assert.Null(await temporary.Store.FindMemberAsync("anna", Ct));
        Directory.Delete(ListOf(temporary));
        Assert.Equal(DeleteOutcome.Missing, await temporary.Store.DeleteMemberAsync("anna", Ct));
        Assert.True(Assert.Single(new ErasedList(ListOf(temporary)).Read()).IsOf("anna"));
    }

    [Fact]
    public async Task A_list_that_is_not_there_is_told()
    {
        await using var temporary = await NewStoreAsync();
        await Assert.ThrowsAsync<StoreException>(() => temporary.Store.EraseAgainAsync(Path.Combine(folder, "none"), Ct));
    }

    private static string ListOf(TemporaryStore temporary)
    {
        var file = ErasedList.PathOf(temporary.Store.Address);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    private async Task<string> BackUpAsync(SqlStore store)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N}.backup"));
        await store.BackUpAsync(file, Ct);
        return file;
    }
}

public sealed class SqliteErasureTests() : ErasureTests(Dialect.Sqlite);

public sealed class PostgresErasureTests() : ErasureTests(Dialect.Postgres);
