using System.Text;
using Npgsql;

namespace Matching.Storage;

/// <summary>
/// The erasures in a file outside the store, of this user's alone: one a line, only ever added to. It outlives the store, so that whatever
/// older copy is put in the store's place forgets again who was erased since. Two who add to it at once hold the store's write lock.
/// </summary>
internal sealed class ErasedList(string file)
{
    public static ErasedList Beside(StoreAddress address) => new(PathOf(address));

    /// <summary>Beside the embedded store by its name; for a database in the folder of what this machine keeps, by server and database.</summary>
    public static string PathOf(StoreAddress address)
    {
        if (address.File is { } store) return $"{store}.erased";
        var server = new NpgsqlConnectionStringBuilder(address.Server);
        var name = string.Concat($"{server.Database}-on-{server.Host}-{server.Port}".Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_'));
        return Path.Combine(address.Folder, $"{name}.erased");
    }

    /// <summary>What is on the list; nothing where there is no file.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<Erasure> Read() => Answered(() => File.Exists(file) ? [.. File.ReadLines(file).Select(Erasure.Read).OfType<Erasure>()] : (Erasure[])[]);

    /// <summary>Adds lines, and has them on the disk before it returns.</summary>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Add(IReadOnlyCollection<Erasure> erasures)
    {
        if (erasures.Count == 0) return;
        Answered(() =>
        {
            OwnerOnly.MakeFolder(Path.GetDirectoryName(file)!);
            if (!File.Exists(file)) OwnerOnly.CreateFile(file).Dispose();
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write);
            // The first of them begins a line also behind one that a crash cut short.
            stream.Write(Encoding.ASCII.GetBytes(string.Concat(erasures.Select(erasure => $"\n{erasure}")) + "\n"));
            stream.Flush(flushToDisk: true);
            return true;
        });
    }

    private T Answered<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.NotWritable,
                $"The list of who was erased, {file}, cannot be read or written ({failure.Message.TrimEnd('.')}). Without it an older backup would bring them back. "
                + "Give this user permission on it; the next start adds what is missing.",
                failure);
        }
    }
}
